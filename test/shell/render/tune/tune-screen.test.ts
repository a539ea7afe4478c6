import { describe, expect, it } from "vitest";
import type { TuneReport } from "../../../../src/core/tuning/report.ts";
import { textWidth } from "../../../../src/shell/render/text-width.ts";
import { renderTune } from "../../../../src/shell/render/tune/tune-screen.ts";
import { adviceReport, candidate, changeReport, goodReport, silentReport, unreachableReport } from "../../../support/tuning/reports.ts";
import { plainLook } from "../look.ts";

const here = (command: string) => command;
const lines = (reports: readonly TuneReport[], columns = 80, unicode = true) =>
  renderTune(reports, plainLook(columns, { unicode }), { here });
const row = (shown: readonly string[], label: string) => shown.find((line) => line.startsWith(label)) ?? "";

describe("one mapping", () => {
  const shown = lines([changeReport()]);

  it("says first what to do and what that saves, last what to type", () => {
    expect(shown.slice(0, 2)).toEqual(["orders ← orders (24 partitions)", "◆ change · saves $75–$84 a month"]);
    expect(shown.at(-1)).toBe("mskctl update orders --batch-size 500 --batching-window 2s");
  });

  it("puts today's settings beside the picks, with their figures", () => {
    expect(shown).toContainEqual(expect.stringMatching(/^ +NOW +CHEAPEST +BALANCED +FASTEST$/));
    expect(row(shown, "batch size")).toMatch(/ 100 +500 +500 +50$/);
    expect(row(shown, "window")).toMatch(/ 500 ms +5 s +2 s +0 s$/);
    expect(row(shown, "mode ")).toMatch(/ on-demand +on-demand +on-demand +10–24 pollers$/);
    expect(row(shown, "cost a month")).toMatch(/ \$176\.84 +\$80\.99 +\$97\.25 +\$526\.00$/);
    expect(row(shown, "  with 80 % chance")).toMatch(/ \$168–\$186 +\$77–\$85 /);
    expect(row(shown, "age of 99 of 100")).toMatch(/ 580 ms +5\.2 s +2\.3 s +260 ms$/);
    expect(row(shown, "keeps to the goals")).toMatch(/ 100 % +100 % +100 % +100 %$/);
    // Nobody has any: the row would say nothing.
    expect(row(shown, "poller group")).toBe("");
  });

  it("says what the workload is, and how sure that is", () => {
    expect(row(shown, "data")).toBe("data     2026-11-12 to 2026-11-26 · 20,160 min, 99.6 % usable · grade A");
    expect(row(shown, "model")).toBe("model    an invocation takes 40 ms · a record 0.8 ms · 24 lanes");
    expect(row(shown, "rate")).toMatch(/^rate {5}▁+ mean 2,000\/s · p99 2,000\/s$/);
    expect(row(shown, "goal")).toContain("99 of 100 records no older than 5 s · kept today");
  });

  it("does not call nearly all of the minutes all of them", () => {
    const { estimate } = changeReport();
    expect(row(lines([changeReport("orders", { estimate: { ...estimate, usableMinutes: 20_159 } })]), "data")).toContain("99.9 % usable");
  });

  it("gives the reasons with their rules, and what the update itself does", () => {
    expect(row(shown, "why")).toBe("why      R1   97 % of batches close on the window of 500 ms, with 43 of");
    expect(shown).toContain("              100 records: the window is the lever, not BatchSize");
    expect(shown).toContain("         R3   54 % of the bill is per invocation");
    expect(row(shown, "change")).toBe("change   BatchSize 100 → 500 · MaximumBatchingWindowInSeconds – → 2");
    expect(shown.join(" ").replaceAll(/ +/g, " ")).toContain("about 180,000 records wait, which drains in 10 s");
    expect(shown.join("\n")).toContain("cannot be undone: the 500 ms default window is gone for good");
    expect(row(shown, "prices")).toBe("prices   us-east-1 of 2026-11-26, not of eu-central-1 · 730 h a month · seed 1");
  });

  it("has memory among the settings with a Power Tuning result, and the function's own command before the mapping's", () => {
    const { result, recommendation, mapping } = changeReport();
    const current = candidate({ memoryMb: 1_024 });
    const settings = { ...candidate({ batchSize: 500, memoryMb: 512 }).settings };
    const changes = [{ field: "MemorySize", before: 1_024, after: 512, isReversible: true }] as const;
    const measured = lines([
      changeReport("orders", {
        mapping: { ...mapping, FunctionArn: `${mapping.FunctionArn}:live` },
        result: result && { ...result, current, picks: new Map([["balanced", candidate({ batchSize: 500, memoryMb: 512 })]]) },
        recommendation: recommendation && { ...recommendation, settings, changes },
      }),
    ]);
    expect(row(measured, "memory")).toMatch(/ 1,024 MB +512 MB$/);
    expect(row(measured, "change")).toBe("change   MemorySize 1,024 → 512");
    expect(measured.join(" ").replaceAll(/ +/g, " ")).toContain(
      "MemorySize is the function's, not the mapping's, and takes a new version behind live",
    );
    expect(measured.slice(-2)).toEqual([
      "aws lambda update-function-configuration --function-name orders --memory-size 512",
      "mskctl update orders --batch-size 500",
    ]);
    expect(row(shown, "memory")).toBe("");
  });

  it("does not repeat for pollers that the mode is gone", () => {
    const changes = [
      { field: "ProvisionedPollerConfig", before: "provisioned", after: "on-demand", isReversible: true },
      { field: "ProvisionedPollerConfig.MinimumPollers", before: 40, after: undefined, isReversible: true },
    ] as const;
    const report = changeReport("orders", { recommendation: { ...(changeReport().recommendation ?? fail()), changes } });
    expect(row(lines([report]), "change")).toBe("change   ProvisionedPollerConfig provisioned → on-demand");
  });

  it.each([60, 80, 125])("fits %i columns, but for the command", (columns) => {
    for (const report of [changeReport(), adviceReport(), goodReport(), silentReport(), unreachableReport()]) {
      const all = lines([report], columns).filter((line) => !/mskctl |aws lambda /.test(line));
      expect(all.filter((line) => textWidth(line) > columns)).toEqual([]);
    }
  });

  it("drops the fastest pick before the balanced one where there is no room", () => {
    expect(lines([changeReport()], 60)).toContainEqual(expect.stringMatching(/^ +NOW +CHEAPEST +BALANCED$/));
  });

  it("is ASCII where the terminal shows no more", () => {
    for (const report of [changeReport(), adviceReport(), silentReport()]) {
      expect(lines([report], 80, false).join("\n")).toMatch(/^[\n -~]*$/);
    }
  });

  it("shows exactly the settings that were asked for, and how to set them", () => {
    const report = changeReport("orders", { whatIf: candidate({ batchSize: 300 }, { costMonth: 150 }) });
    const asked = lines([report]);
    expect(asked).toContainEqual(expect.stringMatching(/^ +NOW +WHAT IF +CHEAPEST +BALANCED$/));
    expect(row(asked, "cost a month")).toMatch(/ \$176\.84 +\$150\.00 /);
    expect(asked.at(-1)).toBe("mskctl update orders --batch-size 300");
  });

  it("gives no command where nothing is to be done", () => {
    const good = lines([goodReport()]);
    expect(good[1]).toBe("● no change");
    expect(good.at(-1)).toMatch(/^prices/);
  });

  it("says what comes first, with its command, and recommends nothing", () => {
    const advised = lines([adviceReport()]);
    expect(advised[1]).toBe("▲ raise the function's concurrency first");
    expect(advised.at(-1)).toBe("aws lambda put-function-concurrency --function-name payments --reserved-concurrent-executions 12");
    expect(row(advised, "change")).toBe("");
  });

  it("says what is missing, what brings it and what that costs", () => {
    expect(lines([silentReport()])).toEqual([
      "audit ← audit",
      "… no data · its metrics EventCount are off",
      "  the metrics cost up to $2.10 a month",
      "",
      "mskctl update audit --metrics EventCount,KafkaMetrics",
    ]);
  });

  it("says that a lag has no end, and what misses the goals by least", () => {
    const hopeless = lines([unreachableReport()]);
    expect(hopeless[1]).toBe("✖ nothing keeps to the goals");
    expect(hopeless).toContainEqual(expect.stringMatching(/^ +NOW +NEAREST$/));
    expect(row(hopeless, "age of 99 of 100")).toMatch(/ no end +2\.3 s$/);
    expect(row(hopeless, "after 30 min stopped")).toMatch(/ never +3 min$/);
  });

  it("escapes whatever AWS says", () => {
    const hostile = changeReport("orders", { name: "or\u001b[31mders", reasons: [{ rule: "R1", message: "a\u001b]0;x\u0007b" }] });
    expect(lines([hostile]).join("")).not.toContain("\u001b");
    expect(lines([hostile, goodReport()]).join("")).not.toContain("\u001b");
  });

  it("counts wide characters as two columns", () => {
    const wide = changeReport("orders", { assumptions: ["界".repeat(80)] });
    expect(lines([wide]).filter((line) => textWidth(line) > 80 && !line.startsWith("mskctl"))).toEqual([]);
  });
});

describe("several mappings", () => {
  const all = [goodReport(), silentReport(), changeReport("small"), changeReport("large"), adviceReport(), unreachableReport()];

  it("is a line each: what needs a person first, then by money, and the sums", () => {
    const large = changeReport("large", {
      recommendation: { ...(changeReport().recommendation ?? fail()), saves: { low: 500, high: 600 } },
    });
    const shown = lines(
      all.map((report) => (report.name === "large" ? large : report)),
      125,
    );
    expect(shown.map((line) => line.split(" ")[0])).toEqual([
      "MAPPING",
      "bulk",
      "payments",
      "large",
      "small",
      "emails",
      "audit",
      "6",
      "prices",
      "mskctl",
    ]);
    expect(shown.slice(-3, -1)).toEqual([
      "6 mappings · $884.20 a month now · saves $575–$684 a month · 2 miss their goals · 1 without data",
      "prices us-east-1 of 2026-11-26, not of eu-central-1: --prices live",
    ]);
    expect(shown.at(-1)).toBe("mskctl tune bulk");
    expect(row(shown, "large")).toMatch(/◆ change +\$176\.84 +\$500–\$600 +580 ms +kept +A +BatchSize 100 → 500, Max/);
    expect(row(shown, "payments")).toMatch(/▲ advice .* raise the function's conc/);
    expect(row(shown, "audit")).toMatch(/… no data +– +– +– +– +– +its metrics EventCount/);
  });

  it("shows money and risk at 80 columns, too", () => {
    const likely = changeReport("likely");
    const current = candidate({}, { spread: { costMonth: { low: 1, high: 2 }, ageP99Ms: { low: 1, high: 2 }, goalChance: 0.93 } });
    const shown = lines([...all, { ...likely, result: likely.result && { ...likely.result, current } }]);
    expect(shown[0]).toMatch(/^MAPPING +VERDICT +NOW \$\/MONTH +SAVES +GOALS +WHAT$/);
    expect(row(shown, "bulk")).toMatch(/✖ unreachable +\$176\.84 +– +missed +nothing keeps to the goa/);
    expect(row(shown, "emails")).toMatch(/● no change +\$176\.84 +– +kept +–$/);
    expect(row(shown, "likely")).toMatch(/ \$75–\$84 +93 % /);
    expect(row(shown, "audit")).toMatch(/… no data +– +– +– +its metrics/);
  });

  it("never wraps a row", () => {
    expect(
      lines(all, 80)
        .slice(0, 7)
        .filter((line) => textWidth(line) > 80),
    ).toEqual([]);
  });
});

function fail(): never {
  throw new Error("the report has a recommendation");
}

it("says so where there is no mapping", () => {
  expect(lines([])).toEqual(["No mapping of this Region fits, or none reads from Kafka.", "mskctl list"]);
});
