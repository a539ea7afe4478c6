import { describe, expect, it } from "vitest";
import { simulate } from "./simulate.ts";

const seeds = Array.from({ length: 300 }, (_, seed) => seed);

describe("a redrive with crashes and faults", () => {
  it("loses nothing, keeps order, and explains each duplicate", async () => {
    const failing: unknown[] = [];
    let crashes = 0;
    for (const seed of seeds) {
      const { lost, problems, crashes: ofSeed } = await simulate({ seed });
      crashes += ofSeed;
      if (lost.length > 0 || problems.length > 0) failing.push({ seed, lost, problems });
    }
    expect(failing).toEqual([]);
    expect(crashes).toBeGreaterThan(seeds.length / 2);
  });

  it("is the same for the same seed", async () => {
    for (const seed of seeds.slice(0, 20)) expect(await simulate({ seed })).toEqual(await simulate({ seed }));
  });

  it("finds records lost when documents are removed before their results are on disk", async () => {
    let lost = 0;
    for (const seed of seeds.slice(0, 60)) lost += (await simulate({ seed, plant: "ack-first" })).lost.length;
    expect(lost).toBeGreaterThan(0);
  });
});
