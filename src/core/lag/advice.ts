import type { Finding, Severity } from "../finding.ts";
import { explainLastResult } from "../mapping/catalogue.ts";
import type { MappingFacts } from "../mapping/findings/facts.ts";
import { failureFix, logTail, raiseReserved, retriesForEver, retryConsequence } from "../mapping/findings/function.ts";
import { type MappingDocument, topicOf } from "../mapping/model.ts";
import type { FunctionFacts } from "../mapping/ports.ts";
import { shellWord } from "../mapping/setting-arguments.ts";
import type { LagFacts } from "./causes/cause-subject.ts";
import type { LagCause, LagCauseId } from "./report.ts";

export interface AdviceSubject {
  readonly mapping: MappingDocument;
  readonly name: string;
  readonly facts: LagFacts;
  readonly function?: FunctionFacts | undefined;
  /** The command that brings missing metrics, where there is one. */
  readonly missingFix?: string | undefined;
}

interface Advice {
  readonly id: Finding["id"];
  readonly severity: Severity;
  /** Before the cause's own words, where a row of a table has said as much. */
  readonly lead?: string;
  /** What follows from it, and what helps. */
  readonly follows: (subject: AdviceSubject) => string;
  readonly fix?: (subject: AdviceSubject) => string | undefined;
}

const inspect = ({ name }: AdviceSubject): string => `mskctl inspect ${shellWord(name)}`;
const inspectOffsets = (subject: AdviceSubject): string => `${inspect(subject)} --offsets`;
const missingFix = (subject: AdviceSubject): string | undefined => subject.missingFix;

/** Lambda's quota "Concurrent executions" (Service Quotas). */
export const concurrencyQuota = "aws service-quotas get-service-quota --service-code lambda --quota-code L-B99A9384";

const advices: Readonly<Record<LagCauseId, Advice>> = {
  "update-pause": { id: "MSK201", severity: "info", follows: () => "It polls again by itself, and works off what waited." },
  "polling-errors": {
    id: "MSK202",
    severity: "error",
    follows: ({ mapping }) =>
      explainLastResult(mapping.LastProcessingResult).remedy ?? "The pollers do not get at the brokers; records wait in the topic.",
    fix: inspect,
  },
  "not-polling": {
    id: "MSK203",
    severity: "error",
    follows: () =>
      "Records wait in the topic until its retention takes them. If nothing else is wrong, a pause and a resume start the pollers anew.",
    fix: inspect,
  },
  "commit-errors": {
    id: "MSK204",
    severity: "error",
    follows: () => "What was processed is processed again after a rebalance. The brokers, or the group's permissions, refuse.",
    fix: inspectOffsets,
  },
  "destination-errors": {
    id: "MSK205",
    severity: "error",
    follows: () => "Failed records that it does not take are lost for good.",
    fix: inspect,
  },
  "function-errors": {
    id: "MSK206",
    severity: "error",
    follows: (subject) => `${retryConsequence(subject.mapping)}${lastResort(subject)}`,
    fix: (subject) => failureFix(subject.mapping, functionFacts(subject)),
  },
  throttled: {
    id: "MSK207",
    severity: "error",
    follows: () => "Raise concurrency before pollers: while the function is throttled, Lambda takes pollers away.",
    fix: ({ mapping, facts: { reservedConcurrency, partitions } }) =>
      typeof reservedConcurrency === "number" ? raiseReserved(mapping, enough(reservedConcurrency, partitions)) : concurrencyQuota,
  },
  "function-missing": {
    id: "MSK208",
    severity: "error",
    follows: () => "No record can be processed.",
    fix: ({ name }) => `mskctl update ${shellWord(name)} --set-function NAME`,
  },
  "hot-partition": {
    id: "MSK209",
    severity: "warning",
    follows: () => "Pollers do not help: a partition is read in order. Spread the keys, or make the function faster.",
    fix: inspectOffsets,
  },
  "function-slow": {
    id: "MSK210",
    severity: "warning",
    follows: () => "Look for what the function waits for; more pollers do not help where every partition has its batch in work.",
    fix: (subject) => logTail(subject.mapping, functionFacts(subject)),
  },
  "pollers-at-maximum": {
    id: "MSK211",
    severity: "warning",
    follows: () => "More pollers could read at the same time, up to one for each partition.",
    fix: (subject) => `${updateCommand(subject)} --max-pollers ${morePollers(subject)}`,
  },
  "pollers-capped": {
    id: "MSK212",
    severity: "warning",
    follows: () => "More pollers would find nothing to read. Larger batches, a faster function or more partitions help.",
    fix: inspect,
  },
  scaling: { id: "MSK213", severity: "info", follows: () => "Lambda looks at the lag every minute and adds pollers within three." },
  "arrivals-rose": { id: "MSK214", severity: "info", follows: () => "Nothing else stands out." },
  "batching-window": { id: "MSK215", severity: "info", follows: () => "That is as it was set: the age is the window's." },
  "filtered-out": {
    id: "MSK216",
    severity: "info",
    follows: () => "Whether that is meant, only records can tell.",
    fix: ({ name }) => `mskctl lint --mapping ${shellWord(name)} --from-topic 1000`,
  },
  "offsets-moved-back": {
    id: "MSK217",
    severity: "warning",
    follows: () => "Those records are processed again.",
    fix: inspectOffsets,
  },
  paused: {
    id: "MSK218",
    lead: "Disabled ",
    severity: "info",
    follows: () => "Records wait in the topic.",
    fix: ({ name }) => `mskctl resume ${shellWord(name)}`,
  },
  "stopped-by-lambda": { id: "MSK219", severity: "error", follows: () => "It does not start again by itself.", fix: inspect },
  "metrics-off": { id: "MSK220", severity: "warning", follows: () => "Without them nobody can tell whether it keeps up.", fix: missingFix },
  "metrics-missing": { id: "MSK221", severity: "warning", follows: () => "A missing metric is not zero.", fix: missingFix },
  "group-hidden": { id: "MSK222", severity: "warning", follows: () => "Lambda's own metrics count such a group, too.", fix: missingFix },
  "group-unstable": {
    id: "MSK223",
    severity: "warning",
    follows: () => "MSK counts the lag of a group that is stable or empty.",
    fix: missingFix,
  },
  "not-permitted": { id: "MSK224", severity: "warning", follows: () => "Nothing is known of its lag.", fix: missingFix },
  "share-group": {
    id: "MSK225",
    severity: "info",
    follows: () => "Brokers give its records out one by one; the age of what waits is not told.",
  },
};

/** What to say and do about a cause. */
export function adviceOn(cause: LagCause, subject: AdviceSubject): Finding {
  const { id, severity, lead = "", follows, fix } = advices[cause.id];
  const text = `${lead}${cause.message}`;
  const command = fix?.(subject);
  return {
    id,
    severity,
    message: `${text.charAt(0).toUpperCase()}${text.slice(1)}. ${follows(subject)}`,
    evidence: { cause: cause.id, topic: topicOf(subject.mapping) ?? null, ...cause.evidence },
    ...(command === undefined ? {} : { fix: command }),
  };
}

/**
 * How to get past a record that nothing else gets past. A group is stuck at the beginning of a batch: only where that is one
 * record is it known to be the one that fails.
 */
function lastResort({ mapping, name, facts: { stuck = [] } }: AdviceSubject): string {
  const [first] = stuck;
  if (first === undefined || !retriesForEver(mapping)) return "";
  const isOne = (mapping.BatchSize ?? 100) === 1;
  const place = `${topicOf(mapping) ?? "TOPIC"}-${first.partition}:${isOne ? first.offset : "OFFSET"}`;
  const command = `mskctl offsets reset ${shellWord(name)} --skip ${place}`;
  return isOne
    ? ` Last resort, which leaves that record unprocessed: ${command}`
    : ` Last resort, once the function's log names the record that fails: ${command}, which leaves it and what waits before it unprocessed.`;
}

function updateCommand({ name }: AdviceSubject): string {
  return `mskctl update ${shellWord(name)}`;
}

/** For fixes that the health findings have, too; none of them looks at the time. */
function functionFacts(subject: AdviceSubject): MappingFacts {
  return { function: subject.function, updateCommand: updateCommand(subject), nowMs: 0 };
}

/** One execution a partition is all that a mapping can use at a time. */
function enough(reserved: number, partitions: number | undefined): number {
  return partitions !== undefined && partitions > reserved ? partitions : reserved * 2;
}

function morePollers({ mapping, facts: { partitions } }: AdviceSubject): number {
  const doubled = (mapping.ProvisionedPollerConfig?.MaximumPollers ?? 1) * 2;
  return partitions === undefined ? doubled : Math.min(doubled, partitions);
}
