import { hourMs, minuteMs, minuteOf } from "../../durations.ts";
import { type FunctionMinute, type MappingMinute, type MappingStanding, newFunctionMinute, newMappingMinute } from "../minute-figures.ts";
import { addEvenly, addTo } from "../tally.ts";
import { computeSpan, type Row, type Span, type SpanParts } from "./fluid-span.ts";

/** What went on in a mapping before the sandbox started. */
export interface MappingPast {
  /** Minutes from the first one on; the last one may have been cut short by the start. */
  readonly minutes: number;
  readonly firstMinuteMs: number;
  at(index: number): PastFigures;
  /** Where the runtime takes over: offset of each partition, and the number of pollers. */
  readonly committed: readonly number[];
  readonly pollers: number;
}

/** The minute in which the sandbox started, as far as it lies in the past; undefined when there was nothing in it. */
export function openMinuteOf(
  past: MappingPast,
  startedMs: number,
): { readonly minuteMs: number; readonly figures: PastFigures } | undefined {
  const openMs = past.firstMinuteMs + (past.minutes - 1) * minuteMs;
  if (past.minutes === 0 || openMs + minuteMs <= startedMs) return undefined;
  const figures = past.at(past.minutes - 1);
  return figures.enabled ? { minuteMs: openMs, figures } : undefined;
}

export interface PastFigures {
  readonly minute: MappingMinute;
  readonly fn: FunctionMinute;
  readonly standing: MappingStanding;
  /** False while the mapping was disabled: it published nothing. */
  readonly enabled: boolean;
}

export interface PastParts extends SpanParts {
  readonly fromMs: number;
  readonly startedMs: number;
  /** No minute depends on the minutes long before it: the pollers always kept up. */
  readonly steady: boolean;
  /** Records that are given up go there; without one they are dropped. */
  readonly hasDestination: boolean;
  /** Event poller units of so many pollers, which read so much. */
  readonly unitsOf: (pollers: number, bytesPerSecond: number) => number;
}

/** So much before an hour its computation begins, so that what was under way then is under way. Longer than any window. */
const leadMs = 10 * minuteMs;

/**
 * The past of a mapping. That of a steady one is computed by the hour, and only the hours that are asked for; that of
 * any other at once, from its beginning on, because a backlog may last.
 */
export function computePast(parts: PastParts): MappingPast {
  const firstMinuteMs = minuteOf(parts.fromMs);
  const minutes = Math.max(0, Math.ceil((parts.startedMs - firstMinuteMs) / minuteMs));
  const minutesOfSpan = parts.steady ? hourMs / minuteMs : Math.max(1, minutes);
  const computed = (number: number): { readonly span: Span; readonly fromMs: number } => {
    const beginsMs = firstMinuteMs + number * minutesOfSpan * minuteMs;
    const fromMs = Math.max(firstMinuteMs, beginsMs - leadMs);
    return { span: computeSpan(parts, fromMs, Math.min(beginsMs + minutesOfSpan * minuteMs, parts.startedMs)), fromMs };
  };
  const lastNumber = Math.max(0, Math.ceil(minutes / minutesOfSpan) - 1);
  const last = computed(lastNumber);
  // Readers go from minute to minute: one more hour is enough to remember.
  let current = { number: lastNumber, ...last };
  const rowAt = (index: number): Row => {
    const number = Math.floor(index / minutesOfSpan);
    if (number !== current.number) current = { number, ...(number === lastNumber ? last : computed(number)) };
    return current.span.row(index - (current.fromMs - firstMinuteMs) / minuteMs);
  };
  const isEnabled = (index: number): boolean => firstMinuteMs + index * minuteMs < parts.disabledMs;
  return {
    minutes,
    firstMinuteMs,
    at: (index) => figuresOf(rowAt(index), parts, isEnabled(index)),
    committed: last.span.committed,
    pollers: last.span.pollers,
  };
}

function figuresOf(row: Row, { fluid: { recordBytes, passShare }, hasDestination, unitsOf }: PastParts, enabled: boolean): PastFigures {
  const minute = newMappingMinute();
  const passed = Math.round(row.committed * passShare);
  const succeeded = Math.max(0, row.invocations - row.errors);
  const failedRecords = Math.round(row.errors * row.batch);
  addEvenly(minute.polled, row.committed, succeeded);
  addEvenly(minute.polledBytes, row.committed * recordBytes, succeeded);
  addEvenly(minute.filteredOut, row.committed - passed, succeeded);
  const givenUp = Math.min(row.givenUp, passed);
  addEvenly(minute.invoked, passed - givenUp + failedRecords, row.invocations);
  addEvenly(minute.failedInvoke, failedRecords, row.errors);
  addTo(minute.invokeErrors, 1, row.errors);
  addEvenly(hasDestination ? minute.deliveredToDestination : minute.dropped, givenUp, row.errors);
  addEvenly(minute.committed, row.committed, succeeded);
  addTo(minute.throttled, 1, row.throttles);
  const fn = newFunctionMinute();
  fn.invocations = row.invocations;
  fn.errors = Math.min(row.errors, row.invocations);
  fn.throttles = row.throttles;
  addTo(fn.durationMs, row.duration, row.invocations);
  addTo(fn.concurrentExecutions, row.running, row.invocations);
  const pollerUnits = unitsOf(row.pollers, minute.polledBytes.sum / 60);
  const standing = { sumLagRecords: row.sumLag, maxLagRecords: row.maxLag, pollers: row.pollers, pollerUnits };
  return { minute, fn, standing, enabled };
}
