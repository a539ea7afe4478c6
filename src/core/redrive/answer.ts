import type { JournalEntry } from "./journal.ts";
import type { Lane, Segment, WaitingRecord } from "./lane.ts";
import { pauseMs } from "./pace.ts";
import type { Delivery, Reason } from "./ports.ts";
import type { RunOptions } from "./run-options.ts";
import { settle } from "./settling.ts";

/** What an answer means for the lane; `poison` counts records that were parked since the target fails on them. */
export interface Consequences {
  readonly entries: readonly JournalEntry[];
  readonly redriven: number;
  readonly poison: number;
}

export interface AnswerContext {
  readonly options: Pick<RunOptions, "retries" | "onError">;
  readonly batch: number;
  readonly nowMs: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** Takes the lane's last segment, which was in flight, and puts back what has to be sent again. */
export function applyAnswer(lane: Lane, delivery: Delivery, context: AnswerContext): Consequences {
  const segment = lane.segments.pop();
  if (segment === undefined) throw new Error("an answer to a lane without a segment");
  const { nowMs, random } = context;
  switch (delivery.kind) {
    case "delivered":
      lane.pauses = 0;
      return delivered(lane, segment.records, context);
    case "partly": {
      lane.pauses = 0;
      const at = segment.records.findIndex(({ record }) => record.offset >= delivery.failedFrom);
      // Nothing of it is left when the named record lies behind: then all of it is done.
      if (at < 0) return delivered(lane, segment.records, context);
      const done = delivered(lane, segment.records.slice(0, at), context);
      const failures = at === 0 ? segment.failures : 0;
      const rest: Segment = { records: segment.records.slice(at), attempt: segment.attempt, failures, isNamed: true };
      return joined(done, failed(lane, rest, context));
    }
    case "failed":
      lane.pauses = 0;
      return failed(lane, segment, context);
    case "unknown":
      lane.notBeforeMs = delivery.settledAtMs;
      return failed(lane, segment, context);
    case "throttled":
    case "unavailable": {
      lane.pauses += 1;
      const hintMs = delivery.kind === "throttled" ? (delivery.retryAfterMs ?? 0) : 0;
      lane.notBeforeMs = nowMs + Math.max(hintMs, pauseMs(lane.pauses, random()));
      lane.segments.push(segment);
      return nothing;
    }
    case "too-large":
      if (segment.records.length === 1) return parked(lane, segment.records, "oversize-record", context);
      halve(lane, segment, 0);
      return nothing;
    case "refused":
      return refused(lane, segment, delivery, context);
  }
}

/** Nothing was sent: the others go without it. */
function refused(
  lane: Lane,
  segment: Segment,
  { offset, reason }: Extract<Delivery, { kind: "refused" }>,
  context: AnswerContext,
): Consequences {
  const rest = segment.records.filter(({ record }) => record.offset !== offset);
  if (rest.length > 0) lane.segments.push({ ...segment, records: rest, isNamed: false });
  return parked(
    lane,
    segment.records.filter(({ record }) => record.offset === offset),
    reason,
    context,
  );
}

const nothing: Consequences = { entries: [], redriven: 0, poison: 0 };

function delivered(lane: Lane, records: readonly WaitingRecord[], { batch }: AnswerContext): Consequences {
  return { entries: settle(lane, records, { outcome: "redriven", reason: undefined, batch }), redriven: records.length, poison: 0 };
}

/** Again, later; in halves, when that did not help; parked, when the one that fails is known. */
function failed(lane: Lane, segment: Segment, context: AnswerContext): Consequences {
  const { options, nowMs, random } = context;
  const failures = segment.failures + 1;
  if (failures <= options.retries) {
    lane.notBeforeMs = Math.max(lane.notBeforeMs, nowMs + pauseMs(failures, random()));
    lane.segments.push({ ...segment, attempt: segment.attempt + 1, failures });
    return nothing;
  }
  const [head, ...rest] = segment.records;
  if (head !== undefined && (segment.isNamed || rest.length === 0)) {
    if (rest.length > 0) lane.segments.push({ records: rest, attempt: segment.attempt + 1, failures: 0, isNamed: false });
    return poisoned(lane, head, context);
  }
  halve(lane, segment, options.retries);
  return nothing;
}

/** The first half is sent first, and each has one attempt: the whole had the others. */
function halve(lane: Lane, { records, attempt }: Segment, failures: number): void {
  const middle = Math.ceil(records.length / 2);
  lane.segments.push(
    { records: records.slice(middle), attempt: attempt + 1, failures, isNamed: false },
    { records: records.slice(0, middle), attempt: attempt + 1, failures, isNamed: false },
  );
}

function poisoned(lane: Lane, record: WaitingRecord, context: AnswerContext): Consequences {
  const { onError } = context.options;
  if (onError === "stop-lane" || onError === "stop-run") {
    lane.isStopped = true;
    return { entries: [], redriven: 0, poison: 1 };
  }
  const { key, offset } = record.record;
  const keyMark = onError === "park-key" && key !== undefined ? lane.poisonKeys.add(key, offset) : undefined;
  const entries = settle(lane, [record], { outcome: "parked", reason: "poison", batch: context.batch, keyMark });
  return { entries, redriven: 0, poison: 1 };
}

function parked(lane: Lane, records: readonly WaitingRecord[], reason: Reason, { batch }: AnswerContext): Consequences {
  return { entries: settle(lane, records, { outcome: "parked", reason, batch }), redriven: 0, poison: 0 };
}

/** Parks records behind a poison record of their key; gives those that may be sent. */
export function parkSameKey(
  lane: Lane,
  records: readonly WaitingRecord[],
): { readonly rest: readonly WaitingRecord[]; readonly entries: readonly JournalEntry[] } {
  const { behind = [], rest = [] } = Object.groupBy(records, ({ record }) => (lane.poisonKeys.isBehind(record) ? "behind" : "rest"));
  if (behind.length === 0) return { rest: records, entries: [] };
  return {
    rest,
    entries: settle(lane, behind, { outcome: "parked", reason: "same-key", batch: undefined }),
  };
}

function joined(a: Consequences, b: Consequences): Consequences {
  return { entries: [...a.entries, ...b.entries], redriven: a.redriven + b.redriven, poison: a.poison + b.poison };
}
