import type { AgeHistogram } from "./age-histogram.ts";
import type { Constraint } from "./capacity.ts";
import type { Usage } from "./usage.ts";

/** What holds lag back from going down; "none" where there is none. */
export type Binding = Constraint | "scaling" | "stopped" | "none";

/** What becomes of a trace, a figure a minute. */
export interface FluidRun {
  /** Records a second that are processed, of the topic. */
  readonly out: Float64Array;
  /** Records that wait or are on their way, at the end of the minute. */
  readonly lag: Float64Array;
  readonly ageP50Ms: Float64Array;
  readonly ageP99Ms: Float64Array;
  readonly pollers: Float64Array;
  readonly invocations: Float64Array;
  readonly binding: readonly Binding[];
  /** Of all records that pass. */
  readonly ages: AgeHistogram;
  /** Of the whole trace, on the average. */
  readonly usage: Usage;
  /** Records that still wait at the end. */
  readonly left: number;
}

/** Some seconds of a run with a backlog. */
export interface FluidSpan {
  /** Records that were processed, and invocations with them, a second. */
  readonly out: number;
  readonly invocations: number;
  readonly isStopped: boolean;
  /** What a record takes that does not wait, and ages at the end. */
  readonly baseMs: number;
  readonly middleMs: number;
  readonly oldestMs: number;
}
