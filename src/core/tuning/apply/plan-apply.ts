import { MskctlError } from "../../errors.ts";
import { formatCount, plural } from "../../figures.ts";
import { lastWithValue } from "../../lag/spans.ts";
import { isDisabled, isSettled } from "../../mapping/model.ts";
import { ownerPhrase } from "../../mapping/owner.ts";
import { formatDuration } from "../../time.ts";
import type { Candidate, Range } from "../candidate.ts";
import { changesBetween } from "../changes.ts";
import { impactOf } from "../recommendation.ts";
import type { TuneReport } from "../report.ts";
import type { TunedField } from "../workload.ts";
import type { ApplyEnd, ApplyPlan, ApplyStep } from "./apply-plan.ts";
import { type Baseline, baselineOf } from "./baseline.ts";
import { type ExpectationInput, expectationOf } from "./expectation.ts";
import { observedMinutes } from "./observed-minute.ts";
import { losesDefaultWindow, stepsBetween, type TuningStep } from "./steps.ts";

export interface PlanOptions {
  readonly place: ApplyPlan["place"];
  readonly nowMs: number;
}

/** A step is watched for at least so long, and once its backlog is gone for so long and for so many batches. Judgements of ours. */
const leastWatchMs = 15 * 60_000;
const leastJudgedMs = 10 * 60_000;
const watchedBatches = 10;
/** A backlog drains slower than reckoned by so much; one that would never drain is waited for so long. */
const slack = 1.5;
const mostDrainMs = 30 * 60_000;
/** Traffic of so much more than usual, within the busiest fifth of the minutes, is no time for an update. */
const busy = 1.2;

/**
 * How to get to what tune recommends, or to the settings that were asked for. Undefined: there is nothing to change. Throws `refused` for a mapping that cannot
 * be changed now, and where the function would have to be changed first.
 */
export function planApply(report: TuneReport, { place, nowMs }: PlanOptions): ApplyPlan | undefined {
  const { basis, result, mapping, name, whatIf } = report;
  const target = whatIf ?? (report.recommendation && result?.picks.get(report.recommendation.pick));
  if (basis === undefined || result === undefined || target === undefined) return undefined;
  const { search, samples } = basis;
  const { settings: before } = result.current;
  const changes = changesBetween(before, target.settings);
  if (changes.length === 0) return undefined;
  assertChangeable(
    report,
    changes.map(({ field }) => field),
  );
  const minutes = observedMinutes(samples, { fromMs: 0, function: search.workload.function, prices: search.prices, isGrouped: false });
  const baseline = baselineOf(minutes);
  const after = { ...endOf(target), savesMonth: target.spread?.savesMonth ?? { low: 0, high: 0 } };
  const goalMs = result.goals.ageP99Ms;
  return {
    schemaVersion: 1,
    kind: "tune-plan",
    madeAt: new Date(nowMs).toISOString(),
    place,
    name,
    mapping,
    data: { from: new Date(report.fromMs).toISOString(), until: new Date(report.untilMs).toISOString(), seed: report.seed },
    prices: report.prices,
    hoursPerMonth: report.hoursPerMonth,
    function: search.workload.function,
    // Whoever asks for older records than the goal has is held to what is predicted.
    ageP99Ms: Math.max(goalMs, Math.min(after.ageP99Ms.high, Number.MAX_SAFE_INTEGER)),
    before: endOf(result.current),
    after,
    baseline,
    steps: stepsBetween(before, target.settings).map((step) =>
      plannedStep(step, { ...search, batch: result.current.batch }, result.current),
    ),
    cannotBeUndone: losesDefaultWindow(before, target.settings) ? ["the 500 ms default window: a rollback sets no window at all"] : [],
    risks: [
      ...gradeRisk(report),
      ...ownerRisk(report),
      ...goalRisk(target, goalMs),
      ...momentRisks(lastWithValue(samples.series.get("lagRecords"), samples.minutes)?.value, minutes.at(-1)?.arrivedPerSecond, baseline),
    ],
  };
}

function plannedStep({ kind, settings }: TuningStep, input: ExpectationInput, { durationMs }: Candidate): ApplyStep {
  const { pauseMs, lagRecords, drainMs = mostDrainMs } = impactOf(input.workload, settings);
  const settlesMs = Math.ceil(pauseMs + Math.min(mostDrainMs, drainMs * slack));
  return {
    kind,
    settings,
    expectation: expectationOf(input, settings),
    backlogRecords: Math.round(lagRecords),
    settlesMs,
    watchMs: Math.ceil(Math.max(leastWatchMs, settlesMs + Math.max(leastJudgedMs, watchedBatches * (settings.windowMs + durationMs)))),
  };
}

function endOf({ settings, cost, ageP99Ms, spread }: Candidate): ApplyEnd {
  const only = (value: number): Range => ({ low: value, high: value });
  return { settings, costMonth: spread?.costMonth ?? only(cost.total), ageP99Ms: spread?.ageP99Ms ?? only(ageP99Ms) };
}

/** Of the function and not of the mapping: an update of a mapping does not set them. */
const ofFunction: ReadonlySet<TunedField> = new Set<TunedField>(["ProvisionedConcurrentExecutions", "MemorySize"]);

function assertChangeable({ mapping, name }: Pick<TuneReport, "mapping" | "name">, fields: readonly TunedField[]): void {
  const uuid = mapping.UUID;
  if (isDisabled(mapping))
    throw new MskctlError("refused", `${name} is disabled: nothing would show whether a change is right`, {
      suggestions: [`mskctl resume ${uuid}`],
    });
  if (!isSettled(mapping))
    throw new MskctlError("refused", `${name} is ${mapping.State ?? "in an unknown state"}: another change is on its way`, {
      suggestions: [`mskctl inspect ${uuid}`],
    });
  const functions = fields.filter((field) => ofFunction.has(field));
  if (functions.length > 0)
    throw new MskctlError("refused", `${functions.join(", ")} is set at the function, which mskctl does not change`, {
      suggestions: [
        "set it there, wait for some days of metrics and tune again",
        `mskctl tune ${uuid} --apply ${functions.map((field) => `--keep ${field}`).join(" ")}`,
      ],
    });
}

function gradeRisk({ confidence }: TuneReport): readonly string[] {
  return confidence.grade === "C" ? [`the data are of grade C: ${confidence.reasons.join("; ")}`] : [];
}

/** What only looks like somebody's is no reason against it: the page says so. */
function ownerRisk({ owner }: TuneReport): readonly string[] {
  return owner?.isCertain === true ? [`${ownerPhrase(owner)} deploys it, and would take this back: change it there`] : [];
}

function goalRisk({ ageP99Ms, spread }: Candidate, goalMs: number): readonly string[] {
  const likely = spread?.ageP99Ms.high ?? ageP99Ms;
  if (likely <= goalMs) return [];
  const age = Number.isFinite(likely) ? `records get up to ${formatDuration(likely)} old` : "the lag grows without end";
  return [`with these settings ${age}, the goal is ${formatDuration(goalMs)}`];
}

/** Whether now is a time for it. */
function momentRisks(lagNow: number | undefined, perSecondNow: number | undefined, baseline: Baseline): readonly string[] {
  const { lagRecords, usualPerSecond, busyPerSecond } = baseline;
  const risks: string[] = [];
  if (lagNow === undefined) risks.push("the lag of the newest minutes is not known");
  else if (lagRecords !== undefined && lagNow > 2 * lagRecords + 1) {
    risks.push(`${plural(lagNow, "record")} wait now; in 95 of 100 minutes there are no more than ${formatCount(lagRecords)}`);
  }
  if (perSecondNow === undefined || usualPerSecond === undefined || busyPerSecond === undefined) return risks;
  if (perSecondNow > busyPerSecond && perSecondNow > busy * usualPerSecond)
    risks.push(
      `this is a busy time: ${formatCount(Math.round(perSecondNow))} records/s arrive, ${formatCount(Math.round(usualPerSecond))} are usual`,
    );
  return risks;
}
