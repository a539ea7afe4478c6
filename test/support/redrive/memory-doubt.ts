import type { JournalEntry } from "../../../src/core/redrive/journal.ts";
import type { OffsetRun } from "../../../src/core/redrive/offset-run.ts";

/** A batch of which nobody knows what came of it, and what was sent of its lane since. */
export interface Doubt {
  readonly sent: Extract<JournalEntry, { kind: "dispatched" }>;
  readonly sentAfter: OffsetRun[];
}

type IsSettled = (offset: bigint) => boolean;

/** Perhaps its records were processed twice, or will be. */
export function isInDoubt({ sent, sentAfter }: Doubt, isSettled: IsSettled): boolean {
  return sent.runs.flatMap(offsetsOf).some((offset) => isIn(sentAfter, offset) || !isSettled(offset));
}

/** Some of it is still to be sent again. */
export function isWaitedFor({ sent, sentAfter }: Doubt, isSettled: IsSettled): boolean {
  return sent.runs.flatMap(offsetsOf).some((offset) => !isIn(sentAfter, offset) && !isSettled(offset));
}

function isIn(runs: readonly OffsetRun[], offset: bigint): boolean {
  return runs.some(({ first, last }) => offset >= first && offset <= last);
}

/** Only for short runs. */
function offsetsOf({ first, last }: OffsetRun): bigint[] {
  return Array.from({ length: Number(last - first) + 1 }, (_, index) => first + BigInt(index));
}
