import { isError } from "../../errors.ts";
import { flowOf } from "../../lag/flow.ts";
import type { LagVerdict } from "../../lag/report.ts";
import type { LagSamples } from "../../lag/samples.ts";
import { createLagSampler, type LagSampler } from "../../lag/sampling.ts";
import type { Siblings } from "../../lag/series-dimensions.ts";
import { verdictOf } from "../../lag/verdict.ts";
import { assertUnchanged } from "../../mapping/lifecycle/writing.ts";
import type { MappingDocument } from "../../mapping/model.ts";
import { formatDuration } from "../../time.ts";
import type { ApplyPlan, ApplyStep } from "./apply-plan.ts";
import { type ObservedMinute, observedMinutes } from "./observed-minute.ts";
import type { ApplyPorts } from "./ports.ts";
import { type Realised, realisedBy } from "./realised.ts";
import { dearerThanPredicted, harmSeen, type Limits, violationSeen } from "./violations.ts";

/** What watching a step came to. */
export interface StepWatched {
  /** In words; undefined: the step did what was predicted. */
  readonly violation: string | undefined;
  readonly realised: Realised | undefined;
}

/** How far a watch is, for a person who waits. */
export interface WatchProgress {
  readonly elapsedMs: number;
  readonly watchMs: number;
  /** The newest minute of which all is known. */
  readonly newest: ObservedMinute | undefined;
}

export interface StepToWatch {
  readonly plan: ApplyPlan;
  readonly step: ApplyStep;
  /** As it is after the update. */
  readonly mapping: MappingDocument;
  readonly sentMs: number;
  readonly siblings: Siblings;
}

const lookMs = 60_000;
/** So long metrics may not be readable at all. */
const unreadableMs = 5 * 60_000;
/** Minutes before the update, for what arrived then. */
const beforeMs = 30 * 60_000;
/** Beside the minutes that have not settled when a watch ends. */
const afterMs = 5 * 60_000;

/**
 * Watches a step minute by minute until it has done what was predicted for long enough, or until something is wrong; as long as the mapping catches up with a
 * backlog it is not over, since less capacity may come next. Throws `stale-plan` when somebody else
 * changes the mapping meanwhile, and the interruption.
 */
export async function watchStep(
  ports: ApplyPorts,
  subject: StepToWatch,
  onProgress: (progress: WatchProgress) => void,
): Promise<StepWatched> {
  const { plan, step, mapping, sentMs } = subject;
  const { clock, mappings } = ports;
  const limits: Limits = { ...plan, timeoutMs: plan.function.timeoutMs, expectation: step.expectation };
  const sampler = createLagSampler(ports, { fromMs: clock.now() - step.watchMs - beforeMs - afterMs });
  let readMs = clock.now();
  for (;;) {
    const samples = await readOrUndefined(sampler, subject);
    const nowMs = clock.now();
    if (samples !== undefined) readMs = nowMs;
    else if (nowMs - readMs > unreadableMs)
      return { violation: `metrics could not be read for ${formatDuration(nowMs - readMs)}`, realised: undefined };
    const judged = samples && judgedBy(samples, subject, limits, nowMs);
    onProgress({ elapsedMs: nowMs - sentMs, watchMs: step.watchMs, newest: judged?.minutes.at(-1) });
    if (judged?.violation !== undefined || judged?.isOver === true) return { violation: judged.violation, realised: judged.realised };
    await clock.sleep(lookMs);
    const seen = await unlessUnavailable(() => mappings.get(mapping.UUID));
    if (seen !== undefined) assertUnchanged(mapping, seen, plan.name);
  }
}

interface Judged extends StepWatched {
  readonly minutes: readonly ObservedMinute[];
  readonly isOver: boolean;
}

function judgedBy(samples: LagSamples, { plan, step, mapping, sentMs }: StepToWatch, limits: Limits, nowMs: number): Judged {
  const isGrouped = step.settings.pollerGroup !== undefined;
  const minutes = observedMinutes(samples, { fromMs: sentMs, function: plan.function, prices: plan.prices, isGrouped });
  const settled = minutes.filter(({ atMs }) => atMs >= sentMs + step.settlesMs);
  const verdict = lagVerdict(samples, mapping, nowMs);
  const isCatchingUp = verdict === "catching up";
  const isOver = !isCatchingUp && (minutes.at(-1)?.atMs ?? 0) + lookMs >= sentMs + step.watchMs;
  const violation =
    harmSeen(minutes, limits) ??
    (settled.length === 0 ? undefined : (violationSeen(settled, limits, isCatchingUp) ?? stuck(verdict))) ??
    (isOver ? dearerThanPredicted(settled, limits) : undefined);
  return { minutes, isOver, violation, realised: realisedBy(settled, step.expectation, plan.hoursPerMonth) };
}

/** What lag itself says of the mapping, whatever was predicted. */
function lagVerdict(samples: LagSamples, mapping: MappingDocument, nowMs: number): LagVerdict {
  const flow = flowOf(mapping, samples, undefined);
  return verdictOf({ mapping, samples, flow, partitions: undefined, nowMs }).verdict;
}

function stuck(verdict: LagVerdict): string | undefined {
  return verdict === "stalled" || verdict === "stopped" || verdict === "rewound" ? `the mapping is ${verdict}` : undefined;
}

async function readOrUndefined(sampler: LagSampler, { mapping, siblings }: StepToWatch): Promise<LagSamples | undefined> {
  return unlessUnavailable(async () => {
    await sampler.base([mapping], siblings);
    const read = (await sampler.detail([mapping])).get(mapping.UUID);
    return read?.missing?.id === "not-permitted" ? undefined : read?.samples;
  });
}

/** A call that may be tried again a minute later. */
async function unlessUnavailable<Answer>(call: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await call();
  } catch (error) {
    if (isError(error, "throttled", "unavailable", "not-permitted")) return undefined;
    throw error;
  }
}
