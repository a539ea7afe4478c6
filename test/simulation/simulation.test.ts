import { describe, expect, it } from "vitest";
import { simulate } from "./simulate.ts";
import { noFaults } from "./world.ts";

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

  it("redrives what was parked when the function is mended, and leaves no document behind", async () => {
    let parked = 0;
    for (const seed of seeds.slice(0, 100)) {
      parked += (await simulate({ seed, faults: noFaults })).counts.parked;
      const { lost, problems, counts } = await simulate({ seed, faults: noFaults, retry: true });
      const { documents } = counts;
      expect({ seed, lost, problems, counts }).toMatchObject({
        lost: [],
        problems: [],
        counts: { parked: 0, kept: 0, remaining: 0, removed: documents },
      });
    }
    expect(parked).toBeGreaterThan(100);
  });

  it("keeps its promises when parked records are tried again among faults", async () => {
    for (const seed of seeds.slice(0, 200)) {
      const { lost, problems } = await simulate({ seed, retry: true });
      expect({ seed, lost, problems }).toEqual({ seed, lost: [], problems: [] });
    }
  });

  it("is the same for the same seed", async () => {
    for (const seed of seeds.slice(0, 20)) expect(await simulate({ seed })).toEqual(await simulate({ seed }));
  });

  it("finds records lost when documents are removed before their results are on disk", async () => {
    let lost = 0;
    for (const seed of seeds.slice(0, 200)) lost += (await simulate({ seed, plant: "ack-first" })).lost.length;
    expect(lost).toBeGreaterThan(0);
  });

  it("finds records that overtake a poison record of their key when such keys are not journalled", async () => {
    let overtaking = 0;
    for (const seed of seeds.slice(0, 100)) {
      const { problems } = await simulate({ seed, plant: "forget-keys" });
      overtaking += problems.filter((problem) => problem.includes("parked as poison with the same key")).length;
    }
    expect(overtaking).toBeGreaterThan(0);
  });
});
