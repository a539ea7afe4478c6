import type { RunCounts } from "./journal.ts";

/** Where a run stands, told after each step. */
export interface RunProgress {
  readonly phase: "reading" | "canary" | "running" | "finishing";
  readonly counts: RunCounts;
  /** Over the last seconds; undefined until it can be told. */
  readonly recordsPerSecond: number | undefined;
  readonly leftMs: number | undefined;
  /** Batches on their way, and how many there may be. */
  readonly inFlight: number;
  readonly concurrency: number;
  /** Throttled batches so far. */
  readonly throttled: number;
  readonly atMs: number;
}
