import { minuteMs } from "../../durations.ts";
import { freeOf, isRead, recordsOfAttempt, rescaled, runIntoPoison } from "./endless-batches.ts";
import { type Carrying, carrying, type Load } from "./fluid-minute.ts";
import { columns, fillRow, goldenRatio, type Row } from "./fluid-row.ts";
import { at, type FluidState, maxOf, type SpanParts, sumOf, type Working, workingState } from "./fluid-state.ts";

/** Minutes in a row, a number for each of the columns. */
export interface Table {
  readonly minutes: number;
  row(index: number): Row;
}

/** The minutes of [fromMs, untilMs) after `before`, which stays as it is; fromMs is a whole minute, untilMs may cut the last one short. */
export function computeSpan(parts: SpanParts, before: FluidState, fromMs: number, untilMs: number): { table: Table; after: FluidState } {
  const minutes = Math.max(0, Math.ceil((untilMs - fromMs) / minuteMs));
  const numbers = new Float64Array(minutes * columns.length);
  const working = workingState(parts, before);
  for (let index = 0; index < minutes; index++) {
    const beginsMs = fromMs + index * minuteMs;
    working.row = numbers.subarray(index * columns.length, (index + 1) * columns.length);
    nextMinute(parts, working, beginsMs, Math.min(beginsMs + minuteMs, untilMs));
  }
  const row = (index: number): Row =>
    Object.fromEntries(columns.map((name, column) => [name, numbers[index * columns.length + column] ?? 0])) as Row;
  const { pollers, change, ends, lags, backlogs, endless } = working;
  return { table: { minutes, row }, after: { scaler: working.scaler.state, pollers, change, ends, lags, backlogs, endless } };
}

function nextMinute(parts: SpanParts, state: Working, fromMs: number, untilMs: number): void {
  const { ends, arrived, lags, backlogs } = state;
  for (let partition = 0; partition < ends.length; partition++) {
    const end = parts.topic.endOffset(partition, untilMs);
    arrived[partition] = end - at(ends, partition);
    ends[partition] = end;
  }
  if (fromMs < parts.disabledMs) {
    polledMinute(parts, state, fromMs, untilMs);
  } else {
    // All that comes waits; what was on its way when the mapping was disabled has arrived.
    for (let partition = 0; partition < ends.length; partition++) {
      backlogs[partition] = at(backlogs, partition) + at(arrived, partition);
      lags[partition] = at(backlogs, partition);
    }
  }
  passOverExpired(parts, state, untilMs);
  state.row[columns.indexOf("sumLag")] = sumOf(lags);
  state.row[columns.indexOf("maxLag")] = maxOf(lags);
}

function polledMinute(parts: SpanParts, state: Working, fromMs: number, untilMs: number): void {
  const { fluid } = parts;
  applyChange(state, fromMs);
  const seconds = (untilMs - fromMs) / 1_000;
  const load = loadOf(parts, state, seconds, untilMs > parts.poisonFromMs);
  const able = ableTo(parts, state, load);
  const endless = { batches: state.endless?.batches ?? 0, records: state.endless?.records ?? 0 };
  const committed = serve(parts, state, { able, seconds, short: load.backlogRecords > 0 });
  const tooOld = giveUpTooOld(parts, state, untilMs);
  const throttles = Math.round(able.throttlesPerSecond * seconds);
  const pollers = state.pollers;
  const decision = state.scaler.evaluate({
    atMs: untilMs,
    lagRecords: sumOf(state.lags),
    committedPerSecond: (committed + tooOld) / seconds,
    throttles,
  });
  applyChange(state, untilMs);
  state.change = decision ?? state.change;
  fillRow(fluid, state.row, { able, committed, tooOld, throttles, pollers, endless, fromMs, untilMs });
}

/** What comes to pollers and partitions that no endless batch holds. */
function loadOf({ fluid }: SpanParts, { endless, pollers, arrived, backlogs }: Working, seconds: number, poison: boolean): Load {
  const free = endless === undefined ? { pollers, partitions: undefined } : freeOf(endless, pollers, fluid.limits);
  const sumOfFree = (values: Float64Array): number =>
    values.reduce((sum, value, partition) => (free.partitions?.[partition] === 0 ? sum : sum + value), 0);
  return {
    // Where all are held there is nothing to carry.
    pollers: Math.max(1, free.pollers),
    partitions: Math.max(1, free.partitions?.reduce((sum, each) => sum + each, 0) ?? arrived.length),
    recordsPerSecond: sumOfFree(arrived) / seconds,
    backlogRecords: sumOfFree(backlogs),
    poison,
  };
}

function ableTo({ fluid }: SpanParts, { saturated }: Working, load: Load): Carrying {
  if (load.backlogRecords === 0 || Number.isFinite(fluid.retry.maximumAgeMs)) return carrying(fluid, load);
  const key = `${load.pollers} ${load.partitions} ${load.poison}`;
  const able = saturated.get(key) ?? carrying(fluid, load);
  saturated.set(key, able);
  return able;
}

function applyChange(state: Working, nowMs: number): void {
  if (state.change === undefined || state.change.atMs > nowMs) return;
  state.pollers = state.change.pollers;
  state.change = undefined;
  if (state.endless !== undefined) rescaled(state.endless, state.pollers);
}

/** Commits what can be carried, partition by partition; gives how many records. */
function serve(
  parts: SpanParts,
  state: Working,
  { able, seconds, short }: { readonly able: Carrying; readonly seconds: number; readonly short: boolean },
): number {
  const { arrived, backlogs, lags, served } = state;
  const most = able.partitionRecordsPerSecond * seconds;
  let wanted = 0;
  for (let partition = 0; partition < arrived.length; partition++) {
    served[partition] = Math.min(at(arrived, partition) + at(backlogs, partition), most);
    if (state.endless !== undefined && !isRead(state.endless, partition, state.pollers, parts.fluid.limits)) served[partition] = 0;
    wanted += at(served, partition);
  }
  const share = Math.min(1, (able.recordsPerSecond * seconds) / Math.max(1, wanted));
  for (let partition = 0; partition < arrived.length; partition++) served[partition] = at(served, partition) * share;
  stopAtPoison(parts, state, able, short || share < 1);
  let committed = 0;
  for (let partition = 0; partition < arrived.length; partition++) {
    const records = at(arrived, partition);
    const backlog = records + at(backlogs, partition) - at(served, partition);
    // Below a record it is only the rounding of the arithmetic.
    backlogs[partition] = backlog < 1 ? 0 : backlog;
    // Each partition is at another point between two commits; fractions of records, too, must not all round one way.
    const phase = (partition * goldenRatio) % 1;
    const latencyMs = able.shortestLatencyMs + phase * (able.longestLatencyMs - able.shortestLatencyMs) + able.heldUpMs;
    const onTheWay = ((records / seconds) * latencyMs) / 1_000;
    const before = at(lags, partition);
    const lag = Math.min(before + records, Math.floor(at(backlogs, partition) + onTheWay + ((phase * 7) % 1)));
    committed += before + records - lag;
    lags[partition] = lag;
  }
  return committed;
}

function stopAtPoison({ stopsAt, fluid }: SpanParts, state: Working, able: Carrying, short: boolean): void {
  const { endless, ends, arrived, backlogs } = state;
  if (stopsAt === undefined || endless === undefined) return;
  runIntoPoison({
    endless,
    pollers: state.pollers,
    limits: fluid.limits,
    able,
    saturated: short,
    recordsOfAttempt: recordsOfAttempt(fluid.retry, fluid.assumptions, able),
    wanted: state.served,
    untilPoison: (partition) => stopsAt(partition) - (at(ends, partition) - at(arrived, partition) - at(backlogs, partition)),
  });
}

/** Records beyond the mapping's age limit leave without an attempt, faster than any backlog grows. Gives how many. */
function giveUpTooOld({ fluid, topic }: SpanParts, { ends, lags, backlogs }: Working, untilMs: number): number {
  const { maximumAgeMs } = fluid.retry;
  if (!Number.isFinite(maximumAgeMs)) return 0;
  let tooOld = 0;
  for (let partition = 0; partition < ends.length; partition++) {
    const younger = at(ends, partition) - topic.endOffset(partition, untilMs - maximumAgeMs);
    const records = at(backlogs, partition) === 0 ? 0 : Math.max(0, at(lags, partition) - younger);
    tooOld += records;
    lags[partition] = at(lags, partition) - records;
    backlogs[partition] = Math.max(0, at(backlogs, partition) - records);
  }
  return tooOld;
}

/** What the topic no longer keeps is lost to a group that has not come to it. */
function passOverExpired({ topic }: SpanParts, { ends, lags, backlogs }: Working, untilMs: number): void {
  for (let partition = 0; partition < ends.length; partition++) {
    if (at(backlogs, partition) === 0) continue;
    const kept = at(ends, partition) - topic.earliestOffset(partition, untilMs);
    if (at(lags, partition) <= kept) continue;
    lags[partition] = kept;
    backlogs[partition] = Math.min(at(backlogs, partition), kept);
  }
}
