import { minuteMs } from "../../durations.ts";
import { durationOf } from "./expected-delivery.ts";
import type { Carrying, FluidMapping } from "./fluid-minute.ts";

export const columns = [
  "committed",
  "sumLag",
  "maxLag",
  "pollers",
  "invocations",
  "errors",
  "failures",
  "throttles",
  "invokedRecords",
  "failedRecords",
  "givenUp",
  "durationMs",
  "running",
] as const;
/** What a minute comes to; `durationMs` is a mean, `running` the highest number of concurrent executions. */
export type Row = { readonly [column in (typeof columns)[number]]: number };

export interface MinuteEnd {
  readonly able: Carrying;
  readonly committed: number;
  readonly tooOld: number;
  readonly throttles: number;
  readonly pollers: number;
  readonly endless: { readonly batches: number; readonly records: number };
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Everything but the lag, which the minute's end tells. */
export function fillRow(fluid: FluidMapping, row: Float64Array, end: MinuteEnd): void {
  const { able, committed, tooOld, endless, fromMs, untilMs } = end;
  const { extra } = able;
  const batches = (committed * fluid.passShare) / able.batchRecords;
  const recordsOfEndless = endless.batches === 0 ? 0 : endless.records / endless.batches;
  const roundMs = fluid.assumptions.failurePause.longestMs + fluid.assumptions.dispatchMs + durationOf(fluid.function, recordsOfEndless);
  const endlessCalls = (endless.batches * (untilMs - fromMs)) / roundMs;
  // Fractions are rounded up as often as they should be, whatever the minutes before.
  const minute = Math.round(fromMs / minuteMs);
  const whole = (value: number, salt: number): number => Math.floor(value + ((minute * goldenRatio + salt * 0.37) % 1));
  const figures: Omit<Row, "sumLag" | "maxLag"> = {
    committed: committed + tooOld,
    pollers: end.pollers,
    invocations: whole(batches * (1 + extra.invocations) + endlessCalls, 0),
    errors: whole(batches * extra.errors + (fluid.retry.partialResponses ? 0 : endlessCalls), 1),
    failures: whole(batches * extra.failures + endlessCalls, 1),
    throttles: end.throttles,
    invokedRecords: whole(batches * (able.batchRecords + extra.invokedRecords) + endlessCalls * recordsOfEndless, 2),
    failedRecords: whole(batches * extra.failedRecords + endlessCalls * (fluid.retry.partialResponses ? 1 : recordsOfEndless), 3),
    givenUp: whole(batches * extra.givenUpRecords + tooOld * fluid.passShare, 4),
    durationMs: able.durationMs,
    running: able.concurrentExecutions,
  };
  for (const [name, value] of Object.entries(figures)) row[columns.indexOf(name as keyof Row)] = value;
}

/** Multiples of it, without their whole part, are spread evenly, however many they are. */
export const goldenRatio = 0.618_034;
