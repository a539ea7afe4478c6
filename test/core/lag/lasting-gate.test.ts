import { describe, expect, it } from "vitest";
import { gateUntilDecided } from "../../../src/core/lag/lasting-gate.ts";
import type { LagReport } from "../../../src/core/lag/report.ts";
import { noonMs, sampleReport } from "../../support/sample-reports.ts";

const minuteMs = 60_000;
const limits = { maxAgeMs: 5 * minuteMs, forMs: 2 * minuteMs };

function aged(name: string, ageMs: number): LagReport {
  return sampleReport(name, { age: { kind: "known", ms: ageMs, method: "record-timestamp", errorMs: 0 } });
}

/** The ages, in minutes, that each reading finds, and how long was slept between. */
async function decide(readings: readonly (readonly number[])[]) {
  const slept: number[] = [];
  const opens: number[] = [];
  let atMs = noonMs;
  let next = 0;
  const clock = {
    now: () => atMs,
    async sleep(ms: number) {
      slept.push(ms / 1_000);
      atMs += ms;
    },
  };
  const read = async () => {
    const ages = readings[Math.min(next, readings.length - 1)] ?? [];
    next += 1;
    return { atMs, calls: 1, costUsd: 0, notes: [], reports: ages.map((minutes, index) => aged(`m${index}`, minutes * minuteMs)) };
  };
  const { gate } = await gateUntilDecided(read, limits, { clock, intervalMs: 30_000, onOpen: (untilMs) => opens.push(untilMs - noonMs) });
  return { passed: gate.passed, slept, opens };
}

describe("gateUntilDecided", () => {
  it("reads once where that decides", async () => {
    expect(await decide([[4]])).toEqual({ passed: true, slept: [], opens: [] });
    expect(await decide([[7]])).toEqual({ passed: false, slept: [], opens: [] });
  });

  it("reads again until it has lasted, no longer than needed", async () => {
    expect(await decide([[6.25]])).toEqual({ passed: false, slept: [30, 15], opens: [45_000, 45_000] });
  });

  it("stops as soon as it is over", async () => {
    expect(await decide([[6], [6], [4]])).toMatchObject({ passed: true, slept: [30, 30] });
  });

  it("stops as soon as something fails", async () => {
    expect(
      await decide([
        [6, 3],
        [6, 9],
      ]),
    ).toMatchObject({ passed: false, slept: [30] });
  });

  it("does not follow what is exceeded later", async () => {
    const flapping = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? [5.1, 0] : [0, 5.1]));
    expect(await decide(flapping)).toMatchObject({ passed: true, slept: [30, 30, 30, 30] });
  });
});
