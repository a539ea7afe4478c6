import { formatCount, plural } from "../../figures.ts";
import type { Finding } from "../../finding.ts";
import { shellWord } from "../../mapping/setting-arguments.ts";
import { formatDuration } from "../../time.ts";
import { expiryHorizonsMs } from "../recovery-tally.ts";
import type { PlanCheck, PlanSubject } from "./plan-check.ts";

/** MSK302: records that stand only in the topic, whose time is nearly over. */
export const expiresSoon: PlanCheck = ({ tally, facts }) => {
  const { expiring, firstExpiryMs } = tally.recovery;
  const index = expiring.findIndex((records) => records > 0);
  const horizonMs = expiryHorizonsMs[index];
  if (horizonMs === undefined || firstExpiryMs === undefined) return undefined;
  const first = firstExpiryMs <= facts.nowMs ? "any moment" : `in ${formatDuration(firstExpiryMs - facts.nowMs)}`;
  return {
    id: "MSK302",
    severity: "warning",
    message: `${plural(expiring[index] ?? 0, "record expires", "records expire")} within ${formatDuration(horizonMs)}, the first ${first}. They stand only in the topic, and its retention takes them.`,
    evidence: { byHours: expiryHorizonsMs.map((ms, at) => ({ hours: ms / 3_600_000, records: expiring[at] ?? 0 })) },
    fix: rescue(facts.name),
  };
};

/** MSK303: records that are gone. */
export const hasExpired: PlanCheck = ({ tally: { recovery } }) => {
  const { expired, behindExpired } = recovery;
  if (expired.runs.length === 0 && expired.records === 0) return undefined;
  const broken =
    behindExpired === 0
      ? ""
      : ` ${plural(behindExpired, "record behind them is", "records behind them are")} parked: their range has lost its beginning.`;
  return {
    id: "MSK303",
    severity: "error",
    message: `${plural(expired.records, "record has", "records have")} expired from the topic. They cannot be recovered; their documents are kept.${broken}`,
    evidence: { records: expired.records, ranges: expired.runs.length, complete: expired.complete },
  };
};

/** MSK304: records that have to be read back from brokers, which this machine does not reach. */
export const brokersUnreachable: PlanCheck = ({ tally }) => {
  const { unreachable } = tally.recovery;
  const records = [...unreachable.values()].reduce((sum, count) => sum + count, 0);
  if (records === 0) return undefined;
  const rest = tally.records - records;
  const [reason = ""] = unreachable.keys();
  return {
    id: "MSK304",
    severity: rest === 0 ? "error" : "warning",
    message: `${formatCount(records)} of ${plural(tally.records, "record")} ${records === 1 ? "needs" : "need"} brokers that do not answer here: ${reason}. ${rest === 0 ? "Nothing can be redriven from this machine." : `The other ${formatCount(rest)} can be redriven.`}`,
    evidence: { unreachable: Object.fromEntries(unreachable) },
  };
};

/** MSK316: the topic does not have these offsets. */
export const beyondTheEnd: PlanCheck = ({ tally: { recovery } }) => {
  if (recovery.beyondEnd === 0) return undefined;
  return {
    id: "MSK316",
    severity: "error",
    message: `${plural(recovery.beyondEnd, "record stands", "records stand")} at offsets that the topic does not have. The topic was made anew or cut off since they failed, or these are the brokers of another cluster.`,
    evidence: { records: recovery.beyondEnd },
  };
};

/** MSK311: a range is not the batch: what else stands in it has to be filtered out again, or is no record. */
export const rangesDiffer: PlanCheck = ({ tally }) => {
  if (tally.wider + tally.narrower === 0) return undefined;
  const parts = [
    ...(tally.wider === 0 ? [] : [`${plural(tally.wider, "document spans", "documents span")} more offsets than records failed`]),
    ...(tally.narrower === 0 ? [] : [`${plural(tally.narrower, "document claims", "documents claim")} more records than offsets`]),
  ];
  return {
    id: "MSK311",
    severity: tally.narrower === 0 ? "info" : "warning",
    message: `${parts.join(", ")}. A filter, compaction or transactions make the difference; the run reports what it finds.`,
    evidence: { wider: tally.wider, narrower: tally.narrower },
  };
};

/** MSK310: pointers give raw bytes, and the function expects what a registry made of them. */
export const schemaMissing: PlanCheck = ({ facts: { schemaProblem } }) => {
  if (schemaProblem === undefined) return undefined;
  return {
    id: "MSK310",
    severity: "error",
    message: `The mapping's schema registry shapes its records, and that cannot be done here: ${schemaProblem}. Records in another shape than the function expects are not sent.`,
  };
};

/** So many documents do not fit a queue's window (in flight at most 120,000, SQS quotas), and one run would take long. */
const manyDocuments = 100_000;

/** MSK313: custody first. */
export const archiveFirst: PlanCheck = (subject) => {
  const { facts } = subject;
  const documents = documentsAtSource(subject);
  const isNear = (subject.tally.recovery.expiring[0] ?? 0) > 0;
  if (facts.source.kind === "archive" || (documents <= manyDocuments && !isNear)) return undefined;
  const why = documents > manyDocuments ? `${formatCount(documents)} documents are many for one run` : "retention is near";
  return {
    id: "MSK313",
    severity: "info",
    message: `An archive first is the safer way: ${why}. It keeps what was taken, as long as you like, and is redriven in total order.`,
    evidence: { documents },
    fix: rescue(facts.name),
  };
};

function documentsAtSource({ tally, facts }: PlanSubject): number {
  return facts.coverage.kind === "all" ? tally.documents : facts.coverage.documents;
}

function rescue(name: string): NonNullable<Finding["fix"]> {
  return `mskctl drain ${shellWord(name)} --to FOLDER --materialize`;
}
