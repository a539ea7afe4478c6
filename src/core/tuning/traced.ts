import type { Candidate } from "./candidate.ts";
import { keyOf } from "./changes.ts";
import { isFeasible } from "./feasible.ts";
import { predictOverTrace } from "./predict.ts";
import type { Premises } from "./premises.ts";
import type { TuningSettings } from "./workload.ts";

/** So many are looked at over the whole trace at most, today's among them. */
const mostOverTrace = 60;

/** Settings that were looked at over the whole trace. */
export class Traced {
  readonly #premises: Premises;
  readonly #known = new Map<string, Candidate>();

  constructor(premises: Premises, today: Candidate, listed: readonly TuningSettings[]) {
    this.#premises = premises;
    this.#known.set(keyOf(today.settings), today);
    for (const settings of listed) this.look(settings);
  }

  get looked(): number {
    return this.#known.size;
  }

  get feasible(): readonly Candidate[] {
    return [...this.#known.values()].filter((candidate) => isFeasible(this.#premises.workload, candidate));
  }

  /** Undefined: infeasible, or no more can be looked at. */
  look(settings: TuningSettings): Candidate | undefined {
    const key = keyOf(settings);
    const known = this.#known.get(key);
    if (known === undefined && this.#known.size >= mostOverTrace) return undefined;
    const candidate = known ?? predictOverTrace(this.#premises, settings).candidate;
    this.#known.set(key, candidate);
    return isFeasible(this.#premises.workload, candidate) ? candidate : undefined;
  }
}

export function byCost(a: Candidate, b: Candidate): number {
  return a.cost.total - b.cost.total || a.ageP99Ms - b.ageP99Ms;
}
