/** In rows. A document's are used again within the records that are read ahead and on their way. */
const usualSize = 8_192;

/** The rows that were read or written last, which the next entries are mostly about. All writes of a table go through it. */
export class LatestRows<Key, Row> {
  readonly #rows = new Map<Key, Row>();
  readonly #size: number;

  constructor(size = usualSize) {
    this.#size = size;
  }

  get(key: Key): Row | undefined {
    return this.#rows.get(key);
  }

  /** Gives the row back. */
  keep(key: Key, row: Row): Row {
    this.#rows.delete(key);
    this.#rows.set(key, row);
    if (this.#rows.size > this.#size) {
      const [oldest] = this.#rows.keys();
      this.#rows.delete(oldest as Key);
    }
    return row;
  }
}
