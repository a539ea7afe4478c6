/** Arrivals added up, to tell when the n-th record came: minutes of an even rate each. */
export class Cumulative {
  readonly #until: Float64Array;
  readonly #arrivals: Float64Array;

  /** Records a second, for each minute. */
  constructor(arrivals: Float64Array) {
    this.#arrivals = arrivals;
    this.#until = new Float64Array(arrivals.length + 1);
    for (let minute = 0; minute < arrivals.length; minute += 1) {
      this.#until[minute + 1] = (this.#until[minute] as number) + (arrivals[minute] as number) * 60;
    }
  }

  /** Records that have arrived by then. */
  by(second: number): number {
    const minute = Math.min(this.#arrivals.length - 1, Math.floor(second / 60));
    return (this.#until[minute] as number) + (this.#arrivals[minute] as number) * (second - minute * 60);
  }

  /** The second at which so many have arrived; 0 for what had been there before. */
  secondOf(records: number): number {
    if (records <= 0) return 0;
    let [low, high] = [0, this.#arrivals.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#until[middle] as number) < records) low = middle;
      else high = middle;
    }
    const rate = this.#arrivals[low] as number;
    return rate === 0 ? (low + 1) * 60 : low * 60 + (records - (this.#until[low] as number)) / rate;
  }
}
