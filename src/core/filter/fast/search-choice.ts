import { byteShares } from "./fragment.ts";
import type { QuickSearch } from "./quick-search.ts";

/** What a search through one chunk came to. */
export interface SearchOutcome {
  readonly bytes: number;
  /** Places that were looked at. */
  readonly looked: number;
  /** Bytes of lines that had to be scanned for fields. */
  readonly scannedBytes: number;
}

/** Nanoseconds, as measured; only how they compare matters, and that only for speed. */
const cost = { searchedByte: 0.2, look: 60, scannedByte: 1.2 };

/** After that many chunks all is tried anew: the data may have changed. */
const chunksBetweenTrials = 256;

/**
 * Which search to use for the next chunk, or none at all (then every line is scanned for fields): each is tried on a chunk,
 * then the cheapest is used for a while. Verdicts do not depend on it.
 */
export class SearchChoice {
  readonly #searches: readonly QuickSearch[];
  #costs: number[] = [];
  #isTrial = false;
  #chosen: QuickSearch | undefined;
  #chunksLeft = 0;

  constructor(searches: readonly QuickSearch[]) {
    this.#searches = searches;
  }

  next(bytes: Uint8Array): QuickSearch | undefined {
    if (this.#chunksLeft > 0) {
      this.#chunksLeft--;
      return this.#chosen;
    }
    const untried = this.#searches[this.#costs.length];
    this.#isTrial = untried !== undefined;
    if (untried === undefined) return this.#settle();
    const shares = byteShares(bytes);
    for (const candidates of untried.candidates) candidates.tune(shares);
    return untried;
  }

  /** Takes down what the search that `next` gave came to. */
  learn({ bytes, looked, scannedBytes }: SearchOutcome): void {
    if (!this.#isTrial) return;
    // Per byte, and beside scanning every line.
    this.#costs.push(cost.searchedByte + (looked * cost.look + scannedBytes * cost.scannedByte) / bytes - cost.scannedByte);
  }

  #settle(): QuickSearch | undefined {
    const least = Math.min(...this.#costs);
    this.#chosen = least < 0 ? this.#searches[this.#costs.indexOf(least)] : undefined;
    this.#chunksLeft = chunksBetweenTrials;
    this.#costs = [];
    return this.#chosen;
  }
}
