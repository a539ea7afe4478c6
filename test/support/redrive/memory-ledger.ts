import {
  type LedgerObject,
  type LedgerStore,
  ledgerName,
  ledgerText,
  readLedgerObject,
} from "../../../src/core/redrive/handover/ledger.ts";

interface LedgerCall {
  readonly kind: "create" | "get" | "list";
  readonly name: string;
}

/** Does a call now, later, not at all, or without giving its answer. */
export type LedgerEffect = <Answer>(apply: () => Answer, call: LedgerCall) => Promise<Answer>;

/** What an area's bucket holds of a ledger, whatever becomes of those who write it. */
export class MemoryLedger implements LedgerStore {
  readonly objects = new Map<string, Uint8Array>();
  /** Reads at once, at the most. */
  mostAtOnce = 0;
  #reading = 0;
  readonly #namesAtOnce: number;

  /** Of a page of names at most; S3's are of 1,000. */
  constructor(namesAtOnce = 1_000) {
    this.#namesAtOnce = namesAtOnce;
  }

  /** As one worker has it; each call goes through `effect`. */
  seenThrough(effect: LedgerEffect): LedgerStore {
    return {
      create: (name, content) => effect(() => this.#create(name, content), { kind: "create", name }),
      get: (name) => effect(() => this.objects.get(name), { kind: "get", name }),
      list: (prefix) => this.#pages(prefix, effect),
    };
  }

  async create(name: string, content: Uint8Array): Promise<boolean> {
    return this.#create(name, content);
  }

  async get(name: string): Promise<Uint8Array | undefined> {
    this.#reading += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#reading);
    await Promise.resolve();
    this.#reading -= 1;
    return this.objects.get(name);
  }

  list(prefix: string): AsyncIterable<readonly string[]> {
    return this.#pages(prefix, async (apply) => apply());
  }

  put(name: string, content: Uint8Array): void {
    this.objects.set(name, content);
  }

  delete(name: string): void {
    this.objects.delete(name);
  }

  names(): readonly string[] {
    return [...this.objects.keys()].sort();
  }

  /** Undefined: it is not there. */
  read(name: string): LedgerObject | undefined {
    const bytes = this.objects.get(name);
    return bytes && readLedgerObject(new TextDecoder().decode(bytes), name);
  }

  #create(name: string, content: Uint8Array): boolean {
    if (this.objects.has(name)) return false;
    this.objects.set(name, content);
    return true;
  }

  async *#pages(prefix: string, effect: LedgerEffect): AsyncGenerator<readonly string[]> {
    for (let after = ""; ; ) {
      const begin = after;
      const page = await effect(
        () =>
          this.names()
            .filter((name) => name.startsWith(prefix) && name > begin)
            .slice(0, this.#namesAtOnce),
        { kind: "list", name: prefix },
      );
      if (page.length > 0) yield page;
      const last = page.at(-1);
      if (last === undefined || page.length < this.#namesAtOnce) return;
      after = last;
    }
  }
}

/** A ledger of whole batches, by their names; its pages are short. */
export function ledgerOf(batches: Readonly<Record<string, readonly LedgerObject[]>> = {}): MemoryLedger {
  const ledger = new MemoryLedger(3);
  for (const [batch, objects] of Object.entries(batches))
    for (const object of objects) ledger.put(ledgerName(batch, object), new TextEncoder().encode(ledgerText(object)));
  return ledger;
}
