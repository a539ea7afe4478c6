import { quantile } from "../statistics.ts";
import type { Assumption } from "./assumptions.ts";
import type { Candidate, Range, Spread } from "./candidate.ts";
import { isFeasible, keepsTo } from "./feasible.ts";
import { assumedAgeMs, type TuningGoals } from "./goals.ts";
import { predictOverTrace } from "./predict.ts";
import { type Premises, underAssumption } from "./premises.ts";
import type { TuningSettings } from "./workload.ts";

/** Of the assumptions, under which settings have to keep to the goals. */
const mostChance = 0.95;

interface Outcome {
  readonly cost: number;
  readonly ageP99Ms: number;
  readonly keepsGoals: boolean;
}

/** Settings under every assumption, each reckoned once. */
export class Family {
  readonly #members: readonly Premises[];
  readonly #goals: TuningGoals;
  readonly #today: TuningSettings;
  readonly #outcomes = new Map<TuningSettings, Map<number, Outcome>>();
  /** How often goals were missed under each: those are asked first. */
  readonly #missed: number[];

  constructor(assumptions: readonly Assumption[], premises: Premises, goals: TuningGoals, today: TuningSettings) {
    this.#members = assumptions.map((assumption) => underAssumption(premises, assumption));
    this.#goals = goals;
    this.#today = today;
    this.#missed = assumptions.map(() => 0);
  }

  /** True where goals are kept under 95 of 100. Stops at the first that tells. */
  isRobust(settings: TuningSettings): boolean {
    const most = Math.floor(this.#members.length * (1 - mostChance) + 1e-9);
    const order = this.#members.map((_, member) => member).sort((a, b) => (this.#missed[b] ?? 0) - (this.#missed[a] ?? 0) || a - b);
    let misses = 0;
    for (const member of order) {
      if (this.#outcome(settings, member).keepsGoals) continue;
      this.#missed[member] = (this.#missed[member] ?? 0) + 1;
      misses += 1;
      if (misses > most) return false;
    }
    return true;
  }

  /** The same candidate, looked at under all of them. */
  spread(candidate: Candidate): Candidate {
    const { settings } = candidate;
    const outcomes = this.#members.map((_, member) => this.#outcome(settings, member));
    const spread: Spread = {
      costMonth: middle(outcomes.map(({ cost }) => cost)),
      ageP99Ms: middle(outcomes.map(({ ageP99Ms }) => ageP99Ms)),
      goalChance: outcomes.filter(({ keepsGoals }) => keepsGoals).length / outcomes.length,
      ...(settings === this.#today
        ? {}
        : { savesMonth: middle(outcomes.map(({ cost }, member) => this.#outcome(this.#today, member).cost - cost)) }),
    };
    return { ...candidate, by: "assumptions", spread };
  }

  #outcome(settings: TuningSettings, member: number): Outcome {
    const known = this.#outcomes.get(settings) ?? new Map<number, Outcome>();
    this.#outcomes.set(settings, known);
    const outcome = known.get(member) ?? this.#reckon(settings, member);
    known.set(member, outcome);
    return outcome;
  }

  #reckon(settings: TuningSettings, member: number): Outcome {
    const premises = this.#members[member] as Premises;
    const { candidate } = predictOverTrace(premises, settings, this.#goals.catchUp !== undefined);
    const { ageP99Ms } = candidate;
    // Nobody asked for a figure: no older than today's records would be in the same world.
    const isToday = settings === this.#today;
    const goalMs = this.#goals.isAgeAssumed
      ? assumedAgeMs(isToday ? ageP99Ms : this.#outcome(this.#today, member).ageP99Ms)
      : this.#goals.ageP99Ms;
    const keepsGoals = isFeasible(premises.workload, candidate) && keepsTo({ ...this.#goals, ageP99Ms: goalMs }, candidate);
    return { cost: candidate.cost.total, ageP99Ms, keepsGoals };
  }
}

/** From the tenth to the ninetieth percentile; Infinity where lags grow without end. */
export function middle(values: readonly number[]): Range {
  return { low: placed(values, 0.1), high: placed(values, 0.9) };
}

function placed(values: readonly number[], share: number): number {
  const finite = quantile(
    values.map((value) => Math.min(value, Number.MAX_VALUE / 4)),
    share,
  );
  return finite === undefined || finite > 1e300 ? Number.POSITIVE_INFINITY : finite;
}
