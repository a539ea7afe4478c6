/** A key of which a record is parked as poison, and where that record stands. */
export interface PoisonKey {
  /** What stands for the key where keys must not be written. */
  readonly mark: string;
  readonly offset: bigint;
}

/** The mark of a key: the same for the same key of one run. */
export type MarkOf = (key: string) => string;

/** Keys of a lane that have a poison record. Whatever comes behind it with its key would overtake it. */
export class PoisonKeys {
  readonly #markOf: MarkOf;
  /** By mark: where the first poison record of the key stands. */
  readonly #offsets = new Map<string, bigint>();

  /** `known`: of earlier sittings and windows. */
  constructor(markOf: MarkOf, known: readonly PoisonKey[]) {
    this.#markOf = markOf;
    for (const each of known) this.#note(each);
  }

  /** Gives the mark under which the journal has to know the key. */
  add(key: string, offset: bigint): string {
    const mark = this.#markOf(key);
    this.#note({ mark, offset });
    return mark;
  }

  /** A later window of a queue may bring a record that comes before the poison record: it is not behind it. */
  isBehind({ key, offset }: { readonly key: string | undefined; readonly offset: bigint }): boolean {
    if (this.#offsets.size === 0 || key === undefined) return false;
    const poison = this.#offsets.get(this.#markOf(key));
    return poison !== undefined && poison < offset;
  }

  #note({ mark, offset }: PoisonKey): void {
    const known = this.#offsets.get(mark);
    if (known === undefined || offset < known) this.#offsets.set(mark, offset);
  }
}
