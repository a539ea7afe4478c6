/** Partitions of lanes that are alike: the same share of the arrivals, the same lag. */
export interface Cell {
  readonly share: number;
  lag: number;
  /** In one lane, and in all lanes of this kind. */
  readonly inLane: number;
  readonly partitions: number;
}

interface LaneKind {
  readonly lanes: number;
  readonly cells: readonly Cell[];
}

/**
 * The lag of each partition while there is one, second by second, as a fluid: arrivals by share, what a lane and the whole mapping can
 * process, the lane's partitions by what waits in each. Lanes that are alike are reckoned once.
 */
export class Backlog {
  readonly #shares: readonly number[];
  readonly #cellOf: Cell[] = [];
  #kinds: readonly LaneKind[] = [];
  #lanes = 0;
  #total = 0;
  /** Nothing waits any more, so lanes that differed are alike again. */
  #isEven = false;

  constructor(shares: readonly number[]) {
    this.#shares = shares;
    this.dealTo(1);
  }

  /** Records of all partitions that wait. */
  get total(): number {
    return this.#total;
  }

  *cells(): Generator<Cell> {
    for (const { cells } of this.#kinds) yield* cells;
  }

  /** Among so many lanes partitions are dealt in turn. */
  dealTo(lanes: number): void {
    if (lanes === this.#lanes && !this.#isEven) return;
    this.#isEven = false;
    const lag = this.#shares.map((_, partition) => this.#cellOf[partition]?.lag ?? 0);
    const alike = new Map<string, number[][]>();
    for (let lane = 0; lane < Math.min(lanes, lag.length); lane += 1) {
      const partitions = Array.from({ length: Math.ceil((lag.length - lane) / lanes) }, (_, index) => lane + index * lanes);
      const kind = partitions
        .map((partition) => `${this.#shares[partition]} ${lag[partition]}`)
        .sort()
        .join();
      const known = alike.get(kind);
      if (known === undefined) alike.set(kind, [partitions]);
      else known.push(partitions);
    }
    this.#kinds = [...alike.values()].map((all) => this.#kindOf(all, lag));
    this.#lanes = lanes;
  }

  #kindOf(lanes: readonly (readonly number[])[], lag: readonly number[]): LaneKind {
    const grouped = new Map<string, number[]>();
    for (const partition of lanes.flat()) {
      const key = `${this.#shares[partition]} ${lag[partition]}`;
      const known = grouped.get(key);
      if (known === undefined) grouped.set(key, [partition]);
      else known.push(partition);
    }
    const cells = [...grouped.values()].map((partitions) => {
      const first = partitions[0] ?? 0;
      const cell: Cell = {
        share: this.#shares[first] ?? 0,
        lag: lag[first] ?? 0,
        inLane: partitions.length / lanes.length,
        partitions: partitions.length,
      };
      for (const partition of partitions) this.#cellOf[partition] = cell;
      return cell;
    });
    return { lanes: lanes.length, cells };
  }

  /** One second: so many records arrive, and a lane and all lanes can process so many. Returns what was processed. */
  step(arriving: number, perLane: number, together: number): number {
    let wanted = 0;
    for (const { lanes, cells } of this.#kinds) wanted += lanes * Math.min(perLane, waitingIn(cells, arriving));
    const share = wanted > together ? together / wanted : 1;
    let total = 0;
    for (const { cells } of this.#kinds) {
      const inLane = waitingIn(cells, arriving);
      const left = 1 - (inLane > perLane ? perLane / inLane : 1) * share;
      for (const cell of cells) {
        const lag = (cell.lag + arriving * cell.share) * left;
        // What is left of a record by rounding is none.
        cell.lag = lag < 1e-6 ? 0 : lag;
        total += cell.lag * cell.partitions;
      }
    }
    this.#isEven ||= total === 0 && this.#total > 0;
    this.#total = total;
    return wanted * share;
  }
}

function waitingIn(cells: readonly Cell[], arriving: number): number {
  let waiting = 0;
  for (const cell of cells) waiting += (cell.lag + arriving * cell.share) * cell.inLane;
  return waiting;
}
