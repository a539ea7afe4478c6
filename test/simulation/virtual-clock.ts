interface Timer {
  readonly atMs: number;
  readonly order: number;
  readonly run: () => void;
}

/** Time that passes when everything waits. */
export class VirtualClock {
  #nowMs = 1_800_000_000_000;
  #order = 0;
  #timers: Timer[] = [];

  now(): number {
    return this.#nowMs;
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.at(this.#nowMs + ms, resolve));
  }

  at(atMs: number, run: () => void): void {
    const timer = { atMs: Math.max(atMs, this.#nowMs), order: this.#order++, run };
    let index = this.#timers.length;
    while (index > 0 && isBefore(timer, this.#timers[index - 1])) index -= 1;
    this.#timers.splice(index, 0, timer);
  }

  /** Goes on to the next timer; false when there is none. */
  advance(): boolean {
    const next = this.#timers.shift();
    if (next === undefined) return false;
    this.#nowMs = next.atMs;
    next.run();
    return true;
  }

  forget(): void {
    this.#timers = [];
  }
}

function isBefore(a: Timer, b: Timer | undefined): boolean {
  return b !== undefined && (a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order));
}
