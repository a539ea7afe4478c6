import type { ExportPlan, LaneSize } from "./export-plan.ts";
import { longestTargetTimeoutMs } from "./handover.ts";

/** What children, the worker and the target have to do, if nothing fails again and nobody dies. */
export interface ChildWork {
  readonly children: number;
  /** Batches of the ledger: a child's documents, or a chunk of a lane. */
  readonly batches: number;
  /** Of the worker. */
  readonly turns: number;
  /** Of the target. */
  readonly invocations: number;
}

/** What children do; `documentsPerBatch` counts for an unordered one only. */
export function childWork(plan: ExportPlan, documentsPerBatch: number): ChildWork {
  const { documents, lanes, longestLane } = plan.size;
  const children = plan.handover.order === "none" ? Math.ceil(documents / documentsPerBatch) : lanes;
  const batches = plan.handover.order === "none" ? children : Math.max(lanes, Math.ceil(documents / documentsPerChunk(longestLane)));
  const invocations = documents * invocationsPerDocument(plan);
  return { children, batches, turns: batches * turnsOf(plan, invocations / Math.max(1, batches)), invocations };
}

/** Turns of the longest lane, one after the other in one child; 1 of an unordered one's child, whose documents are few. */
export function longestTurns(plan: ExportPlan): number {
  const { longestLane } = plan.size;
  if (longestLane === undefined) return turnsOf(plan, plan.documentsPerBatch * invocationsPerDocument(plan));
  const { documents, records, chunks } = longestLane;
  const perDocument = Math.ceil(records / Math.max(1, documents) / plan.handover.settings.options.batchSize);
  return chunks * turnsOf(plan, (documents * Math.max(1, perDocument)) / Math.max(1, chunks));
}

/** A document's records are one lane's and are sent as they failed, in batches of the options' size; the engine may fill batches from several documents. */
function invocationsPerDocument({ size: { records, documents }, handover }: ExportPlan): number {
  if (records === undefined || documents === 0) return 1;
  return Math.max(1, Math.ceil(records / documents / handover.settings.options.batchSize));
}

/** Chunks of the other lanes hold as many documents as those of the longest. */
function documentsPerChunk(lane: LaneSize | undefined): number {
  return lane === undefined ? 1 : Math.max(1, lane.documents / Math.max(1, lane.chunks));
}

/** A turn begins no invocation that might outlast the worker. */
function turnsOf({ target: { averageMs, timeoutMs } }: ExportPlan, invocations: number): number {
  if (averageMs === undefined || averageMs === 0) return 1;
  const ofATurn = 1 + Math.floor(Math.max(0, longestTargetTimeoutMs - timeoutMs) / averageMs);
  return Math.max(1, Math.ceil(invocations / ofATurn));
}

/** Of one child, by its states: each entered is a transition, and has so many events in the history. */
const eventsOf = {
  // Entered, scheduled, started, succeeded, exited.
  work: 5,
  // Entered, exited.
  decide: 2,
  pause: 2,
  done: 2,
  // Started and succeeded.
  execution: 2,
} as const;

export interface ChildPath {
  readonly turns: number;
  /** Turns after which it waits. */
  readonly waits: number;
}

/** What Step Functions charges for: a state entered is a transition, the first one too (an assumption where AWS's examples count a start and an end). */
export function transitionsOf({ turns, waits }: ChildPath): number {
  return 2 * turns + waits + 1;
}

/** Events of an execution's history (Step Functions API, GetExecutionHistory); an attempt that fails has three more. */
export function historyEventsOf({ turns, waits }: ChildPath): number {
  return turns * (eventsOf.work + eventsOf.decide) + waits * eventsOf.pause + eventsOf.done + eventsOf.execution;
}
