import fc from "fast-check";
import type { JournalEntry, PlannedDocument } from "../../../src/core/redrive/journal.ts";
import type { OffsetRun } from "../../../src/core/redrive/offset-run.ts";
import type { LaneId, Outcome } from "../../../src/core/redrive/ports.ts";

/** What a run does to its journal, or a crash between two of these. */
export type Step =
  | { readonly kind: "add"; readonly documents: readonly PlannedDocument[] }
  | { readonly kind: "commit"; readonly entries: readonly JournalEntry[] }
  | { readonly kind: "reopen" };

/** A few documents over two lanes of a few offsets, so that everything overlaps with everything; each step is one that can be. */
export function journalSteps(): fc.Arbitrary<readonly Step[]> {
  return fc.array(fc.record({ dice: fc.nat(99), a: fc.nat(19), b: fc.nat(9), c: fc.nat(9) }), { maxLength: 30 }).map((throws) => {
    const story = new Story();
    return throws.map((each) => story.step(each));
  });
}

interface Throw {
  readonly dice: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

const lanes: readonly LaneId[] = [
  { topic: "t", partition: 0 },
  { topic: "t", partition: 1 },
];
const outcomes: readonly Outcome[] = ["redriven", "parked", "unrecoverable", "filtered", "absent"];
const answers = ["delivered", "unknown", "failed", "throttled"];

/** Knows what was said so far: a journal need not bear what no engine says, such as an offset that is settled twice. */
class Story {
  readonly #ids: string[] = [];
  readonly #lanesOf = new Map<string, readonly LaneId[]>();
  readonly #settled = new Set<string>();
  readonly #answered = new Set<number>();
  readonly #closed = new Set<string>();
  #batches = 0;

  step(given: Throw): Step {
    const { dice, a, c } = given;
    if (dice < 8) return { kind: "reopen" };
    if (dice < 30 || this.#ids.length === 0) return { kind: "add", documents: [this.#document(given)] };
    const entries = [this.#entry(given)];
    // Group commit: more than one in a call.
    if (c > 6) entries.push(this.#entry({ ...given, dice: 30 + ((dice * 7) % 70), a: (a * 3) % 20 }));
    return { kind: "commit", entries };
  }

  #document({ a, b, c }: Throw): PlannedDocument {
    // Now and then one that is known already.
    const id =
      c < 3 && this.#ids.length > 0 ? (this.#ids[a % this.#ids.length] ?? "") : `document ${`${this.#ids.length}`.padStart(2, "0")}`;
    const run = { first: BigInt(a), last: BigInt(a + b) };
    const times = { firstTimestampMs: a === 0 ? undefined : a, lastTimestampMs: b };
    const taken = c % 3 === 0 ? lanes : [lanes[a % 2] as LaneId];
    if (!this.#lanesOf.has(id)) {
      this.#ids.push(id);
      this.#lanesOf.set(id, taken);
    }
    const parts = taken.map((lane) => ({ lane, ...run, ...times, claimed: b + 1 }));
    return { id, handle: `handle ${a} ${b} ${c}`, condition: "RetriesExhausted", failedAtMs: a, records: b + 1, parts };
  }

  #entry(given: Throw): JournalEntry {
    const { dice, a, b, c } = given;
    const id = this.#ids[a % this.#ids.length] ?? "";
    const own = this.#lanesOf.get(id) ?? [];
    const lane = own[b % own.length] as LaneId;
    const run = { first: BigInt(a), last: BigInt(a + b) };
    if (dice < 50) {
      this.#batches += 1;
      return { kind: "dispatched", batch: this.#batches, lane, runs: [run], records: b + 1, attempt: 1, atMs: dice };
    }
    if (dice < 62 && this.#batches > 0) return this.#answer((a % this.#batches) + 1, answers[c % answers.length] ?? "");
    if (dice < 78) return this.#settle(id, lane, run, outcomes[c % outcomes.length] ?? "absent");
    if (dice < 84) return { kind: "found", document: id, lane, records: c };
    if (dice < 95) return this.#close(id, lane, given);
    if (dice < 98) return { kind: "removed", documents: [id] };
    return { kind: "remark", atMs: dice, text: "said" };
  }

  #close(document: string, lane: LaneId, { a, b, c }: Throw): JournalEntry {
    const part = `${lane.partition} ${document}`;
    if (this.#closed.has(part)) return { kind: "remark", atMs: 0, text: "closed already" };
    this.#closed.add(part);
    const outcome = a % 2 === 0 ? "parked" : "unrecoverable";
    const forfeited = b < 3 ? ({ records: c, outcome, reason: "unreachable" } as const) : undefined;
    return { kind: "closed", document, lane, keep: c < 2, forfeited };
  }

  #answer(batch: number, outcome: string): JournalEntry {
    if (this.#answered.has(batch)) return { kind: "remark", atMs: 0, text: "answered already" };
    if (outcome !== "unknown") this.#answered.add(batch);
    return { kind: "answered", batch, outcome, reason: undefined, atMs: batch };
  }

  /** The first offsets of `run` that are not settled yet. */
  #settle(document: string, lane: LaneId, { first, last }: OffsetRun, outcome: Outcome): JournalEntry {
    const name = (offset: bigint) => `${lane.partition} ${offset}`;
    let from = first;
    while (from <= last && this.#settled.has(name(from))) from += 1n;
    let to = from;
    while (to < last && !this.#settled.has(name(to + 1n))) to += 1n;
    if (from > last) return { kind: "remark", atMs: 0, text: "nothing left" };
    for (let offset = from; offset <= to; offset++) this.#settled.add(name(offset));
    const records = outcome === "absent" ? 0 : Number(to - from) + 1;
    return { kind: "settled", document, lane, first: from, last: to, records, outcome, reason: undefined, batch: undefined };
  }
}
