import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomSequence, seedOf, uniform, uuidOf } from "../../../src/sandbox/runtime/chance.ts";

describe("chance", () => {
  it("is uniform in [0, 1) for any offset, however large", () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(1_000), fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (seed, a, b) => {
        const drawn = uniform(seed, a, b);
        expect(drawn).toBeGreaterThanOrEqual(0);
        expect(drawn).toBeLessThan(1);
        expect(uniform(seed, a, b)).toBe(drawn);
      }),
    );
  });

  it("draws every tenth of the range about equally often over neighbouring offsets", () => {
    const counts = new Array<number>(10).fill(0);
    for (let offset = 0; offset < 100_000; offset++) {
      const tenth = Math.floor(uniform(42, 3, offset) * 10);
      counts[tenth] = (counts[tenth] ?? 0) + 1;
    }
    // Five standard deviations of a fair draw.
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(5 * Math.sqrt(9_000));
  });

  it("tells offsets apart that differ by 2^32", () => {
    expect(uniform(1, 0, 5)).not.toBe(uniform(1, 0, 5 + 2 ** 32));
  });

  it("tells parts apart that would be the same text joined", () => {
    expect(seedOf("ab", "c")).not.toBe(seedOf("a", "bc"));
  });

  it("makes UUIDs of version 4's shape, the same ones each time", () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        expect(uuidOf(name)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(uuidOf(name)).toBe(uuidOf(name));
      }),
    );
  });

  it("gives every thing of a large account a UUID of its own", () => {
    const uuids = Array.from({ length: 50_000 }, (_, number) => uuidOf("mapping", `fleet-${number}`));
    expect(new Set(uuids).size).toBe(uuids.length);
  });

  it("repeats a sequence for the same seed and for no other", () => {
    const draw = (seed: number): number[] => Array.from({ length: 5 }, randomSequence(seed));
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });
});
