import type { TunedField } from "./workload.ts";

/** What settings have to keep to. */
export interface TuningGoals {
  /** 99 of 100 records are to be no older when their batch ends. */
  readonly ageP99Ms: number;
  /** Nobody said so: the larger of 5 s and today's. */
  readonly isAgeAssumed: boolean;
  /** After a stop of so long, the lag is to be gone within so long. */
  readonly catchUp: { readonly outageMs: number; readonly withinMs: number } | undefined;
  /** US dollars a month at most. */
  readonly budget: number | undefined;
  /** These stay as they are. */
  readonly keep: ReadonlySet<TunedField>;
  /** A number changes by this factor at most; undefined: by any. */
  readonly mostStep: number | undefined;
}

/** As a person gives them: what is not said has a default that depends on today. */
export type GoalsAsked = Omit<TuningGoals, "ageP99Ms" | "isAgeAssumed"> & { readonly ageP99Ms: number | undefined };

export const noGoalsAsked: GoalsAsked = {
  ageP99Ms: undefined,
  catchUp: undefined,
  budget: undefined,
  keep: new Set(),
  mostStep: undefined,
};

/** Of records without a goal of their own: as old as today's, and no need to be younger than this. */
const leastAgeMs = 5_000;

/** The goal where nobody gave one. A lag that grows without end is none. */
export function assumedAgeMs(todayMs: number): number {
  return Number.isFinite(todayMs) ? Math.max(leastAgeMs, todayMs) : leastAgeMs;
}

export function goalsOf(asked: GoalsAsked, todayMs: number): TuningGoals {
  return { ...asked, ageP99Ms: asked.ageP99Ms ?? assumedAgeMs(todayMs), isAgeAssumed: asked.ageP99Ms === undefined };
}
