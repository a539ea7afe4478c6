import { MskctlError } from "../../errors.ts";
import type { ByteTools } from "../../record/byte-tools.ts";
import { MemoryJournal, type MemoryJournalOptions } from "../memory-journal/memory-journal.ts";
import { type Begun, type Ended, type LedgerStore, ledgerName, type Removed, readLedgerObject } from "./ledger.ts";

/** What the ledger says of a batch. */
export interface BatchHistory {
  /** In order, from the first; all but the last one have ended. */
  readonly turns: readonly BatchTurn[];
  readonly removed: Removed | undefined;
}

export interface BatchTurn {
  readonly begun: Begun;
  readonly ended: Ended | undefined;
}

/** Reads all objects of a batch. Throws `storage` for a ledger of which something is missing, or that cannot be read. */
export async function readHistory(
  ledger: Pick<LedgerStore, "list" | "get">,
  batch: string,
  { decodeUtf8 }: Pick<ByteTools, "decodeUtf8">,
): Promise<BatchHistory> {
  const begun = new Map<number, Begun>();
  const ended = new Map<number, Ended>();
  let removed: Removed | undefined;
  for await (const names of ledger.list(`ledger/${batch}/`)) {
    const contents = await Promise.all(names.map(async (name) => ({ name, bytes: await ledger.get(name) })));
    for (const { name, bytes } of contents) {
      const object = readLedgerObject((bytes && decodeUtf8(bytes)) ?? "", name);
      if (object.kind === "begun") begun.set(object.turn, object);
      else if (object.kind === "ended") ended.set(object.turn, object);
      else removed = object;
    }
  }
  return { turns: turnsOf(batch, begun, ended), removed };
}

function turnsOf(batch: string, begun: ReadonlyMap<number, Begun>, ended: ReadonlyMap<number, Ended>): readonly BatchTurn[] {
  const turns: BatchTurn[] = [];
  for (let turn = 1; turn <= Math.max(0, ...begun.keys(), ...ended.keys()); turn++) {
    const [beginning, end] = [begun.get(turn), ended.get(turn)];
    if (beginning === undefined) throw missing(ledgerName(batch, { kind: "begun", turn }));
    if (end === undefined && begun.has(turn + 1)) throw missing(ledgerName(batch, { kind: "ended", turn }));
    turns.push({ begun: beginning, ended: end });
  }
  return turns;
}

function missing(name: string): MskctlError {
  return new MskctlError("storage", `${name} is missing, and what came after it is there: somebody has removed a part of the ledger`, {
    suggestions: ["export the redrive anew to a new area: what is done has left the source, unless documents stay there"],
  });
}

/** The journal as it stood when the last turn that has ended did. */
export function replayed({ turns }: BatchHistory, options: MemoryJournalOptions): MemoryJournal {
  const journal = new MemoryJournal(options);
  for (const { begun, ended } of turns) {
    journal.add(begun.documents);
    journal.commit(ended?.entries ?? []);
  }
  return journal;
}
