import { describe, expect, it } from "vitest";
import type { LagReport } from "../../../src/core/lag/report.ts";
import { drainProgress } from "../../../src/core/lag/until-lag.ts";
import { sampleMapping } from "../../support/mappings.ts";
import { noonMs, reportWithoutData, sampleReport, sampleSeries, uuidOf } from "../../support/sample-reports.ts";

/** The wait began in the middle of 12:00; the minute of 12:01 is the first that counts. */
const target = { atMostRecords: 0, startedMs: noonMs + 30_000 };

/** Minutes from 12:00 on, of which so many have settled. */
function byCloudWatch(minutes: readonly (number | undefined)[], settledMinutes: number): LagReport {
  const samples = sampleSeries({ lagRecords: minutes }, { untilMs: noonMs + minutes.length * 60_000, settledMinutes });
  return sampleReport("orders", { lagRecords: minutes.findLast((value) => value !== undefined), samples });
}
function byBrokers(lagRecords: number, asOfMs: number): LagReport {
  return sampleReport("orders", { lagRecords, source: "brokers", asOfMs, samples: sampleSeries({}) });
}
const why = (report: LagReport, atMostRecords = 0) => drainProgress([report], { ...target, atMostRecords }).left[0]?.why ?? "drained";

describe("drainProgress, by CloudWatch", () => {
  it.each<[string, readonly (number | undefined)[], number, string]>([
    ["there is lag", [9, 9, 5], 3, "lag"],
    ["no lag, from before the wait", [0], 1, "confirming"],
    ["one settled minute", [9, 0], 2, "confirming"],
    ["two settled minutes", [9, 0, 0], 3, "drained"],
    ["two minutes, one of them settled", [9, 0, 0], 2, "confirming"],
    ["two settled minutes with one without data between", [9, 0, undefined, 0], 4, "drained"],
    ["two settled minutes, and a newer one not so", [9, 0, 0, 3], 3, "lag"],
    ["it rose and fell after the two settled minutes", [9, 0, 0, 3, 0], 3, "confirming"],
    ["it rose and fell, and two minutes settled since", [9, 0, 3, 0, 0], 5, "drained"],
    ["the last two settled minutes are not both low", [9, 0, 3, 0], 4, "confirming"],
    ["the newest minutes have no data", [9, 0, 0, undefined], 4, "drained"],
  ])("%s", (_, minutes, settledMinutes, expected) => {
    expect(why(byCloudWatch(minutes, settledMinutes))).toBe(expected);
  });

  it("takes so many records for drained as were asked for", () => {
    expect(why(byCloudWatch([900, 100, 100], 3), 100)).toBe("drained");
    expect(why(byCloudWatch([900, 100, 101], 3), 100)).toBe("lag");
  });
});

describe("drainProgress, by brokers", () => {
  it("counts at once", () => {
    expect(why(byBrokers(0, target.startedMs))).toBe("drained");
    expect(why(byBrokers(1, target.startedMs))).toBe("lag");
  });

  it("does not take what was read before the wait", () => {
    expect(why(byBrokers(0, target.startedMs - 1))).toBe("confirming");
  });
});

describe("drainProgress", () => {
  const paused = (name: string) =>
    reportWithoutData(name, { verdict: "disabled", mapping: sampleMapping({ name, UUID: uuidOf(name), State: "Disabled" }) });

  it("keeps waiting without data, and shows who is furthest behind first", () => {
    const { left } = drainProgress(
      [reportWithoutData("legacy"), sampleReport("emails", { lagRecords: 3 }), sampleReport("payments", { lagRecords: 900 })],
      target,
    );
    expect(left.map(({ report, why }) => [report.name, why])).toEqual([
      ["payments", "lag"],
      ["emails", "lag"],
      ["legacy", "no-data"],
    ]);
  });

  it("leaves paused mappings out when there are several, and one stopped by Lambda not", () => {
    const stopped = reportWithoutData("legacy", {
      mapping: sampleMapping({ UUID: uuidOf("legacy"), State: "Disabled", StateTransitionReason: "EVENT_SOURCE_AUTHZ_ERROR" }),
    });
    const progress = drainProgress([byBrokers(0, target.startedMs), paused("audit"), stopped], target);
    expect(progress.drained.map(({ name }) => name)).toEqual(["orders"]);
    expect(progress.left.map(({ report }) => report.name)).toEqual(["legacy"]);
    expect(progress.leftOut.map(({ name }) => name)).toEqual(["audit"]);
  });

  it("waits for a single mapping although it is paused", () => {
    expect(drainProgress([paused("audit")], target)).toMatchObject({ left: [{ why: "no-data" }], leftOut: [] });
  });
});
