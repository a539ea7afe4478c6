import type { SandboxClock } from "../world.ts";
import { type CallBucket, createCallBucket } from "./call-bucket.ts";

export const mapRunStatuses = ["RUNNING", "SUCCEEDED", "FAILED", "ABORTED"] as const;

export const countNames = [
  "total",
  "pending",
  "running",
  "succeeded",
  "failed",
  "timedOut",
  "aborted",
  "resultsWritten",
  "failuresNotRedrivable",
  "pendingRedrive",
] as const;

export type SandboxCounts = Readonly<Record<(typeof countNames)[number], number>>;

/** A Map Run as whoever runs it tells of it. Replaced, never changed in place. */
export interface SandboxMapRun {
  readonly mapRunArn: string;
  readonly executionArn: string;
  readonly status: (typeof mapRunStatuses)[number];
  /** Epoch milliseconds. */
  readonly startDate: number;
  readonly stopDate: number | undefined;
  readonly maxConcurrency: number;
  readonly toleratedFailurePercentage: number;
  readonly toleratedFailureCount: number;
  readonly itemCounts: SandboxCounts;
  readonly executionCounts: SandboxCounts;
  readonly redriveCount: number;
}

/** The Map Runs of a Region, and how often they were asked for. */
export interface MapRunStore {
  /** By ARN, in the order of creation. */
  readonly runs: Map<string, SandboxMapRun>;
  /** Of operations that Step Functions throttles early. */
  readonly buckets: Readonly<Record<"DescribeMapRun" | "UpdateMapRun", CallBucket>>;
}

export function createMapRunStore(clock: Pick<SandboxClock, "now">): MapRunStore {
  return { runs: new Map(), buckets: { DescribeMapRun: createCallBucket(clock), UpdateMapRun: createCallBucket(clock) } };
}

/** The parts of `arn:…:states:REGION:ACCOUNT:execution:STATE_MACHINE:NAME`; undefined: it is none. */
export function executionParts(arn: string) {
  const [, head, region, machine, name] = /^(arn:[\w-]+:states:([\w-]+):\d{12}):execution:([\w-]{1,80}):([\w-]{1,80})$/.exec(arn) ?? [];
  if (head === undefined || region === undefined || machine === undefined || name === undefined) return undefined;
  return { head, region, machine, name, stateMachineArn: `${head}:stateMachine:${machine}` };
}
