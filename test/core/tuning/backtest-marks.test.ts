import { describe, expect, it } from "vitest";
import type { Backtest } from "../../../src/core/tuning/backtest.ts";
import { missedMarks } from "../../../src/core/tuning/backtest-marks.ts";

const good = {
  model: { invocations: 0.01, gbSeconds: 0.05, cost: 0, batch: 0.02 },
  lagP99: { predicted: 1_000, actual: 1_000, ratio: 1 },
  insideBand: 0.85,
};
const lag = (predicted: number, actual: number): Pick<Backtest, "lagP99"> => ({
  lagP99: { predicted, actual, ratio: actual === 0 ? undefined : predicted / actual },
});

describe("missed marks", () => {
  it.each([
    ["nothing, at the marks themselves", {}, []],
    ["an hour", { model: { ...good.model, gbSeconds: 0.0512 } }, ["the hourly error of GB-seconds is 5.1 %, more than 5 %"]],
    ["no hour", { model: { ...good.model, batch: undefined } }, ["no hour can be compared by its batch size"]],
    ["a lag too high", lag(1_260, 1_000), ["the p99 lag is predicted as 1.26 times what it was, outside 0.80 to 1.25"]],
    ["a lag too low", lag(700, 1_000), ["the p99 lag is predicted as 0.70 times what it was, outside 0.80 to 1.25"]],
    ["a lag where there was none", lag(500, 0), ["a p99 lag is predicted where there was none"]],
    ["no lag that is a batch off", lag(100, 0), []],
    ["the band", { insideBand: 0.4 }, ["40 % of the minutes are inside the band, less than 85 %"]],
  ])("%s", (_, changes, missed) => {
    expect(missedMarks({ ...good, ...changes }, 100)).toEqual(missed);
  });
});
