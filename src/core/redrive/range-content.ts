import type { EventRecord } from "../record/event-record.ts";
import type { Gap, GapCause, KafkaRecord, LogItem } from "../record/kafka-record.ts";
import { type OffsetRun, without } from "./offset-run.ts";
import type { Part, PartContent, Reason, SettledRun } from "./ports.ts";

export interface RangeRules {
  /** Whether the mapping gives the record to its function. */
  readonly delivers: (value: Uint8Array | null) => boolean;
  readonly shape: (record: KafkaRecord) => EventRecord;
  /** Send what is left of a range that has expired in part. */
  readonly allowPartial: boolean;
}

/** Held of a part at most: a batch's event has 6 MB, so no filter of the mapping's left so much. */
const mostHeldBytes = 32 * 1024 * 1024;
/** What a record or a run takes up beside its bytes. An estimate. */
const aroundBytes = 256;

/** Why the whole part is not sent. */
type Refusal = Extract<Reason, "identity-mismatch" | "malformed">;

/** What is read of a part's range, offset by offset. */
export class RangeContent {
  readonly #part: Part;
  readonly #rules: RangeRules;
  readonly #records: EventRecord[] = [];
  readonly #runs: SettledRun[] = [];
  #heldBytes = 0;
  #refusal: Refusal | undefined;
  #next: bigint;

  constructor(part: Part, rules: RangeRules) {
    this.#part = part;
    this.#rules = rules;
    this.#next = part.first;
  }

  /** The first offset of which nothing is known yet. */
  get next(): bigint {
    return this.#next;
  }

  /** What stands at the next offsets. False: reading on is of no use. */
  add(item: LogItem): boolean {
    // An offset of which nothing was heard must not pass for one that is not the part's.
    if ((item.kind === "gap" ? item.from : item.record.offset) !== this.#next)
      throw new RangeError(`nothing was read at offset ${this.#next}`);
    if (item.kind === "gap") this.#gap(item);
    else this.#record(item.record);
    if (this.#heldBytes > mostHeldBytes) this.#refusal ??= "malformed";
    return this.#refusal === undefined;
  }

  /** All offsets from `next` to `last`. */
  settle(last: bigint, outcome: SettledRun["outcome"], reason?: Reason): void {
    if (last < this.#next) return;
    const before = this.#runs.at(-1);
    const joins = before !== undefined && before.last + 1n === this.#next && before.outcome === outcome && before.reason === reason;
    if (joins) this.#runs.pop();
    else this.#heldBytes += aroundBytes;
    this.#runs.push({ first: joins ? before.first : this.#next, last, outcome, ...(reason === undefined ? {} : { reason }) });
    this.#next = last + 1n;
  }

  content(): PartContent {
    const { first, last } = this.#part;
    if (this.#refusal !== undefined) return { records: [], runs: [{ first, last, outcome: "parked", reason: this.#refusal }] };
    const expired = this.#runs.filter(({ reason }) => reason === "expired");
    if (expired.length === 0 || this.#rules.allowPartial) return { records: this.#records, runs: this.#runs };
    const rest = without(this.#part, expired).map((run: OffsetRun): SettledRun => ({ ...run, outcome: "parked", reason: "broken-range" }));
    return { records: [], runs: [...expired, ...rest].toSorted((a, b) => (a.first < b.first ? -1 : 1)) };
  }

  #gap({ cause, until }: Gap): void {
    const settled = settledGaps.get(cause);
    if (settled === undefined) this.#refusal = "identity-mismatch";
    else this.settle(until - 1n, settled.outcome, settled.reason);
  }

  #record(record: KafkaRecord): void {
    const { first, last, firstTimestampMs, lastTimestampMs } = this.#part;
    const { offset, timestampMs } = record;
    const isAnother =
      (offset === first && firstTimestampMs !== undefined && firstTimestampMs !== timestampMs) ||
      (offset === last && lastTimestampMs !== undefined && lastTimestampMs !== timestampMs);
    if (isAnother) this.#refusal = "identity-mismatch";
    else if (!this.#rules.delivers(record.value)) this.settle(offset, "filtered");
    else {
      const shaped = this.#rules.shape(record);
      this.#records.push(shaped);
      this.#heldBytes += shaped.json.length + aroundBytes;
      this.#next = offset + 1n;
    }
  }
}

/** Without `unwritten`: a document tells of no offset that was never written to this log. */
const settledGaps: ReadonlyMap<GapCause, Pick<SettledRun, "outcome" | "reason">> = new Map([
  ["expired", { outcome: "unrecoverable", reason: "expired" }],
  ["compacted", { outcome: "absent" }],
  ["control", { outcome: "absent" }],
  ["aborted", { outcome: "absent" }],
  ["open-transaction", { outcome: "parked", reason: "hanging-transaction" }],
]);
