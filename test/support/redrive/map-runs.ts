import { MskctlError } from "../../../src/core/errors.ts";
import type { MapRun, MapRunCounts, MapRuns } from "../../../src/core/redrive/handover/map-run.ts";

export const mapRunArn = "arn:aws:states:eu-central-1:123456789012:mapRun:redrive/Map:run-1";
export const executionArn = "arn:aws:states:eu-central-1:123456789012:execution:redrive:01JDK7Q2";
export const mapRunStartMs = Date.parse("2026-11-23T12:00:00Z");

export function someCounts(changes: Partial<MapRunCounts> = {}): MapRunCounts {
  return {
    total: 0,
    pending: 0,
    running: 0,
    succeeded: 0,
    failed: 0,
    timedOut: 0,
    aborted: 0,
    resultsWritten: 0,
    failuresNotRedrivable: 0,
    pendingRedrive: 0,
    ...changes,
  };
}

/** One that runs, of 1,000 items in batches of 10, of which nothing is done. */
export function someMapRun(changes: Partial<MapRun> = {}): MapRun {
  return {
    arn: mapRunArn,
    executionArn,
    status: "RUNNING",
    startedAtMs: mapRunStartMs,
    stoppedAtMs: undefined,
    maxConcurrency: 40,
    toleratedFailurePercentage: 1,
    toleratedFailureCount: 0,
    items: someCounts({ total: 1_000, pending: 1_000 }),
    children: someCounts({ total: 100, pending: 100 }),
    redriveCount: 0,
    ...changes,
  };
}

/** The same with so many of its batches of 10 done. */
export function mapRunAfter(batches: number, changes: Partial<MapRun> = {}): MapRun {
  return someMapRun({
    items: someCounts({ total: 1_000, succeeded: batches * 10, pending: 1_000 - batches * 10 }),
    children: someCounts({ total: 100, succeeded: batches, pending: 100 - batches }),
    ...changes,
  });
}

export interface FakeMapRuns extends MapRuns {
  /** When it was described, and what it was set to. */
  readonly askedAtMs: number[];
  readonly concurrencies: number[];
}

/** Gives each answer once, the last one again and again; an error is thrown. A concurrency that is set is in the answers from then on. */
export function fakeMapRuns(answers: readonly (MapRun | Error)[], now: () => number = () => mapRunStartMs): FakeMapRuns {
  const askedAtMs: number[] = [];
  const concurrencies: number[] = [];
  return {
    askedAtMs,
    concurrencies,
    async describe() {
      const answer = answers[Math.min(askedAtMs.length, answers.length - 1)];
      askedAtMs.push(now());
      if (answer === undefined || answer instanceof Error) throw answer;
      const maxConcurrency = concurrencies.at(-1);
      return maxConcurrency === undefined ? answer : { ...answer, maxConcurrency };
    },
    async setMaxConcurrency(_, maxConcurrency) {
      concurrencies.push(maxConcurrency);
    },
  };
}

export function throttledError(): MskctlError {
  return new MskctlError("throttled", "Step Functions throttles DescribeMapRun: Rate exceeded");
}
