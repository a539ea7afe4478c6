import { type LedgerObject, type LedgerStore, ledgerName, ledgerText } from "../../../src/core/redrive/handover/ledger.ts";

/** Objects by name, as a bucket has them. */
export class LedgerInMemory implements LedgerStore {
  readonly objects = new Map<string, Uint8Array>();
  /** Reads at once, at the most. */
  mostAtOnce = 0;
  #reading = 0;

  constructor(batches: Readonly<Record<string, readonly LedgerObject[]>> = {}) {
    for (const [batch, objects] of Object.entries(batches)) {
      for (const object of objects) this.objects.set(ledgerName(batch, object), new TextEncoder().encode(ledgerText(object)));
    }
  }

  async create(name: string, content: Uint8Array): Promise<boolean> {
    if (this.objects.has(name)) return false;
    this.objects.set(name, content);
    return true;
  }

  async get(name: string): Promise<Uint8Array | undefined> {
    this.#reading += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#reading);
    await Promise.resolve();
    this.#reading -= 1;
    return this.objects.get(name);
  }

  async *list(prefix: string): AsyncIterable<readonly string[]> {
    const names = [...this.objects.keys()].filter((name) => name.startsWith(prefix)).sort();
    for (let from = 0; from < names.length; from += 3) yield names.slice(from, from + 3);
  }
}
