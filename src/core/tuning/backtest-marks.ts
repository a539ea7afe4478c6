import type { Backtest } from "./backtest.ts";

/** Marks: of each hourly error, of the ratio of lags, and of minutes inside the band. Judgements of ours. */
const mostError = 0.05;
const mostRatio = 1.25;
const leastInside = 0.85;

const figures = [
  ["invocations", "invocations"],
  ["gbSeconds", "GB-seconds"],
  ["cost", "cost"],
  ["batch", "batch size"],
] as const;

/** In words, which marks a prediction misses. `batch`: records in the largest one. */
export function missedMarks({ model, lagP99, insideBand }: Pick<Backtest, "model" | "lagP99" | "insideBand">, batch: number): string[] {
  return [
    ...figures.flatMap(([figure, name]) => {
      const error = model[figure];
      if (error === undefined) return [`no hour can be compared by its ${name}`];
      return error <= mostError ? [] : [`the hourly error of ${name} is ${percent(error)}, more than ${percent(mostError)}`];
    }),
    ...(isNear(lagP99, batch) ? [] : [lagMiss(lagP99)]),
    ...(insideBand >= leastInside ? [] : [`${percent(insideBand)} of the minutes are inside the band, less than ${percent(leastInside)}`]),
  ];
}

/** Lag is sampled at one instant: a batch more or less is no error. */
function isNear({ predicted, actual, ratio }: Backtest["lagP99"], batch: number): boolean {
  if (Math.abs(predicted - actual) <= batch) return true;
  return ratio !== undefined && ratio <= mostRatio && ratio >= 1 / mostRatio;
}

function lagMiss({ ratio }: Backtest["lagP99"]): string {
  if (ratio === undefined) return "a p99 lag is predicted where there was none";
  return `the p99 lag is predicted as ${ratio.toFixed(2)} times what it was, outside ${(1 / mostRatio).toFixed(2)} to ${mostRatio}`;
}

/** Rounded so that what misses its mark does not read like it. */
function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}
