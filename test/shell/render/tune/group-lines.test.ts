import { describe, expect, it } from "vitest";
import { fleetGroups } from "../../../../src/core/tuning/packing/fleet-groups.ts";
import { textWidth } from "../../../../src/shell/render/text-width.ts";
import { renderTune } from "../../../../src/shell/render/tune/tune-screen.ts";
import { provisionedMapping, provisionedReport } from "../../../support/tuning/provisioned-reports.ts";
import { goodReport } from "../../../support/tuning/reports.ts";
import { plainLook } from "../look.ts";

const ten = Array.from({ length: 10 }, (_, index) => provisionedReport(`feed-${index}`, {}, { hoursPerMonth: 720 }));
const dear = ["x", "y"].map((name) => provisionedReport(name, { costMonth: 9_000 }));

function shown(reports: readonly ReturnType<typeof provisionedReport>[], siblings = reports.map(({ mapping }) => mapping), columns = 80) {
  const fleet = fleetGroups(reports, siblings);
  return renderTune(reports, plainLook(columns, { unicode: true }), { here: (command) => `${command} --region r`, fleet });
}

describe("groups that mappings are to share", () => {
  it("stand below the table with what they save and the command for each that joins", () => {
    const lines = shown(ten);
    const from = lines.indexOf("");
    expect(lines.slice(from, from + 4)).toEqual([
      "",
      "group    shop (new) · 10 mappings join · 10 → 1 EPU",
      "         $1,332.00 → $133.20 a month · saves $1,198.80",
      "fate     the members of a group share it: one that is busy or has trouble slows",
    ]);
    expect(lines.slice(-10)).toEqual(ten.map(({ name }) => `mskctl update ${name} --poller-group shop --region r`));
  });

  it("say who is in one already, who stays apart, and that it is hardly worth it", () => {
    const apart = provisionedReport("big", { bytes: 12_000_000 });
    const old = provisionedMapping("old", { group: "pool" });
    const lines = shown([...dear, apart], [...dear, apart].map(({ mapping }) => mapping).concat(old));
    expect(lines).toContain("group    pool (1 mapping now) · 2 mappings join · 3 → 1 EPU");
    expect(lines).toContain("         $405.15 → $135.05 a month · saves $270.10 · little of what they cost");
    expect(lines).toContain("apart    big: it fetches up to 12 MB/s");
    expect(lines.at(-1)).toBe("mskctl update y --poller-group pool --region r");
  });

  it("fit the terminal, but for the commands", () => {
    for (const columns of [60, 80, 125]) {
      const wide = shown(ten, undefined, columns).filter((line) => textWidth(line) > columns);
      expect(wide.filter((line) => !line.startsWith("mskctl "))).toEqual([]);
    }
  });

  it("are not spoken of where nobody could share anything", () => {
    expect(shown([goodReport("a"), goodReport("b")])).not.toContain("");
  });

  it("are escaped, whatever AWS calls them", () => {
    const evil = provisionedMapping("old", { group: "po\u001b[31mol" });
    const reports = [provisionedReport("a")];
    const fleet = fleetGroups([...reports, goodReport()], [...reports.map(({ mapping }) => mapping), evil]);
    const lines = renderTune([...reports, goodReport()], plainLook(80, { unicode: true }), { here: (command) => command, fleet });
    expect(lines.join("")).toContain("group");
    expect(lines.join("")).not.toContain("\u001b");
  });
});
