import { isGap, type TextForm } from "./text-form.ts";

/** A form in a machine: its states, and the one in which a text has all of it. */
export interface PlacedForm {
  readonly first: number;
  readonly accepting: number;
}

/** Where several forms stand after the same characters, in ascending order. */
export type ActiveStates = readonly number[];

interface State {
  /** What may be repeated here. */
  loop: "any" | ReadonlySet<string> | undefined;
  readonly edges: { readonly on: string; readonly to: number }[];
}

/** Reads a text, one UTF-16 unit after the other, for many forms at once (a nondeterministic automaton). */
export class TextMachine {
  readonly #states: State[] = [];

  /** How many states there are; the next form begins with this one. */
  get size(): number {
    return this.#states.length;
  }

  add(form: TextForm): PlacedForm {
    const first = this.#state();
    let at = first;
    for (const piece of form) {
      if (isGap(piece)) this.#at(at).loop = piece.gap;
      else {
        const behind = this.#state();
        for (const spelling of piece) this.#spell(spelling, at, behind);
        at = behind;
      }
    }
    return { first, accepting: at };
  }

  #spell(spelling: string, from: number, to: number): void {
    let at = from;
    for (let index = 0; index < spelling.length; index++) {
      const next = index === spelling.length - 1 ? to : this.#state();
      this.#at(at).edges.push({ on: spelling.charAt(index), to: next });
      at = next;
    }
  }

  /** What may come next and makes a difference; undefined stands for all other characters. */
  symbols(active: ActiveStates): Set<string | undefined> {
    const symbols = new Set<string | undefined>([undefined]);
    for (const state of active) {
      const { edges, loop } = this.#at(state);
      for (const { on } of edges) symbols.add(on);
      if (loop !== undefined && loop !== "any") for (const character of loop) symbols.add(character);
    }
    return symbols;
  }

  step(active: ActiveStates, symbol: string | undefined): ActiveStates {
    const next = new Set<number>();
    for (const state of active) {
      const { edges, loop } = this.#at(state);
      if (loop === "any" || (symbol !== undefined && loop?.has(symbol))) next.add(state);
      for (const { on, to } of edges) if (on === symbol) next.add(to);
    }
    return [...next].sort((a, b) => a - b);
  }

  /** Whether a form that is in this state takes any text from here on. */
  takesAnyRest(state: number): boolean {
    return this.#at(state).loop === "any";
  }

  #state(): number {
    return this.#states.push({ loop: undefined, edges: [] }) - 1;
  }

  #at(state: number): State {
    return this.#states[state] ?? { loop: undefined, edges: [] };
  }
}
