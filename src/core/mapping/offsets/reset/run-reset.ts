import { isError, MskctlError } from "../../../errors.ts";
import { formatCount } from "../../../figures.ts";
import type { Broker } from "../../../record/broker.ts";
import { explainLastResult } from "../../catalogue.ts";
import { switchJob } from "../../lifecycle/switching.ts";
import { updateWaitMs, type WaitEvent, waitUntilSettled } from "../../lifecycle/waiting.ts";
import { assertUnchanged, type WritePorts } from "../../lifecycle/writing.ts";
import type { MappingDocument } from "../../model.ts";
import { shellWord } from "../../setting-arguments.ts";
import { readPositions } from "../positions.ts";
import { effectOf, wantsName } from "./effect.ts";
import { untilFirstCommits, untilGroupIsEmpty } from "./group-waits.ts";
import type { OffsetMove } from "./moves.ts";
import { startingOffsets } from "./reading-on.ts";
import type { ResetPlan } from "./reset-plan.ts";
import { type ResetProgress, stoppedReset } from "./reset-progress.ts";
import { type Rollback, rollbackOf } from "./rollback.ts";
import { settledMoves } from "./settled-moves.ts";

export interface ResetPorts extends WritePorts {
  readonly broker: Pick<Broker, "offsets" | "group" | "committedOffsets" | "alterCommittedOffsets">;
  /** Keeps the old offsets on disk; gives the path. */
  save(rollback: Rollback): Promise<string>;
}

export interface ResetRun {
  readonly plan: ResetPlan;
  /** When the whole has to be over; undefined: each wait has its usual time. */
  readonly untilMs: number | undefined;
  /** The mapping's name was given as the answer. */
  readonly agreedByName: boolean;
  readonly onEvent: (event: WaitEvent) => void;
  /** What will be set, once nobody reads any more. */
  readonly onSettled: (moves: readonly OffsetMove[]) => void;
}

export interface ResetDone {
  /** As last seen. */
  readonly mapping: MappingDocument;
  /** What was set. */
  readonly moves: readonly OffsetMove[];
  /** Undefined: nothing had to be set any more. */
  readonly rollbackFile: string | undefined;
  readonly firstCommits: "seen" | "nothing-to-read" | "not-resumed";
}

/**
 * Pauses the mapping, waits until nobody reads with its group, saves the old offsets, sets the new ones, resumes the mapping and waits for
 * its first commits. A mapping that was disabled stays so. When nothing was set, a failure resumes what was paused. Every error says
 * where the mapping and its offsets stand, and how to go on.
 */
export async function runReset(ports: ResetPorts, run: ResetRun): Promise<ResetDone> {
  const { plan } = run;
  const progress: ResetProgress = { stage: "pausing", isPauseSent: false, mapping: plan.mapping, rollbackFile: undefined, set: "none" };
  const leftMs = timeLeft(ports, run);
  try {
    progress.mapping = plan.pauses ? await pause(ports, run, progress, leftMs()) : await leftAlone(ports, run, leftMs());
    progress.stage = "emptying";
    await untilGroupIsEmpty(ports, { groupId: plan.group.id, timeoutMs: leftMs() }, run.onEvent);
    const moves = await movesNow(ports, run);
    if (moves.length > 0) await setOffsets(ports, run, progress, moves);
    progress.stage = "resuming";
    if (!plan.pauses) return { mapping: progress.mapping, moves, rollbackFile: progress.rollbackFile, firstCommits: "not-resumed" };
    progress.mapping = await resume(ports, run, progress, leftMs("all"));
    progress.stage = "watching";
    const firstCommits = await watchCommits(ports, run, moves, leftMs("all"));
    return { mapping: progress.mapping, moves, rollbackFile: progress.rollbackFile, firstCommits };
  } catch (error) {
    const restart = async () =>
      void (await switchJob(progress.mapping, plan.name, true, { until: "none", timeoutMs: leftMs("all") }).send(ports, run.onEvent));
    throw await stoppedReset(error, plan, progress, restart);
  }
}

/** Kept back of --timeout, so that a mapping that was paused in vain can be resumed, and what was not reached can be said. */
const [mostForResuming, mostForWords] = [10_000, 1_000];

/** What a step may take: `all` of what is left, or what leaves time to undo the pause. */
function timeLeft({ clock }: ResetPorts, { untilMs }: ResetRun): (share?: "all") => number {
  if (untilMs === undefined) return () => updateWaitMs;
  const wholeMs = untilMs - clock.now();
  const kept = { resuming: Math.min(mostForResuming, wholeMs / 4), words: Math.min(mostForWords, wholeMs / 10) };
  return (share) => Math.max(0, untilMs - clock.now() - (share === "all" ? kept.words : kept.resuming));
}

async function pause(ports: ResetPorts, { plan, onEvent }: ResetRun, progress: ResetProgress, timeoutMs: number): Promise<MappingDocument> {
  const update: ResetPorts["mappings"]["update"] = async (...change) => {
    progress.isPauseSent = true;
    try {
      return await ports.mappings.update(...change);
    } catch (error) {
      if (isRefusal(error)) progress.isPauseSent = false;
      throw error;
    }
  };
  const noting = { ...ports, mappings: { ...ports.mappings, update } };
  const job = switchJob(plan.mapping, plan.name, false, { until: "settled", timeoutMs });
  const written = await job.send(noting, onEvent);
  if (!progress.isPauseSent) throw pausedByOthers(plan);
  progress.mapping = written;
  return (await job.follow(ports, written, onEvent)).mapping;
}

/** True when the write was surely not carried out. A mapping in use may be so by this write, sent again below. */
function isRefusal(error: unknown): boolean {
  if (isError(error, "refused")) return error.details["awsCode"] !== "ResourceInUseException";
  return isError(error, "not-found", "not-permitted", "credentials", "throttled");
}

/** Who has paused it may not want it to be resumed. */
function pausedByOthers({ name, mapping }: ResetPlan): MskctlError {
  return new MskctlError("stale-plan", `${name} was paused by somebody else since this plan was made`, {
    suggestions: ["run the command again for a new plan"],
    details: { uuid: mapping.UUID },
  });
}

/** A mapping that is, or is becoming, disabled. */
async function leftAlone(ports: ResetPorts, { plan, onEvent }: ResetRun, timeoutMs: number): Promise<MappingDocument> {
  const written = await ports.mappings.get(plan.mapping.UUID);
  const current = await waitUntilSettled(ports, { written, name: plan.name, timeoutMs, expectedState: "Disabled" }, onEvent);
  assertUnchanged(plan.mapping, current, plan.name);
  return current;
}

async function movesNow({ broker }: ResetPorts, { plan, agreedByName, onSettled }: ResetRun): Promise<OffsetMove[]> {
  const { partitions: stands } = await readPositions(broker, plan.mapping);
  const startOf = await startingOffsets(broker, plan.mapping, stands);
  const moves = settledMoves({ planned: plan.moves, target: plan.target, stands, startOf, movedOn: plan.pauses });
  const effect = effectOf(moves);
  if (!agreedByName && wantsName(effect)) {
    const read = formatCount(effect.repeatedRecords + effect.unseenRecords);
    throw new MskctlError(
      "stale-plan",
      `${plan.name} read on since this plan was made: ${read} records would be read again now, which wants its name`,
      {
        suggestions: [`run the command again with --confirm ${shellWord(plan.name)}`],
        details: { ...effect },
      },
    );
  }
  onSettled(moves);
  return moves;
}

async function setOffsets(
  ports: ResetPorts,
  { plan, onEvent }: ResetRun,
  progress: ResetProgress,
  moves: readonly OffsetMove[],
): Promise<void> {
  progress.stage = "setting";
  progress.rollbackFile = await ports.save(rollbackOf(progress.mapping, plan.name, moves, ports.clock.now()));
  const startedMs = ports.clock.now();
  try {
    progress.set = "unknown";
    await ports.broker.alterCommittedOffsets(plan.group.id, plan.topic, new Map(moves.map(({ partition, next }) => [partition, next])));
    progress.set = "all";
  } catch (error) {
    // An answer that is lost tells nothing: the group itself does.
    if (!isError(error, "interrupted", "terminated")) progress.set = await setSoFar(ports, plan, moves);
    if (progress.set !== "all") throw error;
  }
  onEvent({ kind: "phase", phase: "offsets set", done: true, elapsedMs: ports.clock.now() - startedMs });
}

async function setSoFar({ broker }: ResetPorts, { group, topic }: ResetPlan, moves: readonly OffsetMove[]): Promise<ResetProgress["set"]> {
  try {
    const committed = await broker.committedOffsets(group.id, topic);
    const done = moves.filter(({ partition, next }) => committed.get(partition) === next).length;
    return done === 0 ? "none" : done === moves.length ? "all" : "some";
  } catch (error) {
    if (isError(error)) return "unknown";
    throw error;
  }
}

async function resume(
  ports: ResetPorts,
  { plan, onEvent }: ResetRun,
  progress: ResetProgress,
  timeoutMs: number,
): Promise<MappingDocument> {
  const job = switchJob(progress.mapping, plan.name, true, { until: "settled", timeoutMs });
  progress.mapping = await job.send(ports, onEvent);
  return (await job.follow(ports, progress.mapping, onEvent)).mapping;
}

async function watchCommits(
  ports: ResetPorts,
  { plan, onEvent }: ResetRun,
  moves: readonly OffsetMove[],
  timeoutMs: number,
): Promise<ResetDone["firstCommits"]> {
  const set = new Map(moves.filter(({ next, end }) => next < end).map(({ partition, next }) => [partition, next]));
  if (set.size === 0) return "nothing-to-read";
  try {
    await untilFirstCommits(ports, { groupId: plan.group.id, topic: plan.topic, set, timeoutMs }, onEvent);
  } catch (error) {
    if (isError(error, "timed-out")) await tellProblem(ports, plan.mapping.UUID, onEvent);
    throw error;
  }
  return "seen";
}

/** Why nothing is committed, if Lambda says so. */
async function tellProblem({ mappings }: ResetPorts, uuid: string, onEvent: ResetRun["onEvent"]): Promise<void> {
  try {
    const explained = explainLastResult((await mappings.get(uuid)).LastProcessingResult);
    if (explained.kind === "problem" || explained.kind === "function-error") onEvent({ kind: "problem", explained });
  } catch (error) {
    if (!isError(error)) throw error;
  }
}
