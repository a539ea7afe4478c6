import { atLeast } from "../measure.ts";

export interface Stage {
  readonly name: string;
  readonly perSecond: number;
}

/** A redrive from its plan to its end, beside its stages. */
export interface RedriveFigure {
  readonly what: string;
  /** What is counted: `records`, `documents`. */
  readonly of: string;
  readonly perSecond: number;
  /** By the processor time of the redrive alone: on a machine that others use, too, it says more than the clock. */
  readonly perCpuSecond: number;
  readonly leastPerSecond: number;
  /** Each alone, in the same run. */
  readonly stages: readonly Stage[];
  readonly peakMib: number;
  readonly mostMib: number | undefined;
  readonly flags: string;
}

export function redriveTable(figures: readonly RedriveFigure[]): string {
  return [
    "| redrive | a second | target | a second of its CPU | stages alone | of the slowest | target | | peak memory | flags |",
    "| --- | ---: | --- | ---: | --- | ---: | ---: | --- | --- | --- |",
    ...figures.map(lineOf),
  ].join("\n");
}

function lineOf({ what, of, perSecond, perCpuSecond, leastPerSecond, stages, peakMib, mostMib, flags }: RedriveFigure): string {
  const slowest = Math.min(...stages.map((stage) => stage.perSecond));
  const enough = perSecond >= leastPerSecond ? "met" : `missed by ${((1 - perSecond / leastPerSecond) * 100).toFixed(0)} %`;
  const others = stages.map((stage) => `${stage.name} ${thousands(stage.perSecond)}`).join(", ");
  const memory =
    mostMib === undefined ? `${peakMib.toFixed(0)} MiB` : `${peakMib.toFixed(0)} MiB (≤ ${mostMib}: ${within(peakMib, mostMib)})`;
  return `| ${what} | ${thousands(perSecond)} ${of} | ≥ ${thousands(leastPerSecond)}: ${enough} | ${thousands(perCpuSecond)} | ${others} | ${atLeast(perSecond / slowest, 0.5)} | ${memory} | \`${flags}\` |`;
}

/** For figures of which less is better. */
export function within(value: number, most: number): string {
  return value <= most ? "met" : `missed by ${((value / most - 1) * 100).toFixed(0)} %`;
}

export function thousands(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}
