import fc from "fast-check";
import type { JournalEntry, PlannedDocument } from "../../../src/core/redrive/journal.ts";
import { type OffsetRun, offsetsIn, without } from "../../../src/core/redrive/offset-run.ts";
import type { LaneId, Outcome, Reason } from "../../../src/core/redrive/ports.ts";
import { ReopenableJournal } from "./reopenable-journal.ts";

/** What a run does to its journal, a crash between two of these, or parked records made open again. */
export type Step =
  | { readonly kind: "add"; readonly documents: readonly PlannedDocument[] }
  | { readonly kind: "commit"; readonly entries: readonly JournalEntry[] }
  | { readonly kind: "reopen" }
  | { readonly kind: "retry"; readonly reasons: readonly Reason[] | undefined };

/** A few documents over two lanes of a few offsets, so that everything overlaps with everything; each step is one that can be. */
export function journalSteps(): fc.Arbitrary<readonly Step[]> {
  return fc
    .array(fc.record({ dice: fc.nat(99), a: fc.nat(19), b: fc.nat(9), c: fc.nat(9) }), { minLength: 60, maxLength: 90 })
    .map((throws) => {
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
const reasons: readonly Reason[] = ["poison", "same-key"];

/** Knows what was said so far: a journal need not bear what no engine says, such as an offset that is settled twice. */
class Story {
  readonly #said = new ReopenableJournal();
  readonly #ids: string[] = [];
  readonly #lanesOf = new Map<string, readonly LaneId[]>();
  readonly #answered = new Set<number>();
  #batches = 0;

  step(given: Throw): Step {
    const { dice, a, c } = given;
    if (dice < 6) return { kind: "reopen" };
    if (dice < 10) {
      const some = c < 5 ? undefined : reasons.slice(c % 2, (c % 2) + 1);
      this.#said.reopen(some);
      return { kind: "retry", reasons: some };
    }
    if (dice < 30 || this.#ids.length === 0) {
      const documents = [this.#document(given)];
      this.#said.add(documents);
      return { kind: "add", documents };
    }
    const entries = [this.#say(given)];
    // Group commit: more than one in a call.
    if (c > 6) entries.push(this.#say({ ...given, dice: 30 + ((dice * 7) % 70), a: (a * 3) % 20 }));
    return { kind: "commit", entries };
  }

  #say(given: Throw): JournalEntry {
    const entry = this.#entry(given);
    this.#said.commit([entry]);
    return entry;
  }

  #document({ a, b, c }: Throw): PlannedDocument {
    // Now and then one that is known already.
    const id = c < 3 && this.#ids.length > 0 ? (this.#ids[a % this.#ids.length] ?? "") : `document ${this.#ids.length}`;
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

  #entry({ dice, a, b, c }: Throw): JournalEntry {
    const id = this.#ids[a % this.#ids.length] ?? "";
    const own = this.#lanesOf.get(id) ?? [];
    const lane = own[b % own.length] as LaneId;
    const run = { first: BigInt(a), last: BigInt(a + b) };
    if (dice < 48) return this.#send(lane, run, dice);
    if (dice < 60 && this.#batches > 0) return this.#answer((a % this.#batches) + 1, answers[c % answers.length] ?? "");
    if (dice < 78)
      return this.#settle({ document: id, lane }, run, { outcome: outcomes[c % outcomes.length] ?? "absent", reason: reasons[b % 3] });
    if (dice < 84) return { kind: "found", document: id, lane, records: c };
    if (dice < 96) return this.#close({ document: id, lane }, c);
    if (dice < 98) return { kind: "removed", documents: [id] };
    return { kind: "remark", atMs: dice, text: "said" };
  }

  #send(lane: LaneId, run: OffsetRun, atMs: number): JournalEntry {
    const open = this.#openOf(lane, run);
    if (open === undefined) return nothingLeft;
    this.#batches += 1;
    return { kind: "dispatched", batch: this.#batches, lane, runs: [open], records: offsetsIn(open), attempt: 1, atMs };
  }

  #close(part: { readonly document: string; readonly lane: LaneId }, c: number): JournalEntry {
    const isOpen = this.#said.parts(part.lane, undefined, 1_000).some(({ document }) => document === part.document);
    if (!isOpen) return nothingLeft;
    const outcome = c % 2 === 0 ? "parked" : "unrecoverable";
    return {
      kind: "closed",
      ...part,
      keep: c < 4,
      forfeited: c < 2 || c > 7 ? { records: c, outcome, reason: reasons[c % 3] } : undefined,
    };
  }

  #answer(batch: number, outcome: string): JournalEntry {
    if (this.#answered.has(batch)) return { kind: "remark", atMs: 0, text: "answered already" };
    if (outcome !== "unknown") this.#answered.add(batch);
    return { kind: "answered", batch, outcome, reason: undefined, atMs: batch };
  }

  #settle(
    part: { readonly document: string; readonly lane: LaneId },
    run: OffsetRun,
    as: { readonly outcome: Outcome; readonly reason: Reason | undefined },
  ): JournalEntry {
    const open = this.#openOf(part.lane, run);
    if (open === undefined) return nothingLeft;
    const keyMark = as.reason === "poison" ? `mark of ${open.first % 3n}` : undefined;
    return { kind: "settled", ...part, ...open, ...as, records: as.outcome === "absent" ? 0 : offsetsIn(open), batch: undefined, keyMark };
  }

  /** The first offsets of `run` that are not settled yet. */
  #openOf(lane: LaneId, run: OffsetRun): OffsetRun | undefined {
    return without(run, this.#said.settled(lane, run))[0];
  }
}

const nothingLeft: JournalEntry = { kind: "remark", atMs: 0, text: "nothing left" };
