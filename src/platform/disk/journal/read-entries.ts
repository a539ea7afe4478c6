import type { JournalEntry } from "../../../core/redrive/journal.ts";
import type { Tables } from "./tables.ts";

interface Numbered {
  readonly at: bigint;
  readonly entry: JournalEntry;
}

/**
 * Entries of these kinds in the order in which they were committed. What `reopen` took back is gone, and so is a removal of what came again;
 * of what a part was found to hold, the newest is left.
 */
export function* entriesOf(tables: Tables, kinds: readonly JournalEntry["kind"][]): Iterable<JournalEntry> {
  const heads = [...new Set(kinds)].map((kind) => ofKind[kind](tables)[Symbol.iterator]()).map((rest) => ({ rest, next: rest.next() }));
  for (;;) {
    const [first] = heads
      .filter(({ next }) => next.done !== true)
      .sort((a, b) => ((a.next.value as Numbered).at < (b.next.value as Numbered).at ? -1 : 1));
    if (first === undefined) return;
    yield (first.next.value as Numbered).entry;
    first.next = first.rest.next();
  }
}

const ofKind: Readonly<Record<JournalEntry["kind"], (tables: Tables) => Iterable<Numbered>>> = {
  *dispatched({ batches, lanes }) {
    for (const { n, entry, lane, runs, records, attempt, atMs } of batches.inOrder())
      yield { at: entry, entry: { kind: "dispatched", batch: n, lane: lanes.get(lane), runs, records, attempt, atMs } };
  },
  *answered({ batches }) {
    for (const { n, answer } of batches.answeredInOrder()) {
      if (answer === undefined) continue;
      const { outcome, reason, atMs } = answer;
      yield { at: answer.entry, entry: { kind: "answered", batch: n, outcome, reason, atMs } };
    }
  },
  *found({ parts, documents, lanes }) {
    for (const { document, lane, found, foundEntry } of parts.found())
      yield {
        at: foundEntry ?? 0n,
        entry: { kind: "found", document: documents.get(document).id, lane: lanes.get(lane), records: found ?? 0 },
      };
  },
  *settled({ settled, documents, lanes }) {
    for (const { document, lane, entry, ...rest } of settled.inOrder())
      yield { at: entry, entry: { kind: "settled", document: documents.get(document).id, lane: lanes.get(lane), ...rest } };
  },
  *closed({ parts, documents, lanes }) {
    for (const { document, lane, state, closedEntry, forfeited } of parts.closedInOrder())
      yield {
        at: closedEntry ?? 0n,
        entry: { kind: "closed", document: documents.get(document).id, lane: lanes.get(lane), keep: state === "kept", forfeited },
      };
  },
  *removed({ removals, documents }) {
    for (const { entry, documents: numbers } of removals.inOrder())
      yield { at: entry, entry: { kind: "removed", documents: numbers.map((n) => documents.get(n).id) } };
  },
  *remark({ remarks }) {
    for (const { entry, atMs, text } of remarks.inOrder()) yield { at: entry, entry: { kind: "remark", atMs, text } };
  },
};
