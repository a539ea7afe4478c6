import { MskctlError } from "../../errors.ts";
import type { DecodeUtf8 } from "../../record/byte-tools.ts";
import { type Begun, batchOfName, type Ended, type LedgerObject, type LedgerStore, type Removed } from "./ledger.ts";
import { soundLedgerObject } from "./ledger-shape.ts";

/** All that the ledger has of one batch. */
export interface WrittenBatch {
  /** `objects/4f…`, `lanes/00017/00003`. */
  readonly name: string;
  /** Ascending; of a damaged ledger some are missing, or halves of them. */
  readonly turns: readonly LedgerTurn[];
  readonly removed: Removed | undefined;
  readonly objects: number;
}

interface LedgerTurn {
  readonly turn: number;
  readonly begun: Begun | undefined;
  readonly ended: Ended | undefined;
}

/** Objects that are read ahead of the batch that is taken in. */
const objectsAhead = 16;

/**
 * A ledger, batch by batch, in order of their names; one batch and a few objects are in memory. Throws `storage` for an object that cannot be
 * read, and as the store does.
 */
export async function* ledgerBatches(ledger: Pick<LedgerStore, "list" | "get">, decodeUtf8: DecodeUtf8): AsyncGenerator<WrittenBatch> {
  let [batch, objects]: [string | undefined, LedgerObject[]] = [undefined, []];
  for await (const { name, object } of readAhead(namesOf(ledger), (name) => read(ledger, name, decodeUtf8))) {
    const own = batchOfName(name);
    if (own !== batch && batch !== undefined) yield batchOf(batch, objects.splice(0));
    batch = own;
    objects.push(object);
  }
  if (batch !== undefined) yield batchOf(batch, objects);
}

async function* namesOf(ledger: Pick<LedgerStore, "list">): AsyncIterable<string> {
  for await (const page of ledger.list("ledger/")) for (const name of page) if (batchOfName(name) !== undefined) yield name;
}

async function read(ledger: Pick<LedgerStore, "get">, name: string, decodeUtf8: DecodeUtf8) {
  const bytes = await ledger.get(name);
  if (bytes === undefined) {
    throw new MskctlError("storage", `${name} was there when the ledger was listed, and is gone`, {
      suggestions: ["find out who removes objects of the ledger: a lifecycle rule of the bucket, or a person"],
    });
  }
  return { name, object: soundLedgerObject(decodeUtf8(bytes) ?? "", name) };
}

/** In order, with a few on their way. What fails is thrown when it is its turn. */
async function* readAhead<Answer>(names: AsyncIterable<string>, ask: (name: string) => Promise<Answer>): AsyncIterable<Answer> {
  const waiting: Promise<Answer>[] = [];
  for await (const name of names) {
    const answer = ask(name);
    answer.catch(() => undefined);
    waiting.push(answer);
    if (waiting.length >= objectsAhead) yield (await waiting.shift()) as Answer;
  }
  for (const answer of waiting) yield await answer;
}

function batchOf(name: string, objects: readonly LedgerObject[]): WrittenBatch {
  const turns = new Map<number, { readonly turn: number; begun: Begun | undefined; ended: Ended | undefined }>();
  let removed: Removed | undefined;
  for (const object of objects) {
    if (object.kind === "removed") {
      removed = object;
      continue;
    }
    const { turn } = object;
    const known = turns.get(turn) ?? { turn, begun: undefined, ended: undefined };
    if (object.kind === "begun") known.begun = object;
    else known.ended = object;
    turns.set(turn, known);
  }
  return { name, turns: [...turns.values()].toSorted((a, b) => a.turn - b.turn), removed, objects: objects.length };
}
