/** Ages by the records that had them, to half a per cent. */
export class Ages {
  readonly #records = new Map<number, number>();
  #total = 0;

  add(ageMs: number, records: number): void {
    const bin = Math.round(Math.log(Math.max(1, ageMs)) * 200);
    this.#records.set(bin, (this.#records.get(bin) ?? 0) + records);
    this.#total += records;
  }

  percentile(share: number): number {
    let left = share * this.#total;
    for (const [bin, records] of [...this.#records].toSorted(([a], [b]) => a - b)) {
      left -= records;
      if (left <= 0) return Math.exp(bin / 200);
    }
    return 0;
  }
}
