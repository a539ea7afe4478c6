import { describe, expect, it } from "vitest";
import { nextParts } from "../../../src/core/redrive/next-parts.ts";
import type { Part } from "../../../src/core/redrive/ports.ts";
import { partOf } from "./payload-fixture.ts";

/** Parts one behind the other, each of so many records. */
function partsOf(each: number, count: number): readonly Part[] {
  return Array.from({ length: count }, (_, index) => partOf(0, BigInt(index * each), BigInt((index + 1) * each - 1), { claimed: each }));
}

/** A journal of one lane. */
function journalOf(parts: readonly Part[]) {
  const behind = (after: Part | undefined) => (after === undefined ? parts : parts.filter(({ first }) => first > after.first));
  return { parts: (_: unknown, after: Part | undefined, limit: number) => behind(after).slice(0, limit) };
}

const lane = { topic: "orders", partition: 0 };

describe("the next parts of a lane", () => {
  it("are as many as hold what is wanted, and tell where the one behind them begins", () => {
    const { parts, horizon } = nextParts(journalOf(partsOf(100, 10)), lane, undefined, { wantedRecords: 250 });
    expect(parts.map(({ first }) => first)).toEqual([0n, 100n, 200n]);
    expect(horizon).toBe(300n);
  });

  it("are many where they are small", () => {
    const all = partsOf(1, 1_000);
    const { parts, horizon } = nextParts(journalOf(all), lane, all[9], { wantedRecords: 40 });
    expect(parts.map(({ first }) => Number(first))).toEqual(Array.from({ length: 40 }, (_, index) => 10 + index));
    expect(horizon).toBe(50n);
  });

  it("are no more than may be read at once, however many are wanted", () => {
    const all = partsOf(1, 1_000);
    expect(nextParts(journalOf(all), lane, all[0], { wantedRecords: 2_000 }).parts).toHaveLength(64);
    expect(nextParts(journalOf(all), lane, all[0], { wantedRecords: 2_000, mostParts: 500 }).parts).toHaveLength(500);
  });

  it("that are the last have nothing behind them", () => {
    const all = partsOf(10, 3);
    expect(nextParts(journalOf(all), lane, all[0], { wantedRecords: 1_000 })).toEqual({ parts: all.slice(1), horizon: undefined });
  });
});
