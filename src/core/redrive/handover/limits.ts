import { formatCount } from "../../figures.ts";
import { historyEventsOf, longestTurns } from "./child-work.ts";
import type { ExportPlan } from "./export-plan.ts";
import { longestTargetTimeoutMs } from "./handover.ts";
import { stateBytes, stateMachine, turnBytes } from "./state-machine.ts";

/** One of AWS's limits beside what the export would have of it. */
export interface Limit {
  readonly id: LimitId;
  /** In a table, with the unit behind the figures. */
  readonly name: string;
  /** What is counted; the figures stand beside it. */
  readonly says: string;
  readonly value: number;
  readonly limit: number;
  readonly unit: string;
  readonly verdict: "within" | "beyond";
  /** Where it is beyond: what to do about it, or what becomes of it. */
  readonly advice: string;
}

export type LimitId =
  | "children-at-once"
  | "open-map-runs"
  | "child-input"
  | "items"
  | "history-events"
  | "redrives"
  | "target-timeout"
  | "definition";

/** Step Functions quotas, hard ones. */
const childrenAtOnce = 10_000;
const openMapRuns = 1_000;
const itemsOfMapRun = 100_000_000;
const historyEvents = 25_000;
const redrivesOfMapRun = 1_000;
const definitionBytes = 1_048_576;

/** What an export has of AWS's limits, in a fixed order. */
export function limitsOf(plan: ExportPlan): readonly Limit[] {
  return [
    judged({
      id: "children-at-once",
      name: "children at once",
      says: "children at once, by MaxConcurrency",
      value: plan.maxConcurrency,
      limit: childrenAtOnce,
      unit: "children",
      advice: "take a smaller concurrency",
    }),
    judged({
      id: "open-map-runs",
      name: "Map Runs that this opens",
      says: "Map Runs that this opens, of those that an account may have open in a Region",
      value: 1,
      limit: openMapRuns,
      unit: "Map Runs",
      advice: "let others end first",
    }),
    childInput(plan),
    items(plan),
    history(plan),
    judged({
      id: "redrives",
      name: "redrives of the Map Run, in 14 days",
      says: "redrives of a Map Run so far; only those of its last 14 days can be redriven",
      value: 0,
      limit: redrivesOfMapRun,
      unit: "redrives",
      advice: "export what is left anew",
    }),
    targetTimeout(plan),
    judged({
      id: "definition",
      name: "state machine's definition",
      says: "the state machine's definition",
      value: JSON.stringify(stateMachine(plan)).length,
      limit: definitionBytes,
      unit: "bytes",
      advice: "take shorter names",
    }),
  ];
}

function targetTimeout(plan: ExportPlan): Limit {
  return judged({
    id: "target-timeout",
    name: "timeout of the target",
    says: "the target's timeout, which a turn of the worker has to outlast",
    value: plan.target.timeoutMs,
    limit: longestTargetTimeoutMs,
    unit: "ms",
    advice: "shorten the target's timeout, or redrive from a machine",
  });
}

function judged(row: Omit<Limit, "verdict">): Limit {
  return { ...row, verdict: row.value <= row.limit ? "within" : "beyond" };
}

/** Documents of a child that fit its input whatever their keys are. */
export function fittingDocuments(size: Pick<ExportPlan["size"], "longestKeyLength">): number {
  return Math.max(1, Math.floor((stateBytes - turnBytes) / itemBytes(size)));
}

/**
 * An object as the Map gives it, in JSON. Each unit of a key may become six bytes (`\u001f`), and a storage class stands with it; that Step Functions writes
 * characters beyond ASCII as they are is an assumption.
 */
function itemBytes({ longestKeyLength }: Pick<ExportPlan["size"], "longestKeyLength">): number {
  // An ETag has 32 digits, a hyphen and a part count; sizes reach 5 TB, which is 13 digits; times are epoch seconds.
  const beside = `{"Etag":"\\"${"0".repeat(32)}-10000\\"","Key":"","LastModified":1700000000,"Size":5497558138880,"StorageClass":"INTELLIGENT_TIERING"},`;
  return beside.length + 6 * longestKeyLength;
}

function childInput(plan: ExportPlan): Limit {
  const ordered = plan.handover.order === "partition";
  const fitting = fittingDocuments(plan.size);
  return judged({
    id: "child-input",
    name: "input of a child, at its longest",
    says: ordered
      ? "a lane's item with the worker's last answer, at its longest"
      : `${formatCount(plan.documentsPerBatch)} documents with the longest of the keys, and the worker's last answer`,
    value: ordered ? laneItemBytes() + turnBytes : plan.documentsPerBatch * itemBytes(plan.size) + turnBytes,
    limit: stateBytes,
    unit: "bytes",
    advice: `the Map makes smaller batches where it must; ${formatCount(fitting)} documents always fit`,
  });
}

/** Of `LaneItem`, with the longest name that a topic can have (Kafka: 249 characters, of ASCII). */
function laneItemBytes(): number {
  const most = Number.MAX_SAFE_INTEGER;
  const lane = { topic: "t".repeat(249), partition: 2 ** 31 - 1 };
  return JSON.stringify({ lane, folder: "lanes/2147483647/", chunks: most, documents: most, records: most }).length;
}

function items({ size, handover: { order } }: ExportPlan): Limit {
  return judged({
    id: "items",
    name: order === "none" ? "documents of the Map" : "lanes of the Map",
    says: order === "none" ? "documents that the Map lists" : "lanes that the Map reads",
    value: order === "none" ? size.documents : size.lanes,
    limit: itemsOfMapRun,
    unit: "items",
    advice: "export parts of the prefix, one after the other",
  });
}

/** Every turn may be one that waits. */
function history(plan: ExportPlan): Limit {
  const turns = longestTurns(plan);
  return judged({
    id: "history-events",
    name: "history of the longest child",
    says: `events in the history of the longest child: ${formatCount(turns)} ${turns === 1 ? "turn" : "turns"}, each with a wait`,
    value: historyEventsOf({ turns, waits: turns }),
    limit: historyEvents,
    unit: "events",
    advice:
      plan.handover.order === "none" ? "take fewer documents a batch" : "redrive the longest lane from a machine, or export without order",
  });
}
