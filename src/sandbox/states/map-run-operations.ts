import { itemPage } from "../protocols/item-page.ts";
import { required } from "../protocols/required.ts";
import { operation } from "../protocols/rpc-service.ts";
import { list, number, string, structure, timestamp } from "../protocols/shape.ts";
import type { World } from "../world.ts";
import { executionDoesNotExist, invalid, invalidArn, invalidToken, mapRunNotFound, throttled } from "./errors.ts";
import { executionParts, type MapRunStore, type SandboxMapRun } from "./map-run.ts";

const counts = structure({
  pending: number,
  running: number,
  succeeded: number,
  failed: number,
  timedOut: number,
  aborted: number,
  total: number,
  resultsWritten: number,
  failuresNotRedrivable: number,
  pendingRedrive: number,
});

export const describeMapRun = operation({
  input: structure({ mapRunArn: string }),
  output: structure({
    mapRunArn: string,
    executionArn: string,
    status: string,
    startDate: timestamp,
    stopDate: timestamp,
    maxConcurrency: number,
    toleratedFailurePercentage: number,
    toleratedFailureCount: number,
    itemCounts: counts,
    executionCounts: counts,
    redriveCount: number,
  }),
  run({ mapRunArn }, world) {
    admit("DescribeMapRun", world);
    return knownMapRun(mapRunArn, world);
  },
});

export const updateMapRun = operation({
  input: structure({ mapRunArn: string, maxConcurrency: number, toleratedFailurePercentage: number, toleratedFailureCount: number }),
  output: structure({}),
  run({ mapRunArn, maxConcurrency, toleratedFailurePercentage, toleratedFailureCount }, world) {
    admit("UpdateMapRun", world);
    const known = knownMapRun(mapRunArn, world);
    refuseOutside("maxConcurrency", maxConcurrency, Number.MAX_SAFE_INTEGER);
    refuseOutside("toleratedFailurePercentage", toleratedFailurePercentage, 100);
    refuseOutside("toleratedFailureCount", toleratedFailureCount, Number.MAX_SAFE_INTEGER);
    // Assumption: by this name; the API reference says only that a Map Run in progress is updated.
    if (known.status !== "RUNNING") throw invalid(`The Map Run is ${known.status}: only one that is running can be updated.`);
    world.mapRuns.runs.set(known.mapRunArn, {
      ...known,
      maxConcurrency: maxConcurrency ?? known.maxConcurrency,
      toleratedFailurePercentage: toleratedFailurePercentage ?? known.toleratedFailurePercentage,
      toleratedFailureCount: toleratedFailureCount ?? known.toleratedFailureCount,
    });
    return {};
  },
});

/** Figure of the API reference. */
const mostPerPage = 1_000;
/** Figure of the API reference: what 0, and nothing, mean. */
const usualPerPage = 100;

const listedMapRun = structure({
  executionArn: string,
  mapRunArn: string,
  stateMachineArn: string,
  startDate: timestamp,
  stopDate: timestamp,
});

export const listMapRuns = operation({
  input: structure({ executionArn: string, maxResults: number, nextToken: string }),
  output: structure({ mapRuns: list(listedMapRun), nextToken: string }),
  run({ executionArn, maxResults, nextToken }, { mapRuns }) {
    refuseOutside("maxResults", maxResults, mostPerPage);
    const runs = mapRunsOf(executionArn, mapRuns);
    const page = itemPage(runs, maxResults || usualPerPage, nextToken);
    if (page === undefined) throw invalidToken();
    return {
      mapRuns: page.items.map((run) => ({ ...run, stateMachineArn: executionParts(run.executionArn)?.stateMachineArn })),
      nextToken: page.nextToken,
    };
  },
});

/** The Map Runs of an execution: without any the sandbox knows of no such execution. */
export function mapRunsOf(executionArn: string | undefined, { runs }: MapRunStore): SandboxMapRun[] {
  const arn = required(executionArn, "executionArn", "ValidationException");
  if (executionParts(arn) === undefined) throw invalidArn(arn);
  const found = [...runs.values()].filter((run) => run.executionArn === arn);
  if (found.length === 0) throw executionDoesNotExist(arn);
  return found;
}

function knownMapRun(mapRunArn: string | undefined, { mapRuns }: World): SandboxMapRun {
  const arn = required(mapRunArn, "mapRunArn", "ValidationException");
  if (!/^arn:[\w-]+:states:[\w-]+:\d{12}:mapRun:\S+$/.test(arn)) throw invalidArn(arn);
  const known = mapRuns.runs.get(arn);
  if (known === undefined) throw mapRunNotFound(arn);
  return known;
}

function admit(name: keyof MapRunStore["buckets"], { mapRuns }: World): void {
  if (!mapRuns.buckets[name].take()) throw throttled();
}

function refuseOutside(member: string, value: number | undefined, maximum: number): void {
  if (value === undefined || (value >= 0 && value <= maximum)) return;
  const limit = value < 0 ? "greater than or equal to 0" : `less than or equal to ${maximum}`;
  throw invalid(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must have value ${limit}`,
  );
}
