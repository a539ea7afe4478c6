import { describe, expect, it } from "vitest";
import { textWidth } from "../../../../src/shell/render/text-width.ts";
import { renderBeside, renderTune } from "../../../../src/shell/render/tune/tune-screen.ts";
import { guessedTerraform, ownerBy } from "../../../support/tuning/owners.ts";
import { adviceReport, candidate, changeReport, goodReport } from "../../../support/tuning/reports.ts";
import { plainLook } from "../look.ts";

const look = plainLook(80, { unicode: true });
const lines = (report: ReturnType<typeof changeReport>) => renderTune([report], look, { here: (command) => command });

describe("the owner on the screen", () => {
  it("is said with the tag, and the page ends with what to change there", () => {
    const shown = lines(changeReport("orders", { owner: ownerBy("sam") }));
    const at = shown.findIndex((line) => line.startsWith("owner"));
    expect(shown.slice(at, at + 2)).toEqual([
      "owner    SAM stack shop-orders, resource OrdersFunctionKafka: change it there",
      "         by the tag aws:cloudformation:stack-name=shop-orders of the mapping",
    ]);
    expect(shown).toContain("An update by hand would be undone by the next deployment. For SAM instead:");
    expect(shown.at(-1)).toBe("            MaximumBatchingWindowInSeconds: 2 # not set today");
    expect(shown.join("\n")).not.toContain("mskctl update");
    expect(shown.filter((line) => textWidth(line) > 80)).toEqual([]);
  });

  it("is called a guess where it is one", () => {
    const shown = lines(changeReport("orders", { owner: guessedTerraform }));
    expect(shown.find((line) => line.startsWith("owner"))).toBe("owner    Terraform: change it there");
    expect(shown).toContain("         a guess by the tag ManagedBy=terraform of its function");
    expect(shown.join("\n")).toContain("If it is so, an update by hand would be undone by the next deployment.");
  });

  it("is said where nothing is to be changed, too, without a snippet", () => {
    const shown = lines({ ...goodReport(), owner: ownerBy("cdk") });
    expect(shown.find((line) => line.startsWith("owner"))).toMatch(/^owner +CDK stack shop-orders, /);
    expect(shown.join("\n")).not.toContain("by hand");
  });

  it("leaves the command of what comes first", () => {
    const whatIf = candidate({ batchSize: 200 });
    expect(lines({ ...adviceReport(), whatIf, owner: ownerBy("sam") }).at(-1)).toMatch(/^aws lambda put-function-concurrency /);
  });

  it("has no line of its own where nobody is known", () => {
    expect(lines(changeReport()).filter((line) => line.startsWith("owner"))).toEqual([]);
    expect(lines(changeReport()).at(-1)).toMatch(/^mskctl update /);
  });

  it("lets no tag out of its line", () => {
    const hostile = "shop\n\u001b[2Jowned";
    const owner = ownerBy("cloudformation", { stack: hostile, by: { tag: `aws:cloudformation:stack-name=${hostile}`, of: "mapping" } });
    const shown = lines(changeReport("orders", { owner })).join("\n");
    expect(shown).not.toContain("\u001b");
    expect(shown).not.toMatch(/^owned/m);
  });
});

describe("beside a snippet", () => {
  it("stands what is recommended, what that does, and the owner", () => {
    const shown = renderBeside(changeReport("orders", { owner: guessedTerraform }), look);
    expect(shown[1]).toBe("◆ change · saves $75–$84 a month");
    expect(shown.map((line) => line.slice(0, 9).trim()).filter((label) => /^[a-z]+$/.test(label))).toEqual(["change", "apply", "owner"]);
  });

  it("stands what was tried, not what is recommended", () => {
    const shown = renderBeside(changeReport("orders", { whatIf: candidate({ batchSize: 200 }) }), look);
    expect(shown.slice(2)).toEqual(["what if  BatchSize 100 → 200"]);
    const oneWay = renderBeside(changeReport("orders", { whatIf: candidate({ windowMs: 1_000 }) }), look);
    expect(oneWay.join("\n")).toContain("cannot be undone: the 500 ms default window is gone for good");
  });
});
