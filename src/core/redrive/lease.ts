import type { RunOwner } from "./runs.ts";

/** Keys of a bucket that begin so are ours: they say who works on it, and are no documents. */
export const leaseFolder = "mskctl-lease/";

/** Who works on a source, as it is written down there for other machines. */
export interface LeaseHolder extends RunOwner {
  readonly runId: string;
}

/** A run's claim on a source, renewed until it is released. */
export interface SourceLease {
  /** Who had it, and was silent for so long that it counts as dead; undefined: it was free, or of a run of this machine. */
  readonly takenFrom: { readonly holder: LeaseHolder; readonly silentMs: number } | undefined;
  /** Calls `listener` once when another run has the source, or may have it soon: nothing more should be sent. Gives what takes it back. */
  onLost(listener: (says: string) => void): () => void;
  /** Others may come. Throws nothing: a lease that cannot be given up expires. */
  release(): Promise<void>;
}
