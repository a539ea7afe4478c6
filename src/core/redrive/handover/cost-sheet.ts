import { listPrices, priceOf } from "../../prices.ts";
import { type ChildWork, childWork, transitionsOf } from "./child-work.ts";
import { handoverPrices } from "./cost-prices.ts";
import type { ExportPlan } from "./export-plan.ts";
import { workerArchitecture, workerMemoryMb } from "./sam-template.ts";

/** What an exported redrive costs, if nothing fails again. */
export interface CostSheet {
  readonly region: string;
  readonly date: string;
  /** As planned: documents in batches, or lanes. */
  readonly planned: CostTable;
  /** A child for each document, to compare; undefined for an ordered one, which has no batches. */
  readonly unbatched: CostTable | undefined;
  /** What the figures rest on, and what they leave out. */
  readonly notes: readonly string[];
}

export interface CostTable {
  readonly work: ChildWork;
  readonly rows: readonly CostRow[];
  /** Of the rows of Step Functions, the worker and S3 that have a price. */
  readonly handoverDollars: number;
  /** Of the target's: the same from a machine, with `redrive`. */
  readonly targetDollars: number;
  readonly totalDollars: number;
  /** Whether some row has no data, so that the sums are too small. */
  readonly isIncomplete: boolean;
}

export interface CostRow {
  readonly of: "step-functions" | "worker" | "s3" | "target";
  readonly what: string;
  /** Undefined: no data. */
  readonly amount: number | undefined;
  readonly unit: string;
  readonly unitDollars: number;
  readonly dollars: number | undefined;
}

/** Of a request to S3 in the Region, one after the other: an assumption. */
const requestMs = 30;
/** Of ListObjectsV2 (S3 API). */
const keysOfPage = 1_000;
/** `begun` and `ended`; a batch has one more, `removed`. */
const writesOfTurn = 2;

/** What it costs as planned and without batches, row by row. */
export function costSheet(plan: ExportPlan): CostSheet {
  return {
    region: handoverPrices.region,
    date: handoverPrices.date,
    planned: costTable(plan, plan.documentsPerBatch),
    unbatched: plan.handover.order === "none" ? costTable(plan, 1) : undefined,
    notes: notesOf(plan),
  };
}

function costTable(plan: ExportPlan, documentsPerBatch: number): CostTable {
  const work = childWork(plan, documentsPerBatch);
  const s3 = storageRequests(plan, work);
  const rows = [...machineRows(work), ...workerRows(plan, work, s3), ...storageRows(s3), ...targetRows(plan, work)];
  const sum = (isOfTarget: boolean) =>
    rows.filter((row) => (row.of === "target") === isOfTarget).reduce((all, { dollars = 0 }) => all + dollars, 0);
  const handoverDollars = sum(false);
  const targetDollars = sum(true);
  return {
    work,
    rows,
    handoverDollars,
    targetDollars,
    totalDollars: handoverDollars + targetDollars,
    isIncomplete: rows.some(({ dollars }) => dollars === undefined),
  };
}

function row(of: CostRow["of"], what: string, amount: number | undefined, unit: string, unitDollars: number): CostRow {
  return { of, what, amount, unit, unitDollars, dollars: amount === undefined ? undefined : amount * unitDollars };
}

/** The Map is a state, too; every turn is a Task and a Choice, and each child ends with a Succeed. */
function machineRows({ children, turns }: ChildWork): CostRow[] {
  const transitions = 1 + children * transitionsOf({ turns: turns / Math.max(1, children), waits: 0 });
  return [row("step-functions", "state transitions", Math.round(transitions), "transitions", handoverPrices.perTransition)];
}

function workerRows({ target: { averageMs } }: ExportPlan, { turns, invocations }: ChildWork, s3: StorageRequests): CostRow[] {
  const gb = workerMemoryMb / 1_024;
  const perGbSecond = priceOf(listPrices.perGbSecond, workerArchitecture);
  const waitingMs = averageMs === undefined ? undefined : invocations * averageMs;
  const ownMs = s3.ofWorker * requestMs;
  return [
    row("worker", "requests", turns, "requests", listPrices.perRequest),
    row("worker", "waiting for the target", waitingMs === undefined ? undefined : (waitingMs / 1_000) * gb, "GB-seconds", perGbSecond),
    row("worker", "reading and writing S3", (ownMs / 1_000) * gb, "GB-seconds", perGbSecond),
  ];
}

interface StorageRequests {
  readonly listing: number;
  readonly reads: number;
  readonly ledgerWrites: number;
  readonly ledgerLists: number;
  readonly tags: number;
  /** All but the Map's own listing, deletions included. */
  readonly ofWorker: number;
}

function storageRequests(plan: ExportPlan, { batches, turns }: ChildWork): StorageRequests {
  const { documents } = plan.size;
  const isOrdered = plan.handover.order === "partition";
  const removal = plan.source.kind === "archive" ? "none" : plan.handover.settings.removal;
  const ledgerWrites = turns * writesOfTurn + (removal === "none" ? 0 : batches);
  const tags = removal === "tag" ? documents : 0;
  // An ordered one reads a turn's chunk, and the Map its one manifest; tags are read before they are written.
  const reads = documents + (isOrdered ? turns + 1 : 0) + tags;
  const deletions = removal === "delete" ? batches : 0;
  return {
    listing: isOrdered ? 0 : Math.ceil(documents / keysOfPage),
    reads,
    ledgerWrites,
    ledgerLists: turns,
    tags,
    ofWorker: reads - (isOrdered ? 1 : 0) + ledgerWrites + turns + tags + deletions,
  };
}

function storageRows({ listing, reads, ledgerWrites, ledgerLists, tags }: StorageRequests): CostRow[] {
  const { perWrite, perRead } = handoverPrices;
  return [
    ...(listing === 0 ? [] : [row("s3", "LIST of the source", listing, "requests", perWrite)]),
    row("s3", "GET of documents and lanes", reads, "requests", perRead),
    row("s3", "PUT of the ledger", ledgerWrites, "requests", perWrite),
    row("s3", "LIST of the ledger", ledgerLists, "requests", perWrite),
    ...(tags === 0 ? [] : [row("s3", "PUT of tags", tags, "requests", perWrite)]),
  ];
}

function targetRows({ target }: ExportPlan, { invocations }: ChildWork): CostRow[] {
  const { averageMs, memoryMb, architecture } = target;
  const seconds = averageMs === undefined || memoryMb === undefined ? undefined : invocations * (averageMs / 1_000) * (memoryMb / 1_024);
  return [
    row("target", "requests", invocations, "requests", listPrices.perRequest),
    row("target", "duration", seconds, "GB-seconds", priceOf(listPrices.perGbSecond, architecture)),
  ];
}

function notesOf({ handover, size, target, source }: ExportPlan): string[] {
  const { region } = handover.place;
  return [
    "nothing fails again; each retry of a task is one more state transition and one more request",
    "a state entered is a state transition, and starting a child is none",
    "each document's records are sent on their own, in batches of the options' size: the engine may need fewer invocations",
    ...(target.averageMs === undefined ? ["how long the target takes: no data; what waits for it is left out"] : []),
    ...(size.records === undefined ? ["how many records a document has: no data; one batch each"] : []),
    ...(size.recordsAreSampled ? ["records of documents that were not looked at are like those of the sample"] : []),
    ...(handover.order === "partition" ? ["chunks of every lane are as long as those of the longest"] : []),
    `a request to S3 takes ${requestMs} ms, and the worker sends one at a time`,
    "left out: storage, the upload, logs, Step Functions' result files, requests to KMS",
    ...(source.kind === "s3" && handover.settings.removal === "tag" ? ["tags that stay on objects cost a monthly price of their own"] : []),
    region === handoverPrices.region
      ? `prices of ${region}, ${handoverPrices.date}`
      : `prices of ${handoverPrices.region}, ${handoverPrices.date}: those of ${region} may be others`,
  ];
}
