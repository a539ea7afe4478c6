import { bySeverity, type Finding } from "../finding.ts";
import { valueOfFact } from "../mapping/fact.ts";
import type { DocumentTally } from "./document-tally.ts";
import { type Effort, estimateEffort, type InvokedFunction } from "./effort.ts";
import type { PlanCheck } from "./findings/plan-check.ts";
import {
  archiveFirst,
  beyondTheEnd,
  brokersUnreachable,
  expiresSoon,
  hasExpired,
  rangesDiffer,
  schemaMissing,
} from "./findings/recovery.ts";
import {
  foreignDocuments,
  inFlightLimit,
  keptByEarlierRuns,
  messagesExpire,
  othersUnseen,
  redrivePolicy,
  sharedQueue,
  unreadableDocuments,
  versionedBucket,
} from "./findings/source.ts";
import { functionMissing, functionSwitchedOff, functionUnchanged, mappingIdle, seenByAllGroups, targetIsRead } from "./findings/target.ts";
import type { PlanFacts } from "./plan-facts.ts";

/** What a run would do, and what is known against it. */
export interface RedrivePlan {
  readonly facts: PlanFacts;
  readonly tally: DocumentTally;
  readonly effort: Effort;
  /** How far the oldest record is behind what is processed live. */
  readonly behind: Behind | undefined;
  /** Most severe first. */
  readonly findings: readonly Finding[];
}

interface Behind {
  readonly ms: number;
  /** `now`: the live position is not known. */
  readonly of: "live" | "now";
}

const checks: readonly PlanCheck[] = [
  functionMissing,
  functionSwitchedOff,
  hasExpired,
  beyondTheEnd,
  schemaMissing,
  brokersUnreachable,
  sharedQueue,
  othersUnseen,
  inFlightLimit,
  targetIsRead,
  functionUnchanged,
  expiresSoon,
  messagesExpire,
  redrivePolicy,
  seenByAllGroups,
  unreadableDocuments,
  mappingIdle,
  rangesDiffer,
  keptByEarlierRuns,
  foreignDocuments,
  versionedBucket,
  archiveFirst,
];

/** What a run of all that was counted would do, from what is known around it. Nothing is asked and nothing is touched. */
export function planRedrive(tally: DocumentTally, facts: PlanFacts): RedrivePlan {
  const findings = checks.map((check) => check({ tally, facts })).filter((finding) => finding !== undefined);
  const effort = estimateEffort(tally, {
    options: facts.options,
    scale: scaleOf(tally, facts),
    invoked: invokedFunction(facts),
    region: facts.place?.region,
  });
  return { facts, tally, effort, behind: behindOf(tally, facts), findings: bySeverity(findings) };
}

/** Foreign documents are of the sample, too. */
function scaleOf({ documents, foreign, malformed, unreadable }: DocumentTally, { coverage }: PlanFacts): number {
  const looked = documents + [...foreign, ...malformed, ...unreadable].reduce((sum, kind) => sum + kind.documents, 0);
  return coverage.kind === "sample" && looked > 0 ? Math.max(1, coverage.documents / looked) : 1;
}

function invokedFunction({ target }: PlanFacts): InvokedFunction | undefined {
  if (target.kind !== "function") return undefined;
  const { memoryMb, architecture } = valueOfFact(target.function) ?? {};
  return { averageMs: valueOfFact(target.averageMs), architecture, ...(memoryMb === undefined ? {} : { memoryMb }) };
}

function behindOf({ written }: DocumentTally, { nowMs, liveAgeMs }: PlanFacts): Behind | undefined {
  if (written === undefined) return undefined;
  const ageMs = valueOfFact(liveAgeMs);
  const ms = Math.max(0, nowMs - (ageMs ?? 0) - written.fromMs);
  return { ms, of: ageMs === undefined ? "now" : "live" };
}
