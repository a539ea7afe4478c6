import { formatCount } from "../figures.ts";
import { isPaused } from "../mapping/inspection.ts";
import { formatDuration } from "../time.ts";
import { minuteMs } from "./minutes.ts";
import type { LagAge, LagReport } from "./report.ts";
import { tellingMs } from "./verdict.ts";

/** What a pipeline lets pass. */
export interface LagLimits {
  readonly maxLagRecords?: number | undefined;
  readonly maxAgeMs?: number | undefined;
  /** Only what has been exceeded for so long counts. */
  readonly forMs?: number | undefined;
  readonly allowNoData?: boolean | undefined;
}

interface GateFailure {
  /** undefined: there was no mapping to look at. */
  readonly uuid: string | undefined;
  readonly name: string | undefined;
  readonly metric: "lag" | "age";
  /** Records, or milliseconds. */
  readonly limit: number;
  /** undefined: no data. */
  readonly value: number | undefined;
  readonly message: string;
}

export interface GateResult {
  readonly passed: boolean;
  readonly failures: readonly GateFailure[];
  /** When what is exceeded, but not long enough yet, will have lasted; undefined: there is no such thing. */
  readonly openUntilMs?: number;
  /** Since when what is exceeded has been so, for the next reading. */
  readonly exceededSince: ExceededSince;
}

/** By metric and UUID; milliseconds since the epoch. */
export type ExceededSince = ReadonlyMap<string, number>;

/**
 * What exceeds the limits. Of several mappings those that a person paused are left out; one that Lambda stopped is not.
 * With `forMs` the minutes tell how long the lag has been too great. There are no minutes of the age, nor of a lag that only
 * brokers know: it is known to have lasted as long as the oldest record has been too old, and else from reading to reading,
 * by what `before` found. No data says no unless it is allowed; so do figures that are too old to say what is now, and having
 * nothing to look at. Old figures above a limit exceed it: nobody is known to have worked off what they count.
 */
export function gateLag(reports: readonly LagReport[], limits: LagLimits, atMs: number, before: ExceededSince = new Map()): GateResult {
  const asked = reports.length > 1 ? reports.filter(({ mapping }) => !isPaused(mapping)) : reports;
  const checks = [...(limits.maxLagRecords === undefined ? [] : [lagCheck]), ...(limits.maxAgeMs === undefined ? [] : [ageCheck])];
  const outcomes = asked.flatMap((report) => checks.map((check) => judge(report, check(report, limits, atMs), { limits, atMs, before })));
  const failures = outcomes.flatMap(({ failure }) => failure ?? []);
  if (asked.length === 0 && limits.allowNoData !== true)
    failures.push(...checks.map((check) => nothingToLookAt(check(undefined, limits, atMs))));
  const open = outcomes.flatMap(({ openUntilMs }) => openUntilMs ?? []);
  return {
    passed: failures.length === 0,
    failures,
    ...(open.length === 0 ? {} : { openUntilMs: Math.min(...open) }),
    exceededSince: new Map(outcomes.flatMap(({ since }) => (since === undefined ? [] : [since]))),
  };
}

/** One metric of one mapping. */
interface Checked {
  readonly metric: GateFailure["metric"];
  readonly flag: string;
  readonly limit: number;
  readonly value: number | undefined;
  readonly noData: string;
  readonly say: (value: number) => string;
  /** The least time for which it has been exceeded by the data of this reading. */
  readonly lastedMs: number;
  /** It is known for how long it has been exceeded, so that there is nothing to wait for. */
  readonly exactly: boolean;
}

type Check = (report: LagReport | undefined, limits: LagLimits, atMs: number) => Checked;

const lagCheck: Check = (report, { maxLagRecords = 0 }, atMs) => {
  const minutes = report?.samples.series.get("lagRecords") ?? [];
  const value = report?.lagRecords;
  const oldMs = tooOldMs(report, atMs);
  const isUnknown = oldMs !== undefined && value !== undefined && value <= maxLagRecords;
  return {
    metric: "lag",
    flag: "--max-lag",
    limit: maxLagRecords,
    value: isUnknown ? undefined : value,
    noData: isUnknown ? agoPhrase(oldMs) : whyNoLag(report),
    say: formatCount,
    lastedMs: runMs(minutes, maxLagRecords) + (oldMs ?? 0),
    exactly: minutes.some((value) => value !== undefined),
  };
};

/** How old the newest lag is, where it says nothing of the present. */
function tooOldMs(report: LagReport | undefined, atMs: number): number | undefined {
  const oldMs = atMs - (report?.asOfMs ?? atMs);
  return oldMs > tellingMs ? oldMs : undefined;
}

function agoPhrase(oldMs: number): string {
  return `its newest lag is ${exactDuration(oldMs)} old`;
}

function whyNoLag(report: LagReport | undefined): string {
  if (report?.verdict === "no data" && report.cause !== undefined) return report.cause.message;
  return report?.age.kind === "no-data" ? report.age.reason : "no metric has a value";
}

const ageCheck: Check = (report, { maxAgeMs = 0 }, atMs) => {
  const age = report?.age ?? { kind: "no-data", reason: "" };
  const oldMs = tooOldMs(report, atMs);
  // Older than all that was read may be older than the limit, too.
  const known = age.kind === "known" && ((age.atLeast !== true && oldMs === undefined) || age.ms > maxAgeMs);
  return {
    metric: "age",
    flag: "--max-age",
    limit: maxAgeMs,
    value: known ? age.ms : undefined,
    noData: whyNoAge(age, oldMs),
    say: exactDuration,
    // A record that is unprocessed now was so all the time since it became too old.
    lastedMs: known ? age.ms - maxAgeMs : 0,
    exactly: false,
  };
};

function whyNoAge(age: LagAge, oldMs: number | undefined): string {
  if (age.kind === "no-data") return age.reason;
  return oldMs === undefined ? `its records are older than the ${exactDuration(age.ms)} that were read` : agoPhrase(oldMs);
}

const hourMs = 60 * minuteMs;

/** `2 min 31 s`, `3 h 5 min`: figures of one sentence have to add up. */
function exactDuration(ms: number): string {
  if (ms < minuteMs) return formatDuration(ms);
  const [large, small, unitMs] = ms < hourMs ? ["min", "s", minuteMs] : ["h", "min", hourMs];
  const rest = Math.floor((ms % unitMs) / (unitMs / 60));
  return `${formatCount(Math.floor(ms / unitMs))} ${large}${rest === 0 ? "" : ` ${rest} ${small}`}`;
}

/** How long the newest run of minutes above the limit is; minutes without data count when there are some above it on both sides. */
function runMs(minutes: readonly (number | undefined)[], limit: number): number {
  const newest = minutes.findLastIndex((value) => value !== undefined);
  const calm = minutes.findLastIndex((value) => value !== undefined && value <= limit);
  const first = minutes.findIndex((value, index) => index > calm && value !== undefined);
  return first < 0 ? 0 : (newest - first + 1) * minuteMs;
}

interface Outcome {
  readonly failure?: GateFailure;
  readonly openUntilMs?: number;
  readonly since?: readonly [key: string, sinceMs: number];
}

interface Reading {
  readonly limits: LagLimits;
  readonly atMs: number;
  readonly before: ExceededSince;
}

function judge({ mapping, name }: LagReport, checked: Checked, { limits, atMs, before }: Reading): Outcome {
  const { metric, flag, limit, value, say, lastedMs, exactly } = checked;
  const failed = (message: string) => ({ uuid: mapping.UUID, name, metric, limit, value, message: `${name}: ${message}` });
  if (value === undefined) {
    return limits.allowNoData === true ? {} : { failure: failed(`no data on its ${metric}: ${checked.noData}`) };
  }
  if (value <= limit) return {};
  const { forMs = 0 } = limits;
  const key = `${metric} ${mapping.UUID}`;
  const sinceMs = Math.min(before.get(key) ?? atMs, atMs - lastedMs);
  const since: Outcome = { since: [key, sinceMs] };
  const forHow = forMs === 0 ? "" : `, and has for ${exactDuration(atMs - sinceMs)}`;
  if (atMs - sinceMs >= forMs) {
    return { ...since, failure: failed(`${metric} ${say(value)} exceeds ${flag} ${say(limit)} by ${say(value - limit)}${forHow}`) };
  }
  return exactly ? since : { ...since, openUntilMs: sinceMs + forMs };
}

function nothingToLookAt({ metric, flag, limit }: Checked): GateFailure {
  return { uuid: undefined, name: undefined, metric, limit, value: undefined, message: `no mapping that ${flag} could look at` };
}
