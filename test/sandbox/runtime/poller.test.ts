import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createManualClock } from "../../../src/sandbox/clock.ts";
import { type Batch, commitBatch, type Reading } from "../../../src/sandbox/runtime/batching.ts";
import { uniform } from "../../../src/sandbox/runtime/chance.ts";
import { embeddedTopic } from "../../../src/sandbox/runtime/embedded-topic.ts";
import { createPoller, type PollerParts } from "../../../src/sandbox/runtime/poller.ts";
import { feedOf } from "./feed-fixture.ts";

const startedMs = 1_000_000_000_000;

interface Setup {
  readonly perSecond?: number;
  readonly partitions?: number;
  readonly passShare?: number;
  readonly records?: number;
  readonly windowMs?: number;
  readonly inFlight?: number;
  readonly bytesPerSecond?: number;
  readonly restartsWith?: PollerParts["restartsWith"];
  /** How long the nth batch takes. */
  readonly durationMs?: (batch: number) => number;
}

/** Lets one poller run for a while; gives what it handed over, and when. */
function batchesOf(setup: Setup, forMs: number) {
  const { perSecond = 100, partitions = 4, passShare = 1, windowMs = 500, durationMs = () => 100 } = setup;
  const traffic = { shape: { kind: "constant", perSecond }, recordBytes: 1_000, keySkew: 0.5, filterPassShare: passShare } as const;
  const topic = embeddedTopic({ name: "orders", partitions, traffic }, { seed: 1, startedMs, createdMs: startedMs - 86_400_000 });
  const assigned = Array.from({ length: partitions }, (_, partition) => partition);
  const position = assigned.map((partition) => topic.endOffset(partition, startedMs));
  const reading: Reading = {
    topic,
    feed: feedOf(passShare, 1_000),
    position,
    committed: [...position],
    inBatch: assigned.map(() => false),
  };
  const clock = createManualClock(startedMs);
  const seen: { readonly batch: Batch; readonly atMs: number; readonly inFlight: number }[] = [];
  let inFlight = 0;
  const poller = createPoller({
    clock,
    reading,
    bounds: { records: setup.records ?? 100, eventBytes: 1e9, windowMs },
    limits: {
      minimumPollers: 1,
      maximumPollers: 1,
      batchesInFlightPerPoller: setup.inFlight ?? 5,
      bytesPerSecondPerPoller: setup.bytesPerSecond ?? Number.POSITIVE_INFINITY,
    },
    restartsWith: setup.restartsWith ?? "batch",
    startsMs: startedMs,
    onBatch(batch) {
      inFlight += 1;
      seen.push({ batch, atMs: clock.now(), inFlight });
      clock.at(clock.now() + durationMs(seen.length), () => {
        inFlight -= 1;
        commitBatch(reading, batch);
        poller.batchDone();
        poller.wake();
      });
    },
  });
  poller.assign(assigned);
  clock.advanceTo(startedMs + forMs);
  return { seen, reading, poller, clock, started: [...position] };
}

describe("a poller", () => {
  it("reads every partition in order and without gaps, whatever the load and the function's pace", () => {
    const setups = fc.record({
      perSecond: fc.integer({ min: 1, max: 5_000 }),
      partitions: fc.integer({ min: 1, max: 12 }),
      passShare: fc.constantFrom(1, 0.4, 0.02),
      records: fc.integer({ min: 1, max: 500 }),
      windowMs: fc.constantFrom(0, 500, 2_000),
      inFlight: fc.integer({ min: 1, max: 5 }),
      restartsWith: fc.constantFrom("batch" as const, "invocation" as const),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(setups, (setup) => {
        const durationMs = (batch: number): number => Math.ceil(uniform(setup.seed, batch) * 1_500) + 1;
        const { seen, reading } = batchesOf({ ...setup, durationMs }, 20_000);
        const next = new Map<number, number>();
        for (const { batch, inFlight } of seen) {
          expect(inFlight).toBeLessThanOrEqual(setup.inFlight);
          expect(batch.records).toBeLessThanOrEqual(setup.records);
          expect(batch.polled).toBeGreaterThan(0);
          for (const { partition, from, until } of batch.segments) {
            expect(from).toBe(next.get(partition) ?? from);
            next.set(partition, until);
          }
        }
        for (const [partition, offset] of reading.committed.entries()) expect(offset).toBeLessThanOrEqual(reading.position[partition] ?? 0);
      }),
      { numRuns: 60 },
    );
  });

  it("never has two batches of one partition at a time", () => {
    const { seen } = batchesOf({ perSecond: 5_000, records: 50, inFlight: 5, durationMs: () => 700 }, 10_000);
    for (const [index, { batch, atMs }] of seen.entries()) {
      const running = seen.slice(0, index).filter((other) => other.atMs + 700 > atMs);
      const busy = new Set(running.flatMap((other) => other.batch.segments.map(({ partition }) => partition)));
      for (const { partition } of batch.segments) expect(busy).not.toContain(partition);
    }
    expect(Math.max(...seen.map(({ inFlight }) => inFlight))).toBe(4);
  });

  it("waits for the window on demand only after the invocation, in provisioned mode from the batch on", () => {
    const gaps = (restartsWith: PollerParts["restartsWith"]): number[] => {
      const { seen } = batchesOf({ restartsWith, inFlight: 1, perSecond: 1_000, records: 10_000, durationMs: () => 300 }, 10_000);
      return seen.slice(1).map(({ atMs }, index) => atMs - (seen[index]?.atMs ?? 0));
    };
    expect(new Set(gaps("invocation"))).toEqual(new Set([800]));
    for (const gap of gaps("batch")) expect(gap).toBeLessThanOrEqual(502);
  });

  it("hands over single records at once without a window", () => {
    const { seen } = batchesOf({ windowMs: 0, perSecond: 10, durationMs: () => 5 }, 10_000);
    expect(seen.every(({ batch }) => batch.polled === 1)).toBe(true);
    expect(seen.length).toBeGreaterThanOrEqual(97);
  });

  it("gives every partition its turn when more waits than it can carry", () => {
    const { seen } = batchesOf({ perSecond: 4_000, records: 20, inFlight: 1, durationMs: () => 50 }, 20_000);
    const turns = new Map<number, number>();
    for (const { batch } of seen) for (const { partition } of batch.segments) turns.set(partition, (turns.get(partition) ?? 0) + 1);
    expect(turns.size).toBe(4);
    expect(Math.max(...turns.values()) - Math.min(...turns.values())).toBeLessThanOrEqual(1);
  });

  it("reads no faster than its bandwidth", () => {
    const { seen } = batchesOf({ perSecond: 5_000, bytesPerSecond: 1_000_000, records: 400, durationMs: () => 10 }, 20_000);
    const polled = seen.reduce((sum, { batch }) => sum + batch.polled, 0);
    // 1,000 records of 1,000 bytes a second, and one batch that may be under way.
    expect(polled).toBeLessThanOrEqual(20_000 + 400);
    expect(polled).toBeGreaterThan(18_000);
  });

  it("stops at once", () => {
    const { seen, poller, clock } = batchesOf({}, 5_000);
    const handedOver = seen.length;
    poller.stop();
    clock.advanceTo(startedMs + 60_000);
    expect(seen).toHaveLength(handedOver);
  });
});
