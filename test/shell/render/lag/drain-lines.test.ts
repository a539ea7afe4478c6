import { describe, expect, it } from "vitest";
import { drainProgress } from "../../../../src/core/lag/until-lag.ts";
import { drainedLines, drainLine, leftPhrase } from "../../../../src/shell/render/lag/drain-lines.ts";
import { sampleMapping } from "../../../support/mappings.ts";
import { noonMs, reportWithoutData, sampleFleet, sampleReport, uuidOf } from "../../../support/sample-reports.ts";
import { plainLook } from "../look.ts";

const atMs = noonMs + 6 * 60_000;
const target = { atMostRecords: 0, startedMs: noonMs };

describe("drainLine", () => {
  it("says who is left, how long it will take, and how many are done", () => {
    const progress = drainProgress([...sampleFleet().reports, sampleReport("clicks")], target);
    expect(drainLine(progress, 0, atMs, plainLook())).toBe(
      "waiting for lag 0 · payments 182,400 (never at this rate), shipments 41,020, emails 9,300 (about 12 min), orders 812 · 1 of 5 drained · data as of 12:04 UTC (2 min old), CloudWatch",
    );
  });

  it("names three of many", () => {
    const many = ["a", "b", "c", "d", "e"].map((name, index) => sampleReport(name, { lagRecords: 1_000 - index }));
    expect(leftPhrase(drainProgress(many, target))).toBe("a 1,000, b 999, c 998 and 2 more");
  });

  it("says what keeps it waiting beside lag", () => {
    const brokers = sampleReport("orders", { source: "brokers", asOfMs: noonMs - 1 });
    expect(leftPhrase(drainProgress([brokers, reportWithoutData("legacy\u0007")], target))).toBe(
      "orders 0, to be confirmed, legacy\\x07 no data",
    );
    expect(leftPhrase(drainProgress([sampleReport("audit", { verdict: "disabled", lagRecords: 7 })], target))).toBe("audit 7 (disabled)");
  });
});

describe("drainedLines", () => {
  it("says who is drained, and who was not waited for", () => {
    const paused = sampleReport("audit", { mapping: sampleMapping({ UUID: uuidOf("audit"), State: "Disabled" }) });
    expect(drainedLines(drainProgress([sampleReport("orders"), paused], target), 0, atMs, plainLook())).toEqual([
      "✔ 1 mapping has a lag of 0 · data as of 12:04 UTC (2 min old), CloudWatch",
      "paused, so not waited for: audit",
    ]);
    expect(drainedLines(drainProgress([sampleReport("a"), sampleReport("b")], target), 100, atMs, plainLook())[0]).toContain(
      "✔ 2 mappings have a lag of at most 100 · ",
    );
  });
});
