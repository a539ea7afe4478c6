import { dealt } from "./capacity.ts";

/** Partitions of pollers that are alike: the same share of the arrivals, the same lag. */
export interface Cell {
  readonly share: number;
  lag: number;
  /** Of one poller, and of all pollers of this kind. */
  readonly ofPoller: number;
  readonly partitions: number;
}

interface PollerKind {
  readonly pollers: number;
  readonly cells: readonly Cell[];
}

/** Records a second that can be processed. */
export interface Bounds {
  /** One batch at a time. */
  readonly partition: number;
  readonly poller: number;
  /** By the whole mapping. */
  readonly together: number;
}

/**
 * The lag of each partition while there is one, second by second, as a fluid: arrivals by share, what a partition, a poller and the whole mapping
 * can process, the poller's partitions by what waits in each. Pollers that are alike are reckoned once.
 */
export class Backlog {
  readonly #shares: readonly number[];
  readonly #cellOf: Cell[] = [];
  #kinds: readonly PollerKind[] = [];
  #cells: readonly Cell[] = [];
  #pollers = 0;
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

  get cells(): readonly Readonly<Cell>[] {
    return this.#cells;
  }

  /** To so many pollers. */
  dealTo(pollers: number): void {
    if (pollers === this.#pollers && !this.#isEven) return;
    this.#isEven = false;
    const lag = this.#shares.map((_, partition) => this.#cellOf[partition]?.lag ?? 0);
    const alike = new Map<string, (readonly number[])[]>();
    for (const partitions of dealt(lag.length, Math.min(pollers, lag.length))) {
      const kind = partitions
        .map((partition) => `${this.#shares[partition]} ${lag[partition]}`)
        .sort()
        .join();
      const known = alike.get(kind);
      if (known === undefined) alike.set(kind, [partitions]);
      else known.push(partitions);
    }
    this.#kinds = [...alike.values()].map((all) => this.#kindOf(all, lag));
    this.#cells = this.#kinds.flatMap(({ cells }) => cells);
    this.#pollers = pollers;
  }

  #kindOf(pollers: readonly (readonly number[])[], lag: readonly number[]): PollerKind {
    const grouped = new Map<string, number[]>();
    for (const partition of pollers.flat()) {
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
        ofPoller: partitions.length / pollers.length,
        partitions: partitions.length,
      };
      for (const partition of partitions) this.#cellOf[partition] = cell;
      return cell;
    });
    return { pollers: pollers.length, cells };
  }

  /** So many seconds, in each of which so many records arrive. Returns what was processed. */
  steps(seconds: number, arriving: number, bounds: Bounds): number {
    let processed = 0;
    for (let left = seconds; left > 0; ) {
      const wanted = this.#wanted(arriving, bounds);
      const share = wanted > bounds.together ? bounds.together / wanted : 1;
      // Seconds that are all alike are one step.
      const alike = left > 1 && this.#isAlike(left, arriving, bounds, share) ? left : 1;
      this.#step(alike, arriving, bounds, share);
      processed += wanted * share * alike;
      left -= alike;
    }
    return processed;
  }

  #wanted(arriving: number, bounds: Bounds): number {
    let wanted = 0;
    for (const { pollers, cells } of this.#kinds) wanted += pollers * Math.min(bounds.poller, wantedBy(cells, arriving, bounds));
    return wanted;
  }

  /** Each partition has more than it can process until the end, or nothing that waits. */
  #isAlike(seconds: number, arriving: number, bounds: Bounds, share: number): boolean {
    for (const { cells } of this.#kinds) {
      const granted = grantedOf(cells, arriving, bounds, share);
      for (const cell of cells) {
        const arrives = arriving * cell.share;
        if (cell.lag === 0 && arrives <= bounds.partition && granted === 1) continue;
        const last = cell.lag + arrives + (seconds - 1) * (arrives - bounds.partition * granted);
        if (cell.lag + arrives < bounds.partition || last < bounds.partition) return false;
      }
    }
    return true;
  }

  #step(seconds: number, arriving: number, bounds: Bounds, share: number): void {
    let total = 0;
    for (const { cells } of this.#kinds) {
      const granted = grantedOf(cells, arriving, bounds, share);
      for (const cell of cells) {
        const arrives = arriving * cell.share;
        const lag = cell.lag + seconds * (arrives - Math.min(bounds.partition, cell.lag + arrives) * granted);
        // What is left of a record by rounding is none.
        cell.lag = lag < 1e-6 ? 0 : lag;
        total += cell.lag * cell.partitions;
      }
    }
    this.#isEven ||= total === 0 && this.#total > 0;
    this.#total = total;
  }
}

/** Of what its partitions could have, the share that a poller has. */
function grantedOf(cells: readonly Cell[], arriving: number, bounds: Bounds, share: number): number {
  const ofPoller = wantedBy(cells, arriving, bounds);
  return (ofPoller > bounds.poller ? bounds.poller / ofPoller : 1) * share;
}

function wantedBy(cells: readonly Cell[], arriving: number, { partition }: Bounds): number {
  let wanted = 0;
  for (const cell of cells) wanted += Math.min(partition, cell.lag + arriving * cell.share) * cell.ofPoller;
  return wanted;
}
