import { formatCount, formatPercent, plural } from "../../figures.ts";
import { formatDollars } from "../../money.ts";
import { formatDuration } from "../../time.ts";
import type { Baseline } from "./baseline.ts";
import { type Expectation, type ExpectedAt, expectedAt } from "./expectation.ts";
import type { ObservedMinute } from "./observed-minute.ts";

/** What a step is held to. */
export interface Limits {
  /** 99 of 100 records are to be no older. */
  readonly ageP99Ms: number;
  readonly timeoutMs: number;
  readonly hoursPerMonth: number;
  readonly baseline: Baseline;
  readonly expectation: Expectation;
}

/** Metrics may be missing for so long, in minutes. A judgement of ours. */
export const toleratedMinutes = 5;
/** Minutes in a row that have to tell the same before a prediction counts as wrong; how long metrics may be missing. Judgements of ours. */
const inARow = 3;
const tolerated = { missing: toleratedMinutes, old: 3, ofOld: 5 };
/** Beyond the predicted range, so that ordinary noise is none of a prediction's mistakes. An assumption. */
const noise = 1.25;
const dearer = 1.5;
/** An invocation of more than this share of the timeout is about to fail. */
const timeoutShare = 0.7;
/** More failures than before by so much, and twice as many. */
const moreErrors = 0.01;
const moreThrottles = 0.001;

type Check = (minutes: readonly ObservedMinute[], limits: Limits) => string | undefined;

/** What goes wrong from the moment of the update on, even while the backlog of it is worked off. In words; undefined: nothing. */
export function harmSeen(minutes: readonly ObservedMinute[], limits: Limits): string | undefined {
  return first([failing, throttled, tooLong, givenUp], minutes, limits);
}

/**
 * Whether the prediction holds, once the backlog of the update is gone. While a mapping catches up with a backlog of before, its lag and ages tell nothing
 * of the settings.
 */
export function violationSeen(minutes: readonly ObservedMinute[], limits: Limits, isCatchingUp: boolean): string | undefined {
  return first(isCatchingUp ? [missing, slower] : [missing, tooOld, tooMuchLag, slower], minutes, limits);
}

/** Of the last minutes, once a step has been watched to its end. */
export function dearerThanPredicted(minutes: readonly ObservedMinute[], { expectation, hoursPerMonth }: Limits): string | undefined {
  const known = minutes.slice(-tolerated.ofOld).flatMap(({ cost, arrivedPerSecond }) => {
    const expected = arrivedPerSecond === undefined ? undefined : expectedAt(expectation, arrivedPerSecond);
    return cost === undefined || expected === undefined ? [] : [{ month: cost * 60 * hoursPerMonth, most: expected.costMonth.high }];
  });
  const mean = (value: (each: (typeof known)[number]) => number) => known.reduce((sum, each) => sum + value(each), 0) / known.length;
  if (known.length === 0) return undefined;
  const [month, most] = [mean((each) => each.month), mean((each) => each.most)];
  return month > most * dearer ? `it costs ${formatDollars(month)} a month, predicted was ${formatDollars(most)} at most` : undefined;
}

function first(checks: readonly Check[], minutes: readonly ObservedMinute[], limits: Limits): string | undefined {
  for (const check of checks) {
    const seen = check(minutes, limits);
    if (seen !== undefined) return seen;
  }
  return undefined;
}

/** In two of the newest minutes at least: one bad minute is everyday. */
const failing: Check = (minutes, { baseline }) => {
  const worse = beyond(minutes, ({ errors }) => errors, baseline.errorShare, moreErrors);
  return worse === undefined
    ? undefined
    : `${formatPercent(worse)} of invocations fail, before it was ${formatPercent(baseline.errorShare)}`;
};

const throttled: Check = (minutes, { baseline }) => {
  const worse = beyond(minutes, ({ throttles }) => throttles, baseline.throttleShare, moreThrottles);
  return worse === undefined
    ? undefined
    : `${formatPercent(worse)} of invocations are throttled, before it was ${formatPercent(baseline.throttleShare)}`;
};

const tooLong: Check = (minutes, { baseline, timeoutMs }) => {
  const longest = Math.max(0, ...minutes.slice(-inARow).map(({ maximumDurationMs }) => maximumDurationMs ?? 0));
  if (longest <= timeoutShare * timeoutMs || longest <= (baseline.maximumDurationMs ?? 0)) return undefined;
  return `an invocation took ${formatDuration(longest)}, of a timeout of ${formatDuration(timeoutMs)}`;
};

const givenUp: Check = (minutes, { baseline }) => {
  const [records, lost] = [sum(minutes, (minute) => minute.records), sum(minutes, (minute) => minute.givenUp)];
  if (lost === 0 || lost <= 2 * baseline.givenUpShare * records) return undefined;
  return `${plural(lost, "record")} given up, more than before`;
};

const missing: Check = (minutes) => {
  const newest = minutes.slice(-tolerated.missing);
  const isBlind =
    newest.length === tolerated.missing && newest.every(({ lagRecords, records }) => lagRecords === undefined && records === undefined);
  const hasNoLag = newest.length === tolerated.missing && newest.every(({ lagRecords }) => lagRecords === undefined);
  if (isBlind) return `there are no metrics for ${tolerated.missing} minutes`;
  return hasNoLag ? `the lag is not known for ${tolerated.missing} minutes` : undefined;
};

const tooOld: Check = (minutes, { ageP99Ms }) => {
  const old = minutes.slice(-tolerated.ofOld).flatMap(({ ageMs }) => (ageMs !== undefined && ageMs > ageP99Ms ? [ageMs] : []));
  // What is over when it is seen is over.
  const isNow = (minutes.at(-1)?.ageMs ?? 0) > ageP99Ms;
  if (old.length < tolerated.old || !isNow) return undefined;
  return `records wait for ${formatDuration(Math.min(...old))} and longer, they are to be no older than ${formatDuration(ageP99Ms)}`;
};

const tooMuchLag: Check = (minutes, limits) => {
  const last = beyondPrediction(
    minutes,
    limits,
    ({ lagRecords }) => lagRecords,
    ({ lagRecords }) => lagRecords,
  );
  return last && `the lag is ${formatCount(last.value)} records, predicted were ${formatCount(Math.round(last.most))} at most`;
};

const slower: Check = (minutes, limits) => {
  const last = beyondPrediction(
    minutes,
    limits,
    ({ durationMs }) => durationMs,
    ({ durationMs }) => durationMs.high,
  );
  return last && `an invocation takes ${formatDuration(last.value)}, predicted were ${formatDuration(last.most)} at most`;
};

/** The newest minute, where it and those before it are all beyond what is predicted for the load that came. */
function beyondPrediction(
  minutes: readonly ObservedMinute[],
  { expectation }: Limits,
  measured: (minute: ObservedMinute) => number | undefined,
  predicted: (expected: ExpectedAt) => number,
): { readonly value: number; readonly most: number } | undefined {
  const seen = minutes.slice(-inARow).flatMap((minute) => {
    const expected = minute.arrivedPerSecond === undefined ? undefined : expectedAt(expectation, minute.arrivedPerSecond);
    const value = measured(minute);
    if (value === undefined || expected === undefined || value <= predicted(expected) * noise) return [];
    return { value, most: predicted(expected) };
  });
  return seen.length === inARow ? seen.at(-1) : undefined;
}

/** Of the invocations of the newest minutes that have more of it than before and twice as much, where those are two at least. */
function beyond(
  minutes: readonly ObservedMinute[],
  count: (minute: ObservedMinute) => number | undefined,
  before: number,
  more: number,
): number | undefined {
  const worse = minutes.slice(-inARow).filter((minute) => {
    const share = (count(minute) ?? 0) / Math.max(1, minute.invocations ?? 0);
    return share > before + more && share > 2 * before;
  });
  return worse.length < 2 ? undefined : sum(worse, count) / sum(worse, ({ invocations }) => invocations);
}

function sum(minutes: readonly ObservedMinute[], value: (minute: ObservedMinute) => number | undefined): number {
  return minutes.reduce((all, minute) => all + (value(minute) ?? 0), 0);
}
