import type { JournalEntry } from "../journal.ts";
import { without } from "../offset-run.ts";
import type { OffsetSet } from "../offset-set.ts";
import type { KnownLane } from "./memory-content.ts";

/** A batch of which nobody knows what came of it, and what was sent of its lane since. */
export interface Doubt {
  readonly sent: Extract<JournalEntry, { kind: "dispatched" }>;
  readonly sentAfter: OffsetSet;
}

/** Perhaps its records were processed twice, or will be. */
export function isInDoubt({ sent, sentAfter }: Doubt, { settled }: Pick<KnownLane, "settled">): boolean {
  return sent.runs.some((run) => sentAfter.common(run) > 0n || without(run, settled).length > 0);
}

/** Some of it is still to be sent again. */
export function isWaitedFor({ sent, sentAfter }: Doubt, { settled }: Pick<KnownLane, "settled">): boolean {
  return sent.runs.flatMap((run) => without(run, settled)).some((left) => sentAfter.common(left) <= left.last - left.first);
}
