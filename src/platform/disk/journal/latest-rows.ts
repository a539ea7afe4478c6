/** In rows. What is read ahead of all partitions and on its way is used again, and then let go. */
const usualSize = 32_768;

/** The rows that were read or written last, which the next entries are mostly about: so many at least, and twice as many at most. */
export class LatestRows<Key, Row> {
  readonly #size: number;
  #newer = new Map<Key, Row>();
  /** Let go of all at once: to take the oldest out of a map one by one costs more than to read a row again. */
  #older = new Map<Key, Row>();

  constructor(size = usualSize) {
    this.#size = size;
  }

  get(key: Key): Row | undefined {
    return this.#newer.get(key) ?? this.#older.get(key);
  }

  /** In place of what was kept of it. Gives the row back. */
  keep(key: Key, row: Row): Row {
    this.#newer.set(key, row);
    if (this.#newer.size >= this.#size) {
      this.#older = this.#newer;
      this.#newer = new Map();
    }
    return row;
  }

  /** Nothing more is expected of it. */
  drop(key: Key): void {
    this.#newer.delete(key);
    this.#older.delete(key);
  }
}
