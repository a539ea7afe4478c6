import { beforeAll, describe, expect, it } from "vitest";
import { median } from "../../../src/core/statistics.ts";
import { errorOf, type Prediction, predictionsOf } from "../../support/lag/outages.ts";

const outages = 100;
const timeoutMs = 300_000;

let predictions: readonly (readonly Prediction[])[];

beforeAll(async () => {
  const all: (readonly Prediction[])[] = [];
  for (let number = 0; number < outages; number++) all.push(await predictionsOf(number));
  predictions = all;
}, timeoutMs);

function missLine(one: Prediction): string {
  const minutes = (ms: number | undefined): string => (ms === undefined ? "none" : (ms / 60_000).toFixed(1));
  const { outage, sinceMs, actualMs, predictedMs } = one;
  return `  number ${outage.number}, ${outage.kind}, ${minutes(sinceMs)} min after its end: ${minutes(predictedMs)}; it was ${minutes(actualMs)} min`;
}

describe("the way back from 100 outages", () => {
  it("is predicted with a median error of 15 % at most, early and half-way together", () => {
    const all = predictions.flat();
    const misses = all.filter((each) => errorOf(each) > 0.3);
    process.stdout.write(`${misses.length} of ${all.length} predictions are off by more than 30 %:\n${misses.map(missLine).join("\n")}\n`);
    expect(predictions.every((each) => each.length > 0)).toBe(true);
    expect(median(all.map(errorOf))).toBeLessThanOrEqual(0.15);
  });

  it("is predicted of nearly all of them by half-way, and within 30 %", () => {
    const halfWay = predictions.flatMap((each) => each.at(-1) ?? []);
    expect(halfWay.filter((each) => errorOf(each) > 0.3).length).toBeLessThanOrEqual(5);
  });
});
