import { type Batch, commitBatch, freeBatch, type Reading } from "../batching.ts";
import type { MappingMinute } from "../minute-figures.ts";
import { addTo } from "../tally.ts";
import type { PollFaults } from "./poll-faults.ts";

export interface EmbeddedCommitsParts {
  readonly reading: Reading;
  readonly pollFaults: Pick<PollFaults, "refusesCommits">;
  readonly minute: () => MappingMinute;
}

/**
 * Commits of an embedded topic: at once. Offsets that brokers refuse go with the next commit, as on a real broker; of a
 * run that ends before, the records are read again.
 */
export function embeddedCommits({ reading, pollFaults, minute }: EmbeddedCommitsParts): (batch: Batch) => void {
  const refused = new Map<number, number>();
  return (batch) => {
    if (pollFaults.refusesCommits()) {
      freeBatch(reading, batch);
      for (const { partition, until } of batch.segments) refused.set(partition, until);
      addTo(minute().commitErrors, 1);
      return;
    }
    const late = refused.size === 0 ? 0 : commitRefused(reading, refused);
    addTo(minute().committed, late + commitBatch(reading, batch));
  };
}

/** Gives how far the group has come by it, in offsets. */
function commitRefused({ committed }: Reading, refused: Map<number, number>): number {
  let offsets = 0;
  for (const [partition, until] of refused) {
    offsets += until - (committed[partition] ?? until);
    committed[partition] = until;
  }
  refused.clear();
  return offsets;
}
