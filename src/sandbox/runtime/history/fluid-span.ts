import { minuteMs } from "../../durations.ts";
import type { TopicSource } from "../ports.ts";
import { createScaler, type Scaler, type ScalingDecision } from "../scaling.ts";
import { type Carrying, carrying, type FluidMapping } from "./fluid-minute.ts";

export interface SpanParts {
  readonly topic: TopicSource;
  readonly fluid: FluidMapping;
  /** The minute in which the mapping was disabled; Infinity when it is enabled. */
  readonly disabledMs: number;
  readonly poisonFromMs: number;
  /** The record at which a partition stops for ever, because its batch is retried without end. */
  readonly stopsAt: (partition: number) => number;
}

/** A mapping's minutes, one after the other. */
export interface Span {
  row(index: number): Row;
  /** How it ended: offset of each partition, and the number of pollers. */
  readonly committed: readonly number[];
  readonly pollers: number;
}

const columns = [
  "committed",
  "sumLag",
  "maxLag",
  "pollers",
  "batch",
  "duration",
  "invocations",
  "errors",
  "throttles",
  "running",
  "givenUp",
] as const;
/** What a minute comes to; `batch` and `duration` are means, `running` is the highest number of concurrent executions. */
export type Row = { readonly [column in (typeof columns)[number]]: number };

/** Minutes from `firstMinuteMs`, a whole minute, on, begun without a backlog; `untilMs` may cut the last one short. */
export function computeSpan(parts: SpanParts, firstMinuteMs: number, untilMs: number): Span {
  const minutes = Math.max(0, Math.ceil((untilMs - firstMinuteMs) / minuteMs));
  const table = new Float64Array(minutes * columns.length);
  const state = startingState(parts, firstMinuteMs);
  for (let index = 0; index < minutes; index++) {
    const fromMs = firstMinuteMs + index * minuteMs;
    table.set(nextMinute(parts, state, fromMs, Math.min(fromMs + minuteMs, untilMs)), index * columns.length);
  }
  return {
    row: (index) => Object.fromEntries(columns.map((name, column) => [name, table[index * columns.length + column] ?? 0])) as Row,
    committed: Array.from(state.ends, (end, partition) => end - (state.lags[partition] ?? 0)),
    pollers: state.pollers,
  };
}

interface State {
  readonly scaler: Scaler;
  pollers: number;
  /** A change of the pollers' number that is under way. */
  change: ScalingDecision | undefined;
  /** By partition: end offset, what came in this minute, whole lag, and the part of it that waits for capacity. */
  readonly ends: Float64Array;
  readonly arrived: Float64Array;
  readonly lags: Float64Array;
  readonly backlogs: Float64Array;
  /** Fractions of invocations and errors carry over to the next minute. */
  invocations: number;
  errors: number;
  givenUp: number;
}

function startingState({ topic, fluid, disabledMs }: SpanParts, firstMinuteMs: number): State {
  const committedMs = Math.min(firstMinuteMs, disabledMs);
  const ends = Float64Array.from({ length: topic.partitions }, (_, partition) => topic.endOffset(partition, firstMinuteMs));
  const lags = ends.map((end, partition) => end - topic.endOffset(partition, committedMs));
  return {
    scaler: createScaler({
      mode: fluid.provisioned ? "provisioned" : "on-demand",
      limits: fluid.limits,
      windowMs: fluid.windowMs,
      startingPollers: fluid.limits.minimumPollers,
      assumptions: fluid.assumptions,
    }),
    pollers: fluid.limits.minimumPollers,
    change: undefined,
    ends,
    arrived: new Float64Array(topic.partitions),
    lags,
    backlogs: lags.slice(),
    invocations: 0,
    errors: 0,
    givenUp: 0,
  };
}

/** Moves `state` on by a minute and gives its row, in the order of `columns`. */
function nextMinute(parts: SpanParts, state: State, fromMs: number, untilMs: number): number[] {
  for (let partition = 0; partition < state.ends.length; partition++) {
    const end = parts.topic.endOffset(partition, untilMs);
    state.arrived[partition] = end - (state.ends[partition] ?? 0);
    state.ends[partition] = end;
  }
  return fromMs < parts.disabledMs ? polledMinute(parts, state, fromMs, untilMs) : disabledMinute(state);
}

function polledMinute(parts: SpanParts, state: State, fromMs: number, untilMs: number): number[] {
  applyChange(state, fromMs);
  const seconds = (untilMs - fromMs) / 1_000;
  const able = carrying(parts.fluid, {
    pollers: state.pollers,
    recordsPerSecond: sumOf(state.arrived) / seconds,
    backlogRecords: sumOf(state.backlogs),
    poison: untilMs > parts.poisonFromMs,
  });
  const { committed, stopped } = serve(parts, state, able, seconds);
  const sumLag = sumOf(state.lags);
  const throttles = Math.round(able.throttlesPerSecond * seconds);
  const decision = state.scaler.evaluate({ atMs: untilMs, lagRecords: sumLag, committedPerSecond: committed / seconds, throttles });
  const pollers = state.pollers;
  applyChange(state, untilMs);
  state.change = decision ?? state.change;

  const batches = (committed * parts.fluid.passShare) / able.batchRecords;
  const { batchRecords, durationMs, concurrentExecutions } = able;
  const retriesOfStopped = (stopped * seconds * 1_000) / (parts.fluid.assumptions.failurePause.longestMs + durationMs);
  const before = { ...state };
  const inMinute = (part: "invocations" | "errors" | "givenUp"): number => Math.round(state[part]) - Math.round(before[part]);
  state.errors += batches * able.failuresPerBatch + retriesOfStopped;
  state.invocations += batches * (1 + able.failuresPerBatch) + retriesOfStopped;
  state.givenUp += batches * able.givenUpPerBatch;
  return [
    committed,
    sumLag,
    maxOf(state.lags),
    pollers,
    batchRecords,
    durationMs,
    inMinute("invocations"),
    inMinute("errors"),
    throttles,
    concurrentExecutions,
    inMinute("givenUp"),
  ];
}

/** All that comes waits; what was on its way when the mapping was disabled has arrived. */
function disabledMinute({ arrived, backlogs, lags }: State): number[] {
  for (const [partition, records] of arrived.entries()) {
    const backlog = (backlogs[partition] ?? 0) + records;
    backlogs[partition] = backlog;
    lags[partition] = Math.floor(backlog);
  }
  return [0, sumOf(lags), maxOf(lags), 0, 0, 0, 0, 0, 0, 0, 0];
}

function applyChange(state: State, nowMs: number): void {
  if (state.change === undefined || state.change.atMs > nowMs) return;
  state.pollers = state.change.pollers;
  state.change = undefined;
}

/** Commits what can be carried, partition by partition; gives the number of committed records and of partitions that have stopped. */
function serve({ stopsAt }: SpanParts, { ends, arrived, backlogs, lags }: State, able: Carrying, seconds: number) {
  const untilStop = (partition: number): number =>
    Math.max(0, stopsAt(partition) - ((ends[partition] ?? 0) - (arrived[partition] ?? 0) - (backlogs[partition] ?? 0)));
  const mostOf = (partition: number): number => Math.min(able.partitionRecordsPerSecond * seconds, untilStop(partition));
  let wanted = 0;
  for (const [partition, records] of arrived.entries()) wanted += Math.min(records + (backlogs[partition] ?? 0), mostOf(partition));
  const share = Math.min(1, (able.recordsPerSecond * seconds) / Math.max(1, wanted));
  let [committed, stopped] = [0, 0];
  for (let partition = 0; partition < arrived.length; partition++) {
    const records = arrived[partition] ?? 0;
    const waiting = records + (backlogs[partition] ?? 0);
    if (waiting > 0 && untilStop(partition) === 0) stopped += 1;
    const backlog = waiting - Math.min(waiting, mostOf(partition)) * share;
    // Below a record it is only the rounding of the arithmetic.
    backlogs[partition] = backlog < 1 ? 0 : backlog;
    // Each partition is at another point between two commits; fractions of records, too, must not all round one way.
    const phase = (partition * goldenRatio) % 1;
    const latencyMs = able.shortestLatencyMs + phase * (able.longestLatencyMs - able.shortestLatencyMs);
    const onTheWay = ((records / seconds) * latencyMs) / 1_000;
    const before = lags[partition] ?? 0;
    const lag = Math.min(before + records, Math.floor((backlogs[partition] ?? 0) + onTheWay + ((phase * 7) % 1)));
    committed += before + records - lag;
    lags[partition] = lag;
  }
  return { committed, stopped };
}

const goldenRatio = 0.618_034;

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index] ?? 0;
  return sum;
}

function maxOf(values: Float64Array): number {
  let most = 0;
  for (let index = 0; index < values.length; index++) most = Math.max(most, values[index] ?? 0);
  return most;
}
