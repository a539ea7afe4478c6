import type { LogItem } from "../../core/record/kafka-record.ts";

export interface ReadingLimits {
  readonly signal: AbortSignal;
  readonly answerWithinMs: number | undefined;
  readonly noAnswer: (answerWithinMs: number) => unknown;
  /** Called as a question is given up. */
  readonly abandon: () => void;
}

/**
 * Items of a reading, each waited for no longer than the limits say. There is one timer and one listener for all of them: to set up its own
 * for each record would take longer than to read it.
 */
export function limitedReading(items: AsyncIterator<LogItem>, limits: ReadingLimits): AsyncIterator<LogItem> {
  return new LimitedReading(items, limits);
}

class LimitedReading implements AsyncIterator<LogItem> {
  readonly #items: AsyncIterator<LogItem>;
  readonly #limits: ReadingLimits;
  /** Rejects what is being asked. */
  #reject: ((error: unknown) => void) | undefined;
  #askedAtMs = 0;
  #timer: NodeJS.Timeout | undefined;
  #isWatched = false;

  constructor(items: AsyncIterator<LogItem>, limits: ReadingLimits) {
    this.#items = items;
    this.#limits = limits;
  }

  next(): Promise<IteratorResult<LogItem>> {
    const { signal } = this.#limits;
    if (signal.aborted) return Promise.reject(signal.reason);
    this.#watch();
    return new Promise((resolve, reject) => {
      this.#reject = reject;
      this.#items.next().then(
        (next) => {
          this.#reject = undefined;
          if (next.done === true) this.#release();
          resolve(next);
        },
        (error: unknown) => {
          this.#reject = undefined;
          this.#release();
          reject(error);
        },
      );
    });
  }

  async return(): Promise<IteratorResult<LogItem>> {
    this.#release();
    // Not awaited: a reader that waits for an answer would only end with it.
    this.#items.return?.().catch(() => undefined);
    return { done: true, value: undefined };
  }

  #watch(): void {
    const { signal, answerWithinMs } = this.#limits;
    if (!this.#isWatched) signal.addEventListener("abort", this.#onAbort, { once: true });
    this.#isWatched = true;
    if (answerWithinMs === undefined) return;
    this.#askedAtMs = performance.now();
    this.#timer ??= setTimeout(this.#onTime, answerWithinMs, answerWithinMs);
  }

  #release(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#limits.signal.removeEventListener("abort", this.#onAbort);
    this.#isWatched = false;
  }

  readonly #onAbort = (): void => this.#giveUp(this.#limits.signal.reason);

  readonly #onTime = (answerWithinMs: number): void => {
    this.#timer = undefined;
    if (this.#reject === undefined) return;
    const leftMs = this.#askedAtMs + answerWithinMs - performance.now();
    if (leftMs > 0) this.#timer = setTimeout(this.#onTime, leftMs, answerWithinMs);
    else this.#giveUp(this.#limits.noAnswer(answerWithinMs));
  };

  #giveUp(error: unknown): void {
    const reject = this.#reject;
    this.#release();
    if (reject === undefined) return;
    reject(error);
    this.#limits.abandon();
  }
}
