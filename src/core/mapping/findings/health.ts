import { bySeverity, type Finding } from "../../finding.ts";
import { isDisabled, type MappingDocument } from "../model.ts";
import { batchSizeOutOfReach } from "./batching.ts";
import type { MappingCheck, MappingFacts } from "./facts.ts";
import {
  batchFailsWhole,
  destinationFails,
  destinationKeepsPositions,
  destinationNeedsRoute,
  endlessRetries,
  failuresDropped,
  fifoDestination,
  recordsDropped,
  undecodableDiscarded,
} from "./failures.ts";
import {
  functionFails,
  functionMissing,
  functionNotActive,
  functionSwitchedOff,
  functionThrottled,
  lastBatchFailed,
  provisionedConcurrencyUnused,
  reservedBelowPollers,
  timeoutNear,
  timeoutTooLong,
} from "./function.ts";
import { committedBeyondEnd, committedExpired, partitionsUncommitted } from "./offsets.ts";
import { authenticationNotOffered, clusterUnusable, groupHidesLag, groupShared, latestGap, topicMissing } from "./reading.ts";
import {
  groupOverBudget,
  maximumPollersAbovePartitions,
  maximumPollersLeft,
  minimumPollersAbovePartitions,
  minimumPollersBelowUnit,
} from "./scaling.ts";
import {
  filterCriteriaUnusable,
  lastResultIsProblem,
  nobodyPolls,
  nothingCommitted,
  offsetsExpire,
  stoppedByLambda,
  stuckInTransition,
} from "./state.ts";
import { errorCountOff, eventCountOff, lagMixed, logsOff, queueHasNoLag } from "./watching.ts";

interface Entry {
  readonly check: MappingCheck;
  /** It looks at what happens now, so it has nothing to say about a disabled mapping. */
  readonly live?: true;
  /** Findings that say the same and more. */
  readonly unless?: readonly string[];
}

/** Most telling first; findings of one severity are shown in this order. */
const entries: readonly Entry[] = [
  { check: stoppedByLambda },
  { check: filterCriteriaUnusable },
  { check: functionMissing },
  { check: clusterUnusable },
  { check: topicMissing },
  { check: authenticationNotOffered },
  { check: committedBeyondEnd },
  { check: lastResultIsProblem, live: true },
  { check: functionSwitchedOff },
  { check: functionFails, live: true },
  { check: lastBatchFailed, live: true, unless: ["MSK021"] },
  { check: functionThrottled, live: true, unless: ["MSK023"] },
  { check: functionNotActive },
  { check: recordsDropped, live: true },
  { check: nothingCommitted, live: true },
  { check: committedExpired },
  { check: nobodyPolls, live: true, unless: ["MSK001", "MSK002", "MSK010", "MSK011", "MSK020"] },
  { check: stuckInTransition },
  { check: offsetsExpire },
  { check: timeoutNear, live: true },
  { check: timeoutTooLong },
  { check: reservedBelowPollers },
  { check: provisionedConcurrencyUnused },
  { check: fifoDestination },
  { check: destinationFails, live: true, unless: ["MSK042"] },
  { check: endlessRetries },
  { check: failuresDropped },
  { check: undecodableDiscarded },
  { check: errorCountOff },
  { check: groupOverBudget },
  { check: maximumPollersLeft },
  { check: minimumPollersAbovePartitions },
  { check: maximumPollersAbovePartitions, unless: ["MSK052"] },
  { check: groupHidesLag },
  { check: groupShared },
  { check: lagMixed },
  { check: queueHasNoLag },
  { check: batchFailsWhole, unless: ["MSK021", "MSK029"] },
  { check: batchSizeOutOfReach, live: true },
  { check: minimumPollersBelowUnit },
  { check: latestGap },
  { check: partitionsUncommitted },
  { check: destinationNeedsRoute },
  { check: destinationKeepsPositions },
  { check: eventCountOff },
  { check: logsOff },
];

/** Everything that the checks have to say about a mapping, most severe first. Unknown facts are not guessed: their checks stay silent. */
export function findHealth(mapping: MappingDocument, facts: MappingFacts): Finding[] {
  const asleep = isDisabled(mapping);
  const found: { readonly entry: Entry; readonly finding: Finding }[] = [];
  for (const entry of entries) {
    const finding = entry.live === true && asleep ? undefined : entry.check(mapping, facts);
    if (finding !== undefined) found.push({ entry, finding });
  }
  const ids = new Set<string>(found.map(({ finding }) => finding.id));
  return bySeverity(found.filter(({ entry }) => !entry.unless?.some((id) => ids.has(id))).map(({ finding }) => finding));
}
