import type { Binding } from "./fluid-run.ts";
import type { MonthlyCost } from "./usage.ts";
import type { TuningSettings } from "./workload.ts";

/** From the tenth to the ninetieth percentile of what is assumed. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** Settings, and what they are predicted to do with a workload. */
export interface Candidate {
  readonly settings: TuningSettings;
  /** How closely it was looked at: by formulas, over the whole trace, or over it under every assumption. */
  readonly by: "formula" | "trace" | "assumptions";
  readonly cost: MonthlyCost;
  readonly invocationsPerSecond: number;
  /** Records in a batch, on the average, and how long the function takes for one of them. */
  readonly batch: number;
  readonly durationMs: number;
  /** Of all records; Infinity where lag grows without end. */
  readonly ageP50Ms: number;
  readonly ageP99Ms: number;
  /** Executions at once at the busiest. */
  readonly peakConcurrency: number;
  /** After the outage of the goals, or one of 30 min; undefined: never. */
  readonly catchUpMs: number | undefined;
  /** Shares of the minutes, by what held the lag. */
  readonly binding: ReadonlyMap<Binding, number>;
  /** Where it was looked at under every assumption. */
  readonly spread: Spread | undefined;
}

export interface Spread {
  readonly costMonth: Range;
  readonly ageP99Ms: Range;
  /** Of the assumptions, under which the goals are kept. */
  readonly goalChance: number;
  /** US dollars a month against today's settings under the same assumption; not there for today's own. */
  readonly savesMonth?: Range;
}
