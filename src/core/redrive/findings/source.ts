import { formatCount, plural, someOf } from "../../figures.ts";
import { valueOfFact } from "../../mapping/fact.ts";
import { functionNameOf, isDisabled } from "../../mapping/model.ts";
import { shellWord } from "../../mapping/setting-arguments.ts";
import { formatDuration } from "../../time.ts";
import type { KindCount } from "../kind-counts.ts";
import type { PlanFacts, QueueFacts } from "../plan-facts.ts";
import type { UnreadableReason } from "../ports.ts";
import type { PlanCheck } from "./plan-check.ts";

/** MSK305: somebody else takes messages from the queue, too. */
export const sharedQueue: PlanCheck = ({ facts }) => {
  const queue = queueOf(facts);
  if (queue === undefined) return undefined;
  const readers = (facts.mappings ?? []).filter((each) => each.EventSourceArn === queue.arn && !isDisabled(each));
  if (readers.length > 0) {
    const names = readers.map(({ FunctionArn, UUID }) => functionNameOf(FunctionArn ?? UUID));
    return {
      id: "MSK305",
      severity: "error",
      message: `Lambda reads this queue for ${someOf(names)}. What it takes is not redriven, and what is redriven it does not see.`,
      evidence: { mappings: readers.map(({ UUID }) => UUID) },
    };
  }
  if (queue.inFlight === 0) return undefined;
  return {
    id: "MSK305",
    severity: "warning",
    message: `${plural(queue.inFlight, "message of the queue is", "messages of the queue are")} in flight already. Another consumer has them, or a run that ended without giving them back.`,
    evidence: { inFlight: queue.inFlight },
  };
};

/** MSK306: receiving counts. */
export const redrivePolicy: PlanCheck = ({ facts }) => {
  const queue = queueOf(facts);
  if (queue?.maxReceiveCount === undefined) return undefined;
  return {
    id: "MSK306",
    severity: "warning",
    message: `The queue has a redrive policy: a message that is received ${plural(queue.maxReceiveCount, "time")} goes to another queue. Each look at it counts, a dry run's too.`,
    evidence: { maxReceiveCount: queue.maxReceiveCount },
  };
};

/** MSK315 says it a day ahead. */
const nearRetentionMs = 24 * 3_600_000;
/** SQS Developer Guide, message quotas. */
const longestRetention = "1209600";

/** MSK315: the queue itself forgets. */
export const messagesExpire: PlanCheck = ({ tally, facts }) => {
  const queue = queueOf(facts);
  if (queue === undefined || tally.storedFromMs === undefined) return undefined;
  const leftMs = tally.storedFromMs + queue.retentionMs - facts.nowMs;
  if (leftMs > nearRetentionMs) return undefined;
  return {
    id: "MSK315",
    severity: "warning",
    message: `The queue deletes its oldest message ${leftMs <= 0 ? "any moment" : `in ${formatDuration(leftMs)}`}: it keeps messages for ${formatDuration(queue.retentionMs)}.`,
    evidence: { leftMs, retentionMs: queue.retentionMs },
    fix: `aws sqs set-queue-attributes --queue-url ${shellWord(queue.url)} --attributes MessageRetentionPeriod=${longestRetention}`,
  };
};

/** SQS gives nothing more above about 120,000 messages in flight, silently under long polling (SQS quotas). */
const mostInFlight = 100_000;

/** MSK319: an empty answer would mean nothing. */
export const inFlightLimit: PlanCheck = ({ facts }) => {
  const queue = queueOf(facts);
  if (queue === undefined || queue.inFlight < mostInFlight) return undefined;
  return {
    id: "MSK319",
    severity: "error",
    message: `${formatCount(queue.inFlight)} messages are in flight. Near its limit of about 120,000 SQS gives no more, without a word.`,
    evidence: { inFlight: queue.inFlight },
  };
};

/** MSK307: deleting an object of a versioned bucket hides it. */
export const versionedBucket: PlanCheck = ({ facts }) => {
  if (facts.bucketVersioned === undefined || valueOfFact(facts.bucketVersioned) !== true) return undefined;
  return {
    id: "MSK307",
    severity: "info",
    message: "The bucket keeps versions: a deleted object leaves a delete marker, and its bytes stay until a lifecycle rule removes them.",
  };
};

/** MSK317: what cannot be read as a failure document. */
export const unreadableDocuments: PlanCheck = ({ tally }) => {
  const kinds = [...tally.malformed, ...tally.unreadable];
  if (kinds.length === 0) return undefined;
  return {
    id: "MSK317",
    severity: "warning",
    message: `${plural(total(kinds), "document")} cannot be read: ${kindsOf(kinds)}. What cannot be read is not touched.`,
    evidence: { malformed: tally.malformed, unreadable: tally.unreadable },
  };
};

/** MSK318: documents that are none of this mapping's. */
export const foreignDocuments: PlanCheck = ({ tally }) => {
  if (tally.foreign.length === 0) return undefined;
  return {
    id: "MSK318",
    severity: "info",
    message: `${plural(total(tally.foreign), "foreign document is", "foreign documents are")} left alone: ${kindsOf(tally.foreign)}.`,
    evidence: { foreign: tally.foreign },
  };
};

/** MSK314: what an earlier run could not bring home is still there. */
export const keptByEarlierRuns: PlanCheck = ({ facts: { earlierRuns } }) => {
  const kept = earlierRuns.reduce((sum, run) => sum + run.kept, 0);
  const [newest] = earlierRuns;
  if (newest === undefined || kept === 0) return undefined;
  return {
    id: "MSK314",
    severity: "info",
    message: `${plural(kept, "document was", "documents were")} kept here by ${plural(earlierRuns.length, "earlier run")}: some of their records are parked or unrecoverable. A new run sends all of their records again.`,
    evidence: { runs: earlierRuns },
    fix: `mskctl redrive retry-parked ${newest.id}`,
  };
};

function queueOf({ queue }: PlanFacts): QueueFacts | undefined {
  return queue === undefined ? undefined : valueOfFact(queue);
}

function total(kinds: readonly KindCount[]): number {
  return kinds.reduce((sum, { documents }) => sum + documents, 0);
}

const unreadablePhrases: ReadonlyMap<string, string> = new Map<UnreadableReason, string>([
  ["too-large", "too large"],
  ["gone", "gone before it was read"],
  ["not-permitted", "reading is not permitted"],
]);

function kindsOf(kinds: readonly KindCount[]): string {
  return someOf(kinds.map(({ what, documents }) => `${unreadablePhrases.get(what) ?? what} (${formatCount(documents)})`));
}

/** MSK322: nothing keeps a run of another machine away. */
export const othersUnseen: PlanCheck = ({ facts: { claimNotPermitted: action, name } }) => {
  if (action === undefined) return undefined;
  return {
    id: "MSK322",
    severity: "warning",
    message: `Runs on other machines are not seen: ${action} is not permitted. Two runs on one source send records twice.`,
    fix: `mskctl redrive iam ${shellWord(name)}`,
  };
};
