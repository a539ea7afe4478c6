import fc from "fast-check";
import { expect, it } from "vitest";
import { ruleIds } from "../../../../src/core/tuning/reasons/reason.ts";
import { reasonsOf } from "../../../../src/core/tuning/reasons/reasons.ts";
import { type SubjectChanges, subject } from "../../../support/tuning/subjects.ts";
import { minutesOf } from "../../../support/tuning/workloads.ts";

const rulesOf = (changes: SubjectChanges) => reasonsOf(subject(changes)).map(({ rule }) => rule);
const pollers = { pollers: { minimum: 11, maximum: 24 } };
const counted = { invocations: 2_813, invoked: 120_000 };

it("puts first what has to be done first, then the verdict, then what has more money behind it", () => {
  const throttled = { ...counted, throttles: 500, committed: 100_000 };
  expect(rulesOf({ series: throttled, settings: pollers, verdict: "no change" })).toEqual(["R12", "R14", "R6", "R1", "R3", "R5"]);
});

it("puts the verdict before what is as grave and cannot be set", () => {
  const partitionShares = [0.5, ...Array.from({ length: 23 }, () => 0.5 / 23)];
  const [first, second] = rulesOf({ workload: { arrivals: minutesOf(60, () => 4_000), partitionShares }, verdict: "no change" });
  expect([first, second]).toEqual(["R14", "R4"]);
});

it("has nothing to say of a mapping without metrics that costs nothing", () => {
  expect(rulesOf({ workload: { arrivals: new Float64Array(60) }, verdict: "unreachable" })).toEqual([]);
});

const share = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }));
const size = (max: number) => fc.oneof(fc.constant(0), fc.double({ min: 0, max, noNaN: true }));
/** Small and large alike. */
const magnitude = (most: number) => fc.tuple(size(1), fc.integer({ min: 0, max: most })).map(([part, exponent]) => part * 10 ** exponent);
const count = fc.oneof(fc.constantFrom(undefined, 0), magnitude(9).map(Math.round));
/** Up and down, or about the same in each minute. */
const values = fc.oneof(
  fc.array(count, { minLength: 40, maxLength: 40 }),
  magnitude(6).map((each) => Array.from({ length: 40 }, (_, minute) => Math.round(each) + (minute % 2))),
);
const metrics = [
  "lagRecords",
  "maxPartitionLagRecords",
  "committed",
  "invoked",
  "failedInvoke",
  "polledBytes",
  "invocations",
  "errors",
  "throttles",
  "durationMs",
  "maximumDurationMs",
  "concurrentExecutions",
  "pollers",
] as const;
const late = { lagRecords: 1e6, committed: 60, invocations: 1_000, errors: 0, throttles: 0 };
const settings = fc.record({
  batchSize: fc.integer({ min: 1, max: 10_000 }),
  windowMs: fc.constantFrom(0, 500, 1_000, 7_000, 300_000),
  pollers: fc.option(
    fc
      .record({
        minimum: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 200 })),
        more: fc.integer({ min: 0, max: 1_800 }),
      })
      .map(({ minimum, more }) => ({ minimum, maximum: minimum + more })),
    { nil: undefined },
  ),
  pollerGroup: fc.constantFrom(undefined, "shop"),
  provisionedConcurrency: fc.constantFrom(0, 1, 1_000),
});
const anySubject: fc.Arbitrary<SubjectChanges> = fc.record({
  mapping: fc.constantFrom(
    {},
    { FilterCriteria: { Filters: [{ Pattern: "{}" }] } },
    { ProvisionedPollerConfig: { MinimumPollers: 1 } },
    { BisectBatchOnFunctionError: true },
  ),
  workload: fc.record({
    arrivals: fc.array(magnitude(6), { minLength: 1, maxLength: 40 }).map((rates) => Float64Array.from(rates)),
    partitionShares: fc
      .array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 1, maxLength: 60 })
      .map((shares) => shares.map((each) => each / shares.reduce((sum, one) => sum + one, 0))),
    passShare: share,
    recordBytes: fc.double({ min: 1, max: 1e6, noNaN: true }),
    work: fc.record({ invocationMs: magnitude(6).map((ms) => ms + 0.1), recordMs: size(1e3), dispatchMs: size(100) }),
    lanes: fc.integer({ min: 1, max: 60 }),
  }),
  settings,
  pick: settings,
  series: fc
    .tuple(
      fc.array(fc.tuple(fc.constantFrom(...metrics), values), { minLength: 20, maxLength: 40 }),
      fc.constantFrom({}, late, { ...late, maxPartitionLagRecords: 9e5 }),
    )
    .map(([series, behind]) => ({
      ...Object.fromEntries(series.map(([metric, ofMetric]) => [metric, (minute: number) => ofMetric[minute]])),
      ...behind,
    })),
  facts: fc.record({
    reservedConcurrency: fc.option(fc.nat({ max: 1_000 }), { nil: undefined }),
    sameVpcMappings: fc.integer({ min: 0, max: 99 }),
  }),
  verdict: fc.constantFrom("change", "no change", "unreachable"),
  isFitted: fc.boolean(),
});

/** Nothing, or other memory and how many times as long the function takes with it. */
const measured = fc.option(fc.tuple(fc.integer({ min: 128, max: 10_240 }), fc.double({ min: 0.01, max: 100, noNaN: true })), {
  nil: undefined,
});

function withMemory(changes: SubjectChanges, [memoryMb, factor]: readonly [number, number]): SubjectChanges {
  const [today, memoryFactors] = [1_024, new Map([[1_024, 1]]).set(memoryMb, factor)];
  return {
    ...changes,
    workload: { ...changes.workload, memoryFactors },
    settings: { ...changes.settings, memoryMb: today },
    pick: { ...changes.pick, memoryMb },
  };
}

it("speaks in one line of figures that can be read, whatever it is given", () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(anySubject, measured, (changes, memory) => {
      const given = memory === undefined ? changes : withMemory(changes, memory);
      for (const { rule, message, advice } of reasonsOf(subject(given))) {
        seen.add(rule);
        expect(message.length).toBeLessThanOrEqual(160);
        for (const text of [message, advice?.summary ?? "", advice?.fix ?? ""]) {
          expect(text).not.toMatch(/NaN|Infinity|∞|undefined|null|\[object|\n/);
          // Money is to the cent; other figures with a decimal point have four digits at most.
          const decimals = text.replaceAll(/\$[\d,]+\.\d\d\b/g, "").match(/[\d,]*\d\.\d+/g) ?? [];
          expect(decimals.filter((figure) => figure.replaceAll(/\D/g, "").replace(/^0+/, "").length > 4)).toEqual([]);
        }
      }
    }),
    { numRuns: 400 },
  );
  // The examples reach all rules.
  expect([...seen].toSorted()).toEqual([...ruleIds].toSorted());
});
