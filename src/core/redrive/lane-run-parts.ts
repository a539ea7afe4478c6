import type { Clock } from "../time.ts";
import type { RunJournal } from "./journal.ts";
import type { LiveTraffic } from "./live-traffic.ts";
import type { DocumentSource, RecordReader, RedriveTarget } from "./ports.ts";
import type { RunOptions, StopCause } from "./run-options.ts";

export interface LaneRunParts {
  readonly journal: RunJournal;
  readonly source: Pick<DocumentSource, "remove" | "pass">;
  readonly reader: RecordReader;
  readonly target: Pick<RedriveTarget, "send">;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly options: RunOptions;
  /** How long a batch of an earlier sitting, of which nothing is known, may still run at the target. */
  readonly settleMs: number;
  readonly live: LiveTraffic | undefined;
  readonly stop: StopRequest;
  readonly onStep: (state: LaneRunState) => void;
}

/** A person's wish to stop, which ends the run when what is in flight has been heard of. */
export interface StopRequest {
  /** Calls `listener` when asked to stop, at once when that was before. Gives what takes it back. */
  listen(listener: (cause: StopCause, says: string) => void): () => void;
}

export interface LaneRunState {
  readonly isCanary: boolean;
  readonly isEnding: boolean;
  readonly inFlight: number;
  readonly concurrency: number;
  readonly throttled: number;
}
