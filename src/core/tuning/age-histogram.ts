/** Bins of equal ratio between a hundredth of a second and twelve days. */
const bins = 1_000;
const leastMs = 10;
const mostMs = 1e9;
const perRatio = bins / Math.log(mostMs / leastMs);

/** Ages by the number of records that had them; percentiles to 2 %. */
export class AgeHistogram {
  readonly #records = new Float64Array(bins + 1);
  #total = 0;

  add(ageMs: number, records: number): void {
    const bin = ageMs <= leastMs ? 0 : Math.min(bins, Math.ceil(Math.log(ageMs / leastMs) * perRatio));
    this.#records[bin] = (this.#records[bin] ?? 0) + records;
    this.#total += records;
  }

  get total(): number {
    return this.#total;
  }

  /** The age that this share of the records does not exceed; undefined without records. */
  percentile(share: number): number | undefined {
    if (this.#total === 0) return undefined;
    let left = share * this.#total;
    for (let bin = 0; bin < bins; bin += 1) {
      left -= this.#records[bin] ?? 0;
      if (left <= 0) return leastMs * Math.exp(bin / perRatio);
    }
    return mostMs;
  }

  /** Of the records, that were older than this. */
  shareOlder(ms: number): number {
    if (this.#total === 0) return 0;
    const from = ms <= leastMs ? 1 : Math.ceil(Math.log(ms / leastMs) * perRatio) + 1;
    let older = 0;
    for (let bin = from; bin <= bins; bin += 1) older += this.#records[bin] ?? 0;
    return older / this.#total;
  }
}
