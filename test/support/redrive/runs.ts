import type { RunCounts } from "../../../src/core/redrive/journal.ts";
import type { RunProgress } from "../../../src/core/redrive/run-progress.ts";
import type { ListedRun, RunFacts } from "../../../src/core/redrive/runs.ts";
import { planNowMs } from "./plans.ts";

export const runId = "01JDK7Q2W3X4Y5Z6A7B8C9D0E1";

/** 41,203 records, of which 30,698 were redriven and two parked. */
export function sampleCounts(changes: Partial<RunCounts> = {}): RunCounts {
  return {
    documents: 1_284,
    removed: 950,
    kept: 2,
    seen: 41_203,
    redriven: 30_698,
    parked: 2,
    unrecoverable: 0,
    filtered: 0,
    remaining: 10_503,
    possibleDuplicates: 0,
    invocations: 310,
    ...changes,
  };
}

/** All done but what is parked. */
export const finishedCounts = sampleCounts({ redriven: 41_201, remaining: 0 });

export function sampleRun(changes: Partial<ListedRun> = {}, facts: Partial<RunFacts> = {}): ListedRun {
  return {
    facts: {
      id: runId,
      verb: "redrive",
      source: "s3://shop-failed-records/aws/lambda/e0b5c7f2-0000-4000-8000-0000000091c2/",
      target: "lambda:shipments",
      mappingUuid: "e0b5c7f2-0000-4000-8000-0000000091c2",
      functionName: "shipments",
      accountId: "123456789012",
      region: "eu-central-1",
      createdAtMs: planNowMs - 3 * 60_000,
      settings: {},
      ...facts,
    },
    state: "stopped",
    owner: undefined,
    says: undefined,
    ...changes,
  };
}

export function sampleProgress(changes: Partial<RunProgress> = {}): RunProgress {
  return {
    phase: "running",
    counts: sampleCounts({ redriven: 30_098, remaining: 11_103 }),
    recordsPerSecond: 355,
    leftMs: 31_275,
    inFlight: 6,
    concurrency: 6,
    throttled: 0,
    atMs: planNowMs,
    ...changes,
  };
}
