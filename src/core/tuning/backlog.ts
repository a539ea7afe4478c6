/**
 * The lag of each partition while there is one, second by second, as a fluid: arrivals by share, what a lane and the whole mapping can
 * process, the lane's partitions by what waits in each.
 */
export class Backlog {
  readonly #shares: Float64Array;
  /** Records of each partition that wait. */
  readonly lag: Float64Array;
  readonly #wanted: Float64Array;
  #lanes = 1;
  #total = 0;

  constructor(shares: readonly number[]) {
    this.#shares = Float64Array.from(shares);
    this.lag = new Float64Array(shares.length);
    this.#wanted = new Float64Array(shares.length);
  }

  /** Of all partitions. */
  get total(): number {
    return this.#total;
  }

  /** Among so many lanes partitions are dealt in turn. */
  dealTo(lanes: number): void {
    this.#lanes = lanes;
  }

  /** One second: so many records arrive, and a lane and all lanes can process so many. Returns what was processed. */
  step(arriving: number, perLane: number, together: number): number {
    const [shares, lag, wanted, lanes] = [this.#shares, this.lag, this.#wanted, this.#lanes];
    let processed = 0;
    for (let lane = 0; lane < lanes; lane += 1) {
      let inLane = 0;
      for (let partition = lane; partition < lag.length; partition += lanes)
        inLane += (lag[partition] as number) + arriving * (shares[partition] as number);
      const share = inLane > perLane ? perLane / inLane : 1;
      for (let partition = lane; partition < lag.length; partition += lanes) {
        const waiting = (lag[partition] as number) + arriving * (shares[partition] as number);
        wanted[partition] = waiting * share;
        lag[partition] = waiting;
      }
      processed += inLane * share;
    }
    const share = processed > together ? together / processed : 1;
    this.#total = 0;
    for (let partition = 0; partition < lag.length; partition += 1) {
      const left = (lag[partition] as number) - (wanted[partition] as number) * share;
      // What is left of a record by rounding is none.
      lag[partition] = left < 1e-6 ? 0 : left;
      this.#total += lag[partition] as number;
    }
    return processed * share;
  }
}
