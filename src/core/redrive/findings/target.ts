import { someOf } from "../../figures.ts";
import { valueOfFact } from "../../mapping/fact.ts";
import { functionNameOf, isDisabled, type MappingDocument, topicOf } from "../../mapping/model.ts";
import { isSameCluster } from "../../mapping/same-mapping.ts";
import { shellWord } from "../../mapping/setting-arguments.ts";
import { formatDuration } from "../../time.ts";
import type { PlanFacts } from "../plan-facts.ts";
import type { PlanCheck } from "./plan-check.ts";

/** Conditions of which a change of the function's code says nothing. */
const notOfCode = new Set(["MaximumPayloadSizeExceeded"]);

/** MSK301: what failed then will probably fail again. */
export const functionUnchanged: PlanCheck = ({ tally, facts }) => {
  const target = functionOf(facts);
  const changedMs = Date.parse((target && valueOfFact(target.function))?.lastModified ?? "");
  const { failed } = tally;
  if (failed === undefined || Number.isNaN(changedMs) || changedMs > failed.untilMs) return undefined;
  if (tally.conditions.every(({ what }) => notOfCode.has(what))) return undefined;
  const ago = `last change ${formatDuration(facts.nowMs - changedMs)} ago`;
  return {
    id: "MSK301",
    severity: "warning",
    message:
      changedMs < failed.fromMs
        ? `The function has not changed since they failed (${ago}). Fix it first?`
        : `Records failed after the function was last changed, too (${ago}). Fix it first?`,
    evidence: { lastModified: new Date(changedMs).toISOString(), failedUntil: new Date(failed.untilMs).toISOString() },
  };
};

/** MSK320: nobody is there to take the records. */
export const functionMissing: PlanCheck = ({ facts }) => {
  const target = functionOf(facts);
  if (target?.function.kind !== "missing") return undefined;
  return {
    id: "MSK320",
    severity: "error",
    message: `Function ${target.name} does not exist. Records need another target.`,
    fix: `mskctl redrive ${shellWord(facts.name)} --dry-run --to lambda:NAME`,
  };
};

/** MSK321: every invocation would be throttled. */
export const functionSwitchedOff: PlanCheck = ({ facts }) => {
  const target = functionOf(facts);
  if (target === undefined || valueOfFact(target.reservedConcurrency) !== 0) return undefined;
  return {
    id: "MSK321",
    severity: "error",
    message: "The function's reserved concurrency is 0. Every invocation would be throttled.",
    fix: `aws lambda delete-function-concurrency --function-name ${shellWord(functionNameOf(target.name))}`,
  };
};

/** MSK308: a topic has more readers than the one that failed. */
export const seenByAllGroups: PlanCheck = ({ facts: { target } }) => {
  if (target.kind !== "topic") return undefined;
  return {
    id: "MSK308",
    severity: "warning",
    message: `Every consumer group that reads ${target.topic} will see these records, also those that have processed them before.`,
  };
};

/** MSK309: a mapping reads the target, or will when it is resumed: what fails again comes back as a new failure document. */
export const targetIsRead: PlanCheck = ({ facts }) => {
  const { target, mapping, mappings } = facts;
  if (target.kind !== "topic") return undefined;
  const all = [...(mappings ?? []), ...(typeof mapping === "object" && mappings === undefined ? [mapping] : [])];
  const readers = all.filter((each) => topicOf(each) === target.topic && isInSameCluster(each, facts));
  if (readers.length === 0) return undefined;
  return {
    id: "MSK309",
    severity: "error",
    message: `Lambda reads ${target.topic} for ${someOf(readers.map(({ FunctionArn, UUID }) => functionNameOf(FunctionArn ?? UUID)))}. Records that fail again come back as new failure documents.`,
    evidence: { mappings: readers.map(({ UUID }) => UUID) },
  };
};

/** MSK312: nobody reads on meanwhile. */
export const mappingIdle: PlanCheck = ({ facts: { mapping, name } }) => {
  if (mapping === "deleted")
    return {
      id: "MSK312",
      severity: "warning",
      message: "The mapping of these documents does not exist any more. What it filtered, and how it shaped its events, is not known.",
    };
  if (mapping === undefined || !isDisabled(mapping)) return undefined;
  return {
    id: "MSK312",
    severity: "info",
    message: "The mapping is disabled: redriven records come before those that wait in the topic.",
    // A source that is no mapping cannot be resumed by its name.
    fix: `mskctl resume ${/[:/]/.test(name) ? mapping.UUID : shellWord(name)}`,
  };
};

function functionOf({ target }: PlanFacts): Extract<PlanFacts["target"], { readonly kind: "function" }> | undefined {
  return target.kind === "function" ? target : undefined;
}

/** A topic of the same name in another cluster is another topic; a source without a mapping leaves the cluster open, so all are meant. */
function isInSameCluster(other: MappingDocument, { mapping }: PlanFacts): boolean {
  return typeof mapping !== "object" || isSameCluster(other, mapping);
}
