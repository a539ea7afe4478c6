import { changesBetween, keyOf, unsetWindowMs } from "../changes.ts";
import type { TuningSettings } from "../workload.ts";

/** A number changes by this factor at most in one step, so that a wrong prediction shows while it does little harm. */
export const mostFactor = 4;

/** What a step is for. */
export type StepKind = "raise capacity" | "batch" | "lower capacity";

export interface TuningStep {
  readonly kind: StepKind;
  readonly settings: TuningSettings;
}

/**
 * The way from one to the other, settings of the mapping only: first what there is more of, then batch and window, what there is less of last, so that
 * on no step the mapping has less capacity than both ends need. Numbers change by `mostFactor` at most; a change of mode is one step.
 */
export function stepsBetween(before: TuningSettings, after: TuningSettings): readonly TuningStep[] {
  const steps: TuningStep[] = [];
  let settings = before;
  const goTo = (kind: StepKind, target: TuningSettings, next: (from: TuningSettings, target: TuningSettings) => TuningSettings) => {
    while (keyOf(settings) !== keyOf(target)) {
      settings = next(settings, target);
      steps.push({ kind, settings });
    }
  };
  goTo("raise capacity", { ...before, ...widest(before, after) }, withPollers);
  goTo("batch", { ...settings, batchSize: after.batchSize, windowMs: after.windowMs }, withBatch);
  goTo("lower capacity", { ...settings, pollers: after.pollers, pollerGroup: after.pollerGroup }, withPollers);
  return steps;
}

/** The more of each; whoever leaves provisioned mode keeps it until the end. */
function widest(before: TuningSettings, after: TuningSettings): Pick<TuningSettings, "pollers" | "pollerGroup"> {
  if (before.pollers === undefined) return { pollers: after.pollers, pollerGroup: after.pollerGroup };
  const { pollers, pollerGroup } = before;
  return {
    pollers: {
      minimum: Math.max(pollers.minimum, after.pollers?.minimum ?? 0),
      maximum: Math.max(pollers.maximum, after.pollers?.maximum ?? 0),
    },
    pollerGroup,
  };
}

function withPollers(from: TuningSettings, target: TuningSettings): TuningSettings {
  if (from.pollers === undefined || target.pollers === undefined)
    return { ...from, pollers: target.pollers, pollerGroup: target.pollerGroup };
  const pollers = {
    minimum: towards(from.pollers.minimum, target.pollers.minimum),
    maximum: towards(from.pollers.maximum, target.pollers.maximum),
  };
  const isThere = pollers.minimum === target.pollers.minimum && pollers.maximum === target.pollers.maximum;
  return { ...from, pollers, pollerGroup: isThere ? target.pollerGroup : from.pollerGroup };
}

function withBatch(from: TuningSettings, target: TuningSettings): TuningSettings {
  return { ...from, batchSize: towards(from.batchSize, target.batchSize), windowMs: windowTowards(from.windowMs, target.windowMs) };
}

function towards(from: number, target: number): number {
  return target > from ? Math.min(target, from * mostFactor) : Math.max(target, Math.ceil(from / mostFactor));
}

/** No window at all counts as the one of 500 ms that is there when none is set: AWS takes whole seconds beside. */
function windowTowards(fromMs: number, targetMs: number): number {
  const [from, target] = [Math.max(fromMs, unsetWindowMs), Math.max(targetMs, unsetWindowMs)];
  if (target > from) return target <= from * mostFactor ? targetMs : Math.floor((from * mostFactor) / 1_000) * 1_000;
  return target * mostFactor >= from ? targetMs : Math.ceil(from / mostFactor / 1_000) * 1_000;
}

/** Whether the way cannot be gone back whole. */
export function losesDefaultWindow(before: TuningSettings, after: TuningSettings): boolean {
  return changesBetween(before, after).some(({ isReversible }) => !isReversible);
}
