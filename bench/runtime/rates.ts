import { atLeast } from "../measure.ts";

/** Records a second. */
export interface Rate {
  readonly name: string;
  readonly perSecond: number;
}

export interface RuntimeFigure {
  readonly whole: Rate;
  /** Each measured alone in the same run. */
  readonly stages: readonly Rate[];
  /** The least that the whole may come to. */
  readonly leastPerSecond: number;
}

/** The whole beside its slowest stage, of which it has to reach half; and beside the least that it has to carry. */
export function rateTable(figures: readonly RuntimeFigure[]): string {
  const lines = figures.map(({ whole, stages, leastPerSecond }) => {
    const slowest = stages.toSorted((a, b) => a.perSecond - b.perSecond)[0];
    if (slowest === undefined) throw new Error(`${whole.name} has no stages`);
    const others = stages.map(({ name, perSecond }) => `${name} ${thousands(perSecond)}`).join(", ");
    const enough = whole.perSecond >= leastPerSecond ? "met" : `missed by ${((1 - whole.perSecond / leastPerSecond) * 100).toFixed(0)} %`;
    return `| ${whole.name} | ${thousands(whole.perSecond)} | ≥ ${thousands(leastPerSecond)}: ${enough} | ${others} | ${atLeast(whole.perSecond / slowest.perSecond, 0.5)} |`;
  });
  return [
    "| records of 1 KiB a second | whole | target | stages alone | of the slowest | target | |",
    "| --- | ---: | --- | --- | ---: | ---: | --- |",
    ...lines,
  ].join("\n");
}

function thousands(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}
