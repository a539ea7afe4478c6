import type { WorkBudget } from "../work-budget.ts";
import type { Answer } from "./answer.ts";
import type { TextForm } from "./text-form.ts";
import { type ActiveStates, type PlacedForm, TextMachine } from "./text-machine.ts";

/** Texts of any of the forms; negated: all texts but those. */
export interface TextGroup {
  readonly forms: readonly TextForm[];
  readonly negated: boolean;
}

/**
 * Whether each text of `group` belongs to one of `others`: all that can be told apart is read until a text is found that
 * does not, or nothing new comes (subset construction).
 */
export function isWithin(group: TextGroup, others: readonly TextGroup[], budget: WorkBudget): Answer {
  const machine = new TextMachine();
  const inside = new PlacedGroup(machine, group);
  const covering = others.map((other) => new PlacedGroup(machine, other));
  if (!budget.spend(machine.size)) return "unknown";
  const start = [inside, ...covering].flatMap(({ first }) => first);
  const open: ActiveStates[] = [start];
  const seen = new Set([start.join()]);
  for (let active = open.pop(); active !== undefined; active = open.pop()) {
    const states = new Set(active);
    if (inside.isLost(states) || covering.some((other) => other.isWon(states))) continue;
    if (inside.accepts(states) && !covering.some((other) => other.accepts(states))) return "no";
    for (const symbol of machine.symbols(active)) {
      if (!budget.spend(active.length + 1)) return "unknown";
      const next = machine.step(active, symbol);
      const key = next.join();
      if (seen.has(key)) continue;
      seen.add(key);
      open.push(next);
    }
  }
  return "yes";
}

class PlacedGroup {
  readonly first: readonly number[];
  readonly #negated: boolean;
  readonly #machine: TextMachine;
  readonly #accepting: readonly number[];
  /** All states of the group: `[from, to)`. */
  readonly #from: number;
  readonly #to: number;

  constructor(machine: TextMachine, { forms, negated }: TextGroup) {
    this.#machine = machine;
    this.#negated = negated;
    this.#from = machine.size;
    const placed: readonly PlacedForm[] = forms.map((form) => machine.add(form));
    this.#to = machine.size;
    this.first = placed.map(({ first }) => first);
    this.#accepting = placed.map(({ accepting }) => accepting);
  }

  accepts(states: ReadonlySet<number>): boolean {
    return this.#accepting.some((state) => states.has(state)) !== this.#negated;
  }

  /** Nothing that follows can be of the group. */
  isLost(states: ReadonlySet<number>): boolean {
    return this.#negated ? this.#takesAllRest(states) : this.#isDead(states);
  }

  /** All that follows is of the group. */
  isWon(states: ReadonlySet<number>): boolean {
    return this.#negated ? this.#isDead(states) : this.#takesAllRest(states);
  }

  #takesAllRest(states: ReadonlySet<number>): boolean {
    return this.#accepting.some((state) => states.has(state) && this.#machine.takesAnyRest(state));
  }

  #isDead(states: ReadonlySet<number>): boolean {
    for (const state of states) if (state >= this.#from && state < this.#to) return false;
    return true;
  }
}
