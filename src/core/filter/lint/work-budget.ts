/** Bounds what a question may cost: whoever is refused says "unknown". The same question always gets the same answer. */
export class WorkBudget {
  #left: number;

  constructor(steps: number) {
    this.#left = steps;
  }

  get isSpent(): boolean {
    return this.#left < 0;
  }

  /** False when it is used up, from then on. */
  spend(steps: number): boolean {
    this.#left -= steps;
    return this.#left >= 0;
  }
}

/** For one rule on one pattern, or on the filters of one mapping: about a fifth of a second. */
export const stepsForRule = 200_000;
