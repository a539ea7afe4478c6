import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formation, type Lane, mostRecords, waitsOf } from "../../../src/core/tuning/batch-formation.ts";
import { randomSequence } from "../../../src/sandbox/runtime/chance.ts";

describe("how many records a batch may have", () => {
  it.each([
    { batchSize: 10_000, recordBytes: 1_024, expected: 4_019 },
    { batchSize: 10_000, recordBytes: 10_240, expected: 454 },
    { batchSize: 100, recordBytes: 1_024, expected: 100 },
    { batchSize: 100, recordBytes: 20_000_000, expected: 1 },
  ])("$batchSize records of $recordBytes bytes: $expected", ({ batchSize, recordBytes, expected }) => {
    expect(mostRecords(batchSize, recordBytes, 200)).toBe(expected);
  });
});

/** Every record's own wait, one arrival after the other. */
function simulated({ recordsPerSecond, windowMs, mostRecords: most }: Lane, batches: number) {
  const chance = randomSequence(7);
  const gapMs = () => (-Math.log(1 - chance()) / recordsPerSecond) * 1_000;
  const waits: number[] = [];
  let closedByWindow = 0;
  for (let batch = 0; batch < batches; batch += 1) {
    const arrivals = [0];
    let next = gapMs();
    while (arrivals.length < most && next <= windowMs) {
      arrivals.push(next);
      next += gapMs();
    }
    const isFull = arrivals.length === most;
    const closedMs = isFull ? (arrivals.at(-1) ?? 0) : windowMs;
    if (!isFull) closedByWindow += 1;
    waits.push(...arrivals.map((arrivedMs) => closedMs - arrivedMs));
  }
  waits.sort((a, b) => a - b);
  return {
    records: waits.length / batches,
    meanMs: waits.reduce((sum, wait) => sum + wait, 0) / waits.length,
    medianMs: waits[Math.floor(waits.length / 2)] ?? 0,
    p99Ms: waits[Math.floor(waits.length * 0.99)] ?? 0,
    windowShare: closedByWindow / batches,
  };
}

describe("batches of a lane that is free", () => {
  // What a prototype simulated, record by record, beside the same closed forms.
  it.each([
    { recordsPerSecond: 83.33, windowMs: 500, most: 100, records: 42.662, meanMs: 255.8 },
    { recordsPerSecond: 83.33, windowMs: 2_000, most: 500, records: 167.67, meanMs: 1_006 },
    { recordsPerSecond: 83.33, windowMs: 1_200, most: 100, records: 96.498, meanMs: undefined },
    { recordsPerSecond: 83.33, windowMs: 2_000, most: 100, records: 100, meanMs: 593.9 },
    { recordsPerSecond: 0.2, windowMs: 5_000, most: 100, records: 2, meanMs: 3_753 },
  ])("$recordsPerSecond/s, $windowMs ms, $most records", ({ most, records, meanMs, ...lane }) => {
    const found = formation({ ...lane, mostRecords: most });
    expect(Math.abs(found.records / records - 1)).toBeLessThan(0.0005);
    if (meanMs !== undefined) expect(Math.abs(found.meanMs / meanMs - 1)).toBeLessThan(0.001);
  });

  it.each([
    { recordsPerSecond: 20, windowMs: 500, mostRecords: 100 },
    { recordsPerSecond: 20, windowMs: 2_000, mostRecords: 30 },
    { recordsPerSecond: 100, windowMs: 1_000, mostRecords: 100 },
    { recordsPerSecond: 5, windowMs: 300, mostRecords: 3 },
    { recordsPerSecond: 400, windowMs: 5_000, mostRecords: 1_000 },
  ])("agree with one record after the other: %o", (lane) => {
    const found = formation(lane);
    const expected = simulated(lane, Math.ceil(500_000 / found.records));
    expect(Math.abs(found.records / expected.records - 1)).toBeLessThan(0.005);
    expect(Math.abs(found.meanMs / expected.meanMs - 1)).toBeLessThan(0.01);
    // Some wait for the whole window, and none for longer.
    expect(waitsOf(lane, found.records)(expected.p99Ms * 0.98)).toBeGreaterThan(0.009);
    expect(waitsOf(lane, found.records)(expected.p99Ms * 1.02)).toBeLessThan(0.011);
    expect(waitsOf(lane, found.records)(expected.medianMs)).toBeCloseTo(0.5, 1.7);
    expect(Math.abs(found.windowShare - expected.windowShare)).toBeLessThan(0.02);
  });

  it("have one record each, at once, where a batch is one record", () => {
    expect(formation({ recordsPerSecond: 50, windowMs: 500, mostRecords: 1 })).toEqual({ records: 1, meanMs: 0, windowShare: 0 });
  });

  it("wait for the whole window where hardly anything comes", () => {
    const found = formation({ recordsPerSecond: 0.0001, windowMs: 500, mostRecords: 100 });
    expect(found.records).toBeCloseTo(1, 3);
    expect(found.meanMs).toBeCloseTo(500, 0);
  });

  it("never grow smaller, or wait less, by a longer window", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 5_000, noNaN: true }),
        fc.integer({ min: 1, max: 5_000 }),
        fc.integer({ min: 1, max: 60_000 }),
        fc.integer({ min: 1, max: 60_000 }),
        (recordsPerSecond, most, windowMs, moreMs) => {
          const shorter = formation({ recordsPerSecond, windowMs, mostRecords: most });
          const longer = formation({ recordsPerSecond, windowMs: windowMs + moreMs, mostRecords: most });
          expect(longer.records).toBeGreaterThanOrEqual(shorter.records * (1 - 1e-3));
          expect(longer.meanMs).toBeGreaterThanOrEqual(shorter.meanMs * (1 - 1e-3));
          expect(shorter.records).toBeLessThanOrEqual(most);
          expect(shorter.meanMs).toBeLessThanOrEqual(windowMs);
        },
      ),
    );
  });
});
