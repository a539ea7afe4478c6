import { describe, expect, it } from "vitest";
import { flowOf } from "../../../src/core/lag/flow.ts";
import type { LagSamples } from "../../../src/core/lag/samples.ts";
import { verdictOf } from "../../../src/core/lag/verdict.ts";
import type { MappingDocument } from "../../../src/core/mapping/model.ts";
import { fluid, minutesOf, samplesFromMs, samplesOf, steady } from "../../support/lag-samples.ts";
import { sampleMapping } from "../../support/mappings.ts";

const hourMs = 3_600_000;

function verdict(samples: LagSamples, changes: Partial<MappingDocument> = {}, partitions = 6) {
  const mapping = sampleMapping({ MetricsConfig: { Metrics: ["EventCount", "KafkaMetrics"] }, ...changes });
  const flow = flowOf(mapping, samples, partitions);
  return verdictOf({ mapping, samples, flow, partitions, nowMs: samplesFromMs + hourMs }).verdict;
}

describe("verdictOf", () => {
  it.each([
    { what: "keeps up", minutes: minutesOf(6_000, 12_000, 60), expected: "ok" },
    { what: "gets more than it can process", minutes: minutesOf(6_000, 4_000, 60), expected: "falling behind" },
    {
      what: "has gone up and stays there",
      minutes: [...minutesOf(6_000, 12_000, 30), ...minutesOf(90_000, 6_000, 1), ...minutesOf(6_000, 6_000, 29)],
      expected: "falling behind",
    },
    {
      what: "works off what an outage left",
      minutes: [...minutesOf(6_000, 0, 40), ...minutesOf(6_000, 9_000, 20)],
      expected: "catching up",
    },
    { what: "has worked it off", minutes: [...minutesOf(6_000, 0, 10), ...minutesOf(6_000, 12_000, 50)], expected: "ok" },
  ])("of a mapping that $what is $expected", ({ minutes, expected }) => {
    expect(verdict(samplesOf(fluid(minutes)))).toBe(expected);
  });

  it("is idle when nothing comes, nothing waits and somebody polls", () => {
    expect(verdict(samplesOf({ lagRecords: steady(0, 60), polled: steady(0, 60), committed: steady(0, 60) }))).toBe("idle");
  });

  it("is ok when a record comes now and then", () => {
    const committed = Array.from({ length: 60 }, (_, minute) => (minute % 10 === 0 ? 1 : 0));
    expect(verdict(samplesOf({ lagRecords: steady(0, 60), polled: committed, committed }))).toBe("ok");
  });

  it("is ok when each minute is sampled while one of its few records is on its way", () => {
    expect(verdict(samplesOf({ lagRecords: steady(1, 60), polled: steady(3, 60), committed: steady(3, 60) }))).toBe("ok");
    expect(verdict(samplesOf({ lagRecords: steady(2, 60), polled: steady(3, 60), committed: steady(3, 60) }))).toBe("falling behind");
  });

  describe("where nobody counts records, and batches are large", () => {
    const of = (lagRecords: readonly number[]) => verdict(samplesOf({ lagRecords }), { BatchSize: 10_000 });

    it("is falling behind when the lag only ever grows, though a batch would hold it", () => {
      expect(of(Array.from({ length: 60 }, (_, minute) => Math.max(0, minute - 30) * 100))).toBe("falling behind");
    });

    it.each([
      ["grows as its load does", Array.from({ length: 60 }, (_, minute) => 2_000 + minute * 30)],
      ["goes up and down", Array.from({ length: 60 }, (_, minute) => 2_000 + (minute % 3) * 100)],
      ["stands still: one record may be on its way each time", steady(1, 60)],
      ["rose once", [...steady(0, 50), ...steady(900, 10)]],
    ])("is ok when it %s", (_, lagRecords) => {
      expect(of(lagRecords as number[])).toBe("ok");
    });
  });

  it("takes what a batching window holds for no lag", () => {
    // 10 a second wait for 300 s: 3,000 in flight, committed at once.
    const lagRecords = Array.from({ length: 60 }, (_, minute) => ((minute % 5) + 1) * 600);
    const committed = Array.from({ length: 60 }, (_, minute) => (minute % 5 === 0 ? 3_000 : 0));
    expect(verdict(samplesOf({ lagRecords, committed, polled: steady(600, 60) }), { MaximumBatchingWindowInSeconds: 300 })).toBe("ok");
  });

  it("is stalled when nothing is committed while records wait", () => {
    const lagRecords = [...steady(10, 50), ...Array.from({ length: 10 }, (_, minute) => 600 * (minute + 1))];
    const committed = [...steady(600, 50), ...steady(0, 10)];
    const failing = { polled: [...steady(600, 50), ...steady(5, 10)], invocations: steady(10, 60), errors: steady(10, 60) };
    expect(verdict(samplesOf({ lagRecords, committed, ...failing }))).toBe("stalled");
  });

  it("is stalled for a single record that is not got past", () => {
    const committed = [...steady(1, 30), ...steady(0, 30)];
    expect(verdict(samplesOf({ lagRecords: [...steady(0, 30), ...steady(1, 30)], committed, polled: committed }))).toBe("stalled");
  });

  it("is stalled when one partition keeps all that comes into it and the function fails", () => {
    const maxPartitionLagRecords = Array.from({ length: 60 }, (_, minute) => 1_000 * minute);
    const lagRecords = maxPartitionLagRecords.map((lag) => lag + 50);
    const series = {
      lagRecords,
      maxPartitionLagRecords,
      committed: steady(5_000, 60),
      polled: steady(5_000, 60),
      invocations: steady(60, 60),
    };
    expect(verdict(samplesOf({ ...series, errors: steady(3, 60) }))).toBe("stalled");
    // Without errors it is a partition that gets more than it can take.
    expect(verdict(samplesOf({ ...series, errors: steady(0, 60) }))).toBe("falling behind");
  });

  it("is stopped when no poll is counted any more", () => {
    const polled = [...steady(600, 50), ...steady(undefined, 10)];
    expect(verdict(samplesOf({ lagRecords: steady(10, 60), polled, committed: polled }))).toBe("stopped");
    expect(verdict(samplesOf({ lagRecords: steady(undefined, 60), polled, committed: polled }))).toBe("stopped");
  });

  it("is not stopped just after a change", () => {
    const polled = steady(undefined, 60);
    const changed = { LastModified: new Date(samplesFromMs + hourMs - 120_000).toISOString() };
    expect(verdict(samplesOf({ lagRecords: steady(undefined, 60), polled, committed: polled }), changed)).toBe("no data");
  });

  it("is stopped when polls bring nothing and the pollers tell of errors", () => {
    const lagRecords = [...steady(10, 50), ...Array.from({ length: 10 }, (_, minute) => 600 * (minute + 1))];
    const counts = [...steady(600, 50), ...steady(0, 10)];
    const pollingErrors = [...steady(0, 50), ...steady(6, 10)];
    expect(verdict(samplesOf({ lagRecords, polled: counts, committed: counts, pollingErrors }))).toBe("stopped");
  });

  it("is rewound when offsets went back while nobody polled", () => {
    const counts = [...steady(600, 48), undefined, undefined, ...steady(900, 10)];
    const lagRecords = [...steady(10, 48), 610, 1_210, ...Array.from({ length: 10 }, (_, minute) => 90_000 - 300 * minute)];
    expect(verdict(samplesOf({ lagRecords, polled: counts, committed: counts }))).toBe("rewound");
  });

  it.each([
    ["Disabled", "disabled"],
    ["Disabling", "disabled"],
  ])("of a mapping in state %s is %s, whatever its lag", (State, expected) => {
    expect(verdict(samplesOf({ lagRecords: steady(9_000, 60) }), { State })).toBe(expected);
  });

  it("has no data without a lag, and with one that is old", () => {
    const counts = { polled: steady(0, 60), committed: steady(0, 60) };
    expect(verdict(samplesOf({ lagRecords: steady(undefined, 60), ...counts }))).toBe("no data");
    expect(verdict(samplesOf({ lagRecords: [...steady(5, 30), ...steady(undefined, 30)], ...counts }))).toBe("no data");
  });

  it("lets minutes that have not settled prove trouble, and not its end", () => {
    const counts = { polled: steady(60, 60), committed: steady(60, 60) };
    expect(verdict(samplesOf({ lagRecords: [...steady(0, 57), 90_000, 180_000, 270_000], ...counts }))).toBe("falling behind");
    expect(verdict(samplesOf({ lagRecords: [...steady(0, 47), ...steady(90_000, 10), 0, 0, 0], ...counts }))).not.toBe("ok");
  });

  it("waits for three minutes, or two that are far beyond what is in flight", () => {
    const counts = { polled: steady(600, 60), committed: steady(600, 60) };
    // 10 a second in batches that wait for a second: about 30 in flight.
    expect(verdict(samplesOf({ lagRecords: [...steady(5, 58), 60, 60], ...counts }))).toBe("ok");
    expect(verdict(samplesOf({ lagRecords: [...steady(5, 57), 60, 60, 60], ...counts }))).not.toBe("ok");
    expect(verdict(samplesOf({ lagRecords: [...steady(5, 58), 400, 900], ...counts }))).toBe("falling behind");
    expect(verdict(samplesOf({ lagRecords: [...steady(5, 59), 900], ...counts }))).toBe("ok");
  });

  describe("without counts of polls and commits", () => {
    const off = { MetricsConfig: { Metrics: [] } };

    it.each([
      { what: "below a batch for each partition", lagRecords: steady(500, 60), expected: "ok" },
      { what: "growing", lagRecords: Array.from({ length: 60 }, (_, minute) => 1_000 + 500 * minute), expected: "falling behind" },
      { what: "falling", lagRecords: Array.from({ length: 60 }, (_, minute) => 100_000 - 500 * minute), expected: "catching up" },
    ])("a lag $what is $expected", ({ lagRecords, expected }) => {
      expect(verdict(samplesOf({ lagRecords }), off)).toBe(expected);
    });
  });
});
