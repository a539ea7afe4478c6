import type { Candidate } from "./candidate.ts";
import type { FluidRun } from "./fluid-run.ts";
import type { TuningGoals } from "./goals.ts";

/**
 * `cheapest`: of those that keep to the goals as predicted. `balanced`: of those that keep to them under 95 of 100 assumptions, the cheapest, and of
 * about equal ones that which changes least; it is what tune recommends. `fastest`: of these the one with the youngest p99 within the budget.
 */
export type PickName = "cheapest" | "balanced" | "fastest";

export interface SearchResult {
  readonly goals: TuningGoals;
  /** Today's settings, looked at like a finalist, and minute by minute under the usual assumption. */
  readonly current: Candidate;
  readonly currentRun: FluidRun;
  readonly keepsGoals: boolean;
  /** All that were looked at over the whole trace, the cheapest first. */
  readonly candidates: readonly Candidate[];
  /** Of them, those that no other beats in both cost and age. */
  readonly pareto: readonly Candidate[];
  /** A pick is missing where nothing keeps to the goals. */
  readonly picks: ReadonlyMap<PickName, Candidate>;
  /** `change`: to the balanced pick. `no change`: good enough (R14). `unreachable`: nothing keeps to the goals; `nearest` misses them by least. */
  readonly verdict: "change" | "no change" | "unreachable";
  readonly nearest: Candidate | undefined;
  /** How many were looked at: by formulas, over the trace, under every assumption. */
  readonly looked: { readonly byFormula: number; readonly overTrace: number; readonly underAssumptions: number };
}
