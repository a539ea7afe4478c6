import { describe, expect, it } from "vitest";
import { memoriesOf, withMemory, workloadAt } from "../../../src/core/tuning/memory.ts";
import { minutesOf, workload } from "../../support/tuning/workloads.ts";

/** 1,024 MB; 40 ms and 0.8 ms a record. */
const today = workload(minutesOf(60, () => 100));
const points = (...pairs: readonly (readonly [number, number])[]) => ({
  points: pairs.map(([memoryMb, durationMs]) => ({ memoryMb, durationMs })),
});

describe("a workload with a Power Tuning result", () => {
  it("knows durations against today's memory", () => {
    const { workload: known, assumptions } = withMemory(today, points([512, 300], [1_024, 150], [2_048, 120]));
    expect([...(known.memoryFactors ?? [])]).toEqual([
      [1_024, 1],
      [512, 2],
      [2_048, 0.8],
    ]);
    expect(assumptions).toEqual([
      "by Power Tuning's payload the function takes 2 times (512 MB), 0.8 times (2,048 MB) as long as with today's 1,024 MB; that is taken to hold for its invocations and for each record alike",
    ]);
  });

  it("takes a power value nearby for today's, and says so", () => {
    const { workload: known, assumptions } = withMemory(today, points([512, 300], [1_000, 150]));
    expect([...(known.memoryFactors ?? [])]).toEqual([
      [1_024, 1],
      [512, 2],
    ]);
    expect(assumptions[1]).toBe("Power Tuning's 1,000 MB stand for today's 1,024");
  });

  it("without one near today's leaves memory alone, and says what helps", () => {
    const { workload: known, assumptions } = withMemory(today, points([256, 300], [512, 150]));
    expect(known).toBe(today);
    expect(assumptions).toEqual([
      "the Power Tuning result has 256, 512 MB, none of them near today's 1,024: memory stays as it is; run it with 1024 among its powerValues",
    ]);
  });
});

describe("a workload at other memory", () => {
  const known = withMemory(today, points([512, 300], [1_024, 150])).workload;

  it("takes longer for its invocations and records, and pays for that memory", () => {
    expect(workloadAt(known, { memoryMb: 512 })).toMatchObject({
      work: { invocationMs: 80, recordMs: 1.6, dispatchMs: known.work.dispatchMs },
      function: { ...known.function, memoryMb: 512 },
    });
  });

  it("is the same at today's, at what is not known, and where nobody says", () => {
    expect(workloadAt(known, { memoryMb: 1_024 })).toBe(known);
    expect(workloadAt(known, { memoryMb: 768 })).toBe(known);
    expect(workloadAt(known, {})).toBe(known);
    const other = workloadAt(known, { memoryMb: 512 });
    expect(workloadAt(other, { memoryMb: 512 })).toBe(other);
  });
});

describe("memory to choose from", () => {
  const of = (pairs: readonly (readonly [number, number])[], most = Number.POSITIVE_INFINITY) =>
    memoriesOf(withMemory(today, points(...pairs)).workload, (memoryMb) => memoryMb <= most);

  it("is nothing but today's where nothing is known", () => {
    expect(memoriesOf(today, () => true)).toEqual([undefined]);
  });

  it("is all that was measured, as far as it is allowed", () => {
    const pairs = [
      [512, 250],
      [1_024, 100],
      [1_536, 60],
    ] as const;
    expect(of(pairs)).toEqual([512, 1_024, 1_536]);
    expect(of(pairs, 1_024)).toEqual([512, 1_024]);
    expect(of(pairs, 1)).toEqual([1_024]);
  });

  it("is today's and four others at most: the fastest, and those whose time is cheapest", () => {
    const pairs = [
      [128, 1_000],
      [256, 490],
      [384, 310],
      [512, 220],
      [1_024, 100],
      [2_048, 90],
      [3_008, 89],
    ] as const;
    // 256 × 490 is the cheapest of those behind 512, 384 and today's.
    expect(of(pairs)).toEqual([256, 384, 512, 1_024, 3_008]);
  });
});
