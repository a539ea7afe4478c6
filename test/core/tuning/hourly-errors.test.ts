import { expect, it } from "vitest";
import type { WorkMinute } from "../../../src/core/tuning/backtest-minutes.ts";
import { hourlyErrors, meanMinutes } from "../../../src/core/tuning/hourly-errors.ts";

const minute = (invocations: number, records = invocations * 10): WorkMinute => ({
  invocations,
  records,
  gbSeconds: invocations * 2,
  cost: invocations * 3,
});
const times = (count: number, each: WorkMinute | undefined) => Array.from({ length: count }, () => each);

it("is the mean over hours, not over minutes", () => {
  // One hour 10 % too much, one 20 % too little; within an hour minutes make up for each other.
  const actual = [...times(60, minute(100)), ...times(60, minute(10))];
  const predicted = [...times(30, minute(120)), ...times(30, minute(100)), ...times(60, minute(8))];
  const errors = hourlyErrors(actual, predicted);
  for (const error of [errors.invocations, errors.gbSeconds, errors.cost]) expect(error).toBeCloseTo(0.15, 10);
  expect(errors.batch).toBeCloseTo(0, 10);
});

it("compares batches, not records", () => {
  expect(hourlyErrors(times(60, minute(10, 400)), times(60, minute(20, 600))).batch).toBeCloseTo(0.25, 10);
});

it("leaves out minutes that one side does not know, and hours without anything", () => {
  const actual = [...times(59, minute(100)), undefined, ...times(60, minute(0))];
  const predicted = [undefined, ...times(59, minute(100)), ...times(60, minute(5))];
  expect(hourlyErrors(actual, predicted)).toEqual({ invocations: 0, gbSeconds: 0, cost: 0, batch: 0 });
});

it("says nothing where nothing can be compared", () => {
  expect(hourlyErrors(times(60, undefined), times(60, minute(1)))).toEqual({
    invocations: undefined,
    gbSeconds: undefined,
    cost: undefined,
    batch: undefined,
  });
});

it("takes the mean of what is known for always", () => {
  expect(meanMinutes([minute(10), undefined, minute(30)], 2)).toEqual([minute(20), minute(20)]);
  expect(meanMinutes([undefined], 1)).toEqual([undefined]);
});
