import { hourMs, minuteMs, minuteOf } from "../../durations.ts";
import { type FunctionMinute, type MappingMinute, type MappingStanding, newFunctionMinute, newMappingMinute } from "../minute-figures.ts";
import { addEvenly, addTo } from "../tally.ts";
import type { Row } from "./fluid-row.ts";
import { computeSpan, type Table } from "./fluid-span.ts";
import { type FluidState, restingState, type SpanParts } from "./fluid-state.ts";
import { leadMinutes, restingMinutes } from "./resting-minutes.ts";

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
  /** Event poller units of so many pollers, which read so much. */
  readonly unitsOf: (pollers: number, bytesPerSecond: number) => number;
}

const minutesOfChunk = hourMs / minuteMs;
/** The state is remembered so often: a mapping that is never at rest is not computed from its beginning for every hour. */
const chunksToRemember = 12;

/**
 * The past of a mapping, computed by the hour, and only the hours that are asked for: from the latest minute on at
 * which the mapping was at rest, because a backlog may last. Of what was computed one hour is kept, and some states.
 */
export function computePast(parts: PastParts): MappingPast {
  const firstMinuteMs = minuteOf(parts.fromMs);
  const minutes = Math.max(0, Math.ceil((parts.startedMs - firstMinuteMs) / minuteMs));
  const restsAt = parts.steady
    ? (index: number) => Math.max(0, index - leadMinutes)
    : restingMinutes(parts, firstMinuteMs, Math.min(parts.startedMs, parts.disabledMs));
  const atMs = (index: number): number => firstMinuteMs + index * minuteMs;
  const remembered = new Map<number, FluidState>([[0, restingState(parts, firstMinuteMs)]]);

  /** The state at the start of a minute, and the table of minutes before it that came with it. */
  const advance = (from: { readonly index: number; readonly state: FluidState }, untilIndex: number): Chunk => {
    const { table, after } = computeSpan(parts, from.state, atMs(from.index), Math.min(atMs(untilIndex), parts.startedMs));
    return { firstIndex: from.index, table, after };
  };
  const stateAt = (index: number): FluidState => {
    let begin = beginOf(index);
    while (begin.index < index) {
      const next = Math.min(index, (Math.floor(begin.index / minutesOfChunk / chunksToRemember) + 1) * minutesOfChunk * chunksToRemember);
      const state = advance(begin, next).after;
      if (!parts.steady && next % (minutesOfChunk * chunksToRemember) === 0) remembered.set(next, state);
      begin = { index: next, state };
    }
    return begin.state;
  };
  const beginOf = (index: number): { index: number; state: FluidState } => {
    const resting = restsAt(index);
    for (let known = index - (index % (minutesOfChunk * chunksToRemember)); known > resting; known -= minutesOfChunk * chunksToRemember) {
      const state = remembered.get(known);
      if (state !== undefined) return { index: known, state };
    }
    return { index: resting, state: restingState(parts, atMs(resting)) };
  };

  const lastStart = Math.max(0, minutes - leadMinutes);
  const last = advance({ index: lastStart, state: stateAt(lastStart) }, minutes);
  let current = last;
  const rowAt = (index: number): Row => {
    const within = index - current.firstIndex;
    if (within >= 0 && within < current.table.minutes) return current.table.row(within);
    const start = index - (index % minutesOfChunk);
    const state = current.firstIndex + current.table.minutes === start ? current.after : stateAt(start);
    current = advance({ index: start, state }, Math.min(start + minutesOfChunk, minutes));
    return current.table.row(index - start);
  };
  return {
    minutes,
    firstMinuteMs,
    at: (index) => figuresOf(rowAt(index), parts, atMs(index) < parts.disabledMs),
    committed: Array.from(last.after.ends, (end, partition) => end - (last.after.lags[partition] ?? 0)),
    pollers: last.after.pollers,
  };
}

interface Chunk {
  readonly firstIndex: number;
  readonly table: Table;
  readonly after: FluidState;
}

function figuresOf(row: Row, { fluid: { recordBytes, passShare, hasDestination }, unitsOf }: PastParts, enabled: boolean): PastFigures {
  const minute = newMappingMinute();
  const passed = Math.round(row.committed * passShare);
  const succeeded = Math.max(0, row.invocations - row.failures);
  addEvenly(minute.polled, row.committed, succeeded);
  addEvenly(minute.polledBytes, row.committed * recordBytes, succeeded);
  addEvenly(minute.filteredOut, row.committed - passed, succeeded);
  addEvenly(minute.invoked, row.invokedRecords, row.invocations);
  addEvenly(minute.failedInvoke, row.failedRecords, row.failures);
  addTo(minute.invokeErrors, 1, row.failures);
  addEvenly(hasDestination ? minute.deliveredToDestination : minute.dropped, row.givenUp, row.failures);
  addEvenly(minute.committed, row.committed, succeeded);
  addTo(minute.throttled, 1, row.throttles);
  const fn = newFunctionMinute();
  fn.invocations = row.invocations;
  fn.errors = Math.min(row.errors, row.invocations);
  fn.throttles = row.throttles;
  addTo(fn.durationMs, row.durationMs, row.invocations);
  addTo(fn.concurrentExecutions, row.running, row.invocations);
  const pollerUnits = unitsOf(row.pollers, minute.polledBytes.sum / 60);
  const standing = { sumLagRecords: row.sumLag, maxLagRecords: row.maxLag, pollers: row.pollers, pollerUnits };
  return { minute, fn, standing, enabled };
}
