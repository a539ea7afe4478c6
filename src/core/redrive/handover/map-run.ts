/** A Map Run as Step Functions describes it (API reference, DescribeMapRun). */
export interface MapRun {
  readonly arn: string;
  readonly executionArn: string;
  /** RUNNING, SUCCEEDED, FAILED or ABORTED; an open list. */
  readonly status: string;
  readonly startedAtMs: number;
  readonly stoppedAtMs: number | undefined;
  /** 0: as many as Step Functions has. */
  readonly maxConcurrency: number;
  readonly toleratedFailurePercentage: number;
  readonly toleratedFailureCount: number;
  /** Of the source: documents of a listing, lanes of a manifest. */
  readonly items: MapRunCounts;
  /** Child executions, a batch each. */
  readonly children: MapRunCounts;
  readonly redriveCount: number;
}

export interface MapRunCounts {
  readonly total: number;
  readonly pending: number;
  readonly running: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly timedOut: number;
  readonly aborted: number;
  readonly resultsWritten: number;
  /** Failed ones that no redrive can start again. */
  readonly failuresNotRedrivable: number;
  readonly pendingRedrive: number;
}

/** All throw MskctlError: `not-found`, `not-permitted`, `throttled`, … */
export interface MapRuns {
  describe(arn: string): Promise<MapRun>;
  /** Of a Map Run that is running; Step Functions takes it up within seconds. */
  setMaxConcurrency(arn: string, maxConcurrency: number): Promise<void>;
}

/** Of DescribeMapRun and of UpdateMapRun, an account and Region (Step Functions quotas). */
export const callsPerSecond = 1;
