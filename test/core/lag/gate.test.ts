import { describe, expect, it } from "vitest";
import { gateLag, type LagLimits } from "../../../src/core/lag/gate.ts";
import type { LagAge, LagReport } from "../../../src/core/lag/report.ts";
import { sampleMapping } from "../../support/mappings.ts";
import { noonMs, reportWithoutData, sampleReport, sampleSeries, uuidOf } from "../../support/sample-reports.ts";

const minuteMs = 60_000;
const age = (ms: number, more: Partial<Extract<LagAge, { kind: "known" }>> = {}): LagAge => ({
  kind: "known",
  ms,
  method: "arrivals",
  errorMs: 0,
  ...more,
});
const behind = (lagRecords: number, ageMs: number, minutes: readonly (number | undefined)[] = [lagRecords]) =>
  sampleReport("payments", {
    verdict: "falling behind",
    lagRecords,
    age: age(ageMs),
    samples: sampleSeries({ lagRecords: minutes }),
  });
const orders = sampleReport("orders", { lagRecords: 812, age: age(400) });
const paused = reportWithoutData("audit", {
  verdict: "disabled",
  mapping: sampleMapping({ name: "audit", UUID: uuidOf("audit"), State: "Disabled" }),
  age: { kind: "no-data", reason: "a disabled mapping publishes no metrics" },
});
const stopped = reportWithoutData("legacy", {
  mapping: sampleMapping({
    name: "legacy",
    UUID: uuidOf("legacy"),
    State: "Disabled",
    StateTransitionReason: "EVENT_SOURCE_AUTHN_ERROR",
  }),
  cause: { id: "stopped-by-lambda", message: "Lambda stopped it: it cannot sign in", evidence: {} },
});
const said = (reports: readonly LagReport[], limits: LagLimits, atMs = noonMs) =>
  gateLag(reports, limits, atMs).failures.map(({ message }) => message);

describe("gateLag", () => {
  it.each<[string, readonly LagReport[], LagLimits, readonly string[]]>([
    ["nothing exceeds", [orders], { maxLagRecords: 812, maxAgeMs: 400 }, []],
    [
      "the lag exceeds",
      [orders, behind(182_400, 151_000)],
      { maxLagRecords: 10_000 },
      ["payments: lag 182,400 exceeds --max-lag 10,000 by 172,400"],
    ],
    [
      "the age exceeds",
      [orders, behind(182_400, 151_000)],
      { maxAgeMs: minuteMs },
      ["payments: age 2 min 31 s exceeds --max-age 1 min by 1 min 31 s"],
    ],
    [
      "both exceed",
      [behind(2, 7_200_000)],
      { maxLagRecords: 1, maxAgeMs: 500 },
      ["payments: lag 2 exceeds --max-lag 1 by 1", "payments: age 2 h exceeds --max-age 500 ms by 1 h 59 min"],
    ],
    ["a limit of nothing", [behind(1, 1)], { maxLagRecords: 0 }, ["payments: lag 1 exceeds --max-lag 0 by 1"]],
    [
      "no data says no",
      [reportWithoutData("orders")],
      { maxLagRecords: 1, maxAgeMs: 1_000 },
      ["orders: no data on its lag: its KafkaMetrics group is off", "orders: no data on its age: its KafkaMetrics group is off"],
    ],
    ["no data is let pass", [reportWithoutData("orders")], { maxLagRecords: 1, maxAgeMs: 1, allowNoData: true }, []],
    [
      "what is known counts even so",
      [reportWithoutData("orders"), behind(2, 1)],
      { maxLagRecords: 1, allowNoData: true },
      ["payments: lag 2 exceeds --max-lag 1 by 1"],
    ],
    [
      "older than what was read, and than the limit",
      [sampleReport("orders", { age: age(3_600_000, { atLeast: true }) })],
      { maxAgeMs: 1_800_000 },
      ["orders: age 1 h exceeds --max-age 30 min by 30 min"],
    ],
    [
      "older than what was read, and perhaps than the limit",
      [sampleReport("orders", { age: age(3_600_000, { atLeast: true }) })],
      { maxAgeMs: 7_200_000 },
      ["orders: no data on its age: its records are older than the 1 h that were read"],
    ],
    ["several, one of them paused", [orders, paused], { maxLagRecords: 1_000 }, []],
    [
      "a single one that is paused",
      [paused],
      { maxLagRecords: 1_000 },
      ["audit: no data on its lag: a disabled mapping publishes no metrics"],
    ],
    [
      "several, one of them stopped by Lambda",
      [orders, stopped],
      { maxLagRecords: 1_000 },
      ["legacy: no data on its lag: Lambda stopped it: it cannot sign in"],
    ],
    ["nothing to look at", [], { maxLagRecords: 1 }, ["no mapping that --max-lag could look at"]],
    ["only paused ones", [paused, paused], { maxAgeMs: 1 }, ["no mapping that --max-age could look at"]],
    ["nothing to look at, allowed", [], { maxLagRecords: 1, allowNoData: true }, []],
  ])("%s", (_, reports, limits, messages) => {
    const result = gateLag(reports, limits, noonMs);
    expect(result.failures.map(({ message }) => message)).toEqual(messages);
    expect(result.passed).toBe(messages.length === 0);
  });

  describe("by figures of an hour ago, since when nobody polls", () => {
    const silent = (lagRecords: number, ageMs: number) =>
      sampleReport("payments", {
        verdict: "stopped",
        lagRecords,
        age: age(ageMs),
        asOfMs: noonMs - 60 * minuteMs,
        samples: sampleSeries({ lagRecords: [0, lagRecords] }),
      });

    it.each<[string, LagReport, LagLimits, readonly string[]]>([
      [
        "a small lag is not known to be small still",
        silent(5, 1),
        { maxLagRecords: 100 },
        ["payments: no data on its lag: its newest lag is 1 h old"],
      ],
      ["nor is a low age", silent(5, 1), { maxAgeMs: minuteMs }, ["payments: no data on its age: its newest lag is 1 h old"]],
      ["which may be let pass", silent(5, 1), { maxLagRecords: 100, maxAgeMs: minuteMs, allowNoData: true }, []],
      [
        "what was exceeded then has been so since, data or not",
        silent(500, 1),
        { maxLagRecords: 100, forMs: 30 * minuteMs, allowNoData: true },
        ["payments: lag 500 exceeds --max-lag 100 by 400, and has for 1 h 1 min"],
      ],
    ])("%s", (_, report, limits, messages) => {
      expect(said([report], limits)).toEqual(messages);
    });

    it("a few minutes are not old: CloudWatch is as late", () => {
      expect(said([sampleReport("orders", { asOfMs: noonMs - 10 * minuteMs })], { maxLagRecords: 0, maxAgeMs: 0 })).toEqual([]);
    });
  });

  it("tells which mapping, which figure and which limit", () => {
    expect(gateLag([behind(182_400, 1)], { maxLagRecords: 10_000 }, noonMs).failures).toMatchObject([
      { uuid: uuidOf("payments"), name: "payments", metric: "lag", limit: 10_000, value: 182_400 },
    ]);
  });

  describe("with --for", () => {
    const limits = { maxLagRecords: 100, forMs: 3 * minuteMs };

    it.each<[string, readonly (number | undefined)[], boolean]>([
      ["three minutes above", [0, 200, 200, 200], false],
      ["two minutes above", [200, 0, 200, 200], true],
      ["a minute without data between", [0, 200, undefined, 200], false],
      ["a minute without data before", [0, undefined, 200, 200], true],
      ["the newest minutes are not there yet", [200, 200, 200, undefined, undefined], false],
      ["the minutes before nothing was read", [200, 200], true],
      ["it is at the limit in between", [200, 200, 100, 200], true],
    ])("the minutes decide at once: %s", (_, minutes, passed) => {
      const result = gateLag([behind(200, 1, minutes)], limits, noonMs);
      expect(result).toMatchObject({ passed });
      expect(result.openUntilMs).toBeUndefined();
    });

    it("says for how long", () => {
      expect(said([behind(200, 1, [0, 200, 200, 200, 200])], limits)).toEqual([
        "payments: lag 200 exceeds --max-lag 100 by 100, and has for 4 min",
      ]);
    });

    it("without minutes goes from reading to reading", () => {
      const byBrokers = behind(200, 1, []);
      const first = gateLag([byBrokers], limits, noonMs);
      expect(first).toMatchObject({ passed: true, openUntilMs: noonMs + 3 * minuteMs });
      const later = gateLag([byBrokers], limits, noonMs + 2 * minuteMs, first.exceededSince);
      expect(later).toMatchObject({ passed: true, openUntilMs: noonMs + 3 * minuteMs });
      expect(gateLag([byBrokers], limits, noonMs + 3 * minuteMs, later.exceededSince).passed).toBe(false);
    });

    it("begins anew when it was fine between two readings", () => {
      const byBrokers = behind(200, 1, []);
      const first = gateLag([byBrokers], limits, noonMs);
      const fine = gateLag([behind(50, 1, [])], limits, noonMs + minuteMs, first.exceededSince);
      expect(fine.openUntilMs).toBeUndefined();
      expect(gateLag([byBrokers], limits, noonMs + 3 * minuteMs, fine.exceededSince).openUntilMs).toBe(noonMs + 6 * minuteMs);
    });

    it("knows of an age how long it has been too great at least", () => {
      const byAge = { maxAgeMs: 5 * minuteMs, forMs: 3 * minuteMs };
      expect(said([behind(200, 8 * minuteMs)], byAge)).toEqual(["payments: age 8 min exceeds --max-age 5 min by 3 min, and has for 3 min"]);
      expect(gateLag([behind(200, 6 * minuteMs)], byAge, noonMs)).toMatchObject({ passed: true, openUntilMs: noonMs + 2 * minuteMs });
    });

    it("does not wait for data", () => {
      expect(gateLag([reportWithoutData("orders")], limits, noonMs)).toMatchObject({ passed: false, failures: [{ value: undefined }] });
    });
  });
});
