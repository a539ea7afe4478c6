import type { SettingChange } from "./report.ts";
import type { TunedField, TuningSettings } from "./workload.ts";

/** What a mapping has whose window was never set. It cannot be set: AWS takes whole seconds. Lambda Developer Guide, batching behaviour. */
export const unsetWindowMs = 500;

/** Settings as AWS spells them; undefined: not set. The mode is a word of the Developer Guide. */
function spelled(settings: TuningSettings): Readonly<Record<TunedField, string | number | undefined>> {
  const { pollers } = settings;
  return {
    BatchSize: settings.batchSize,
    MaximumBatchingWindowInSeconds: settings.windowMs === unsetWindowMs ? undefined : settings.windowMs / 1_000,
    ProvisionedPollerConfig: pollers === undefined ? "on-demand" : "provisioned",
    "ProvisionedPollerConfig.MinimumPollers": pollers?.minimum,
    "ProvisionedPollerConfig.MaximumPollers": pollers?.maximum,
    "ProvisionedPollerConfig.PollerGroupName": pollers === undefined ? undefined : settings.pollerGroup,
    ProvisionedConcurrentExecutions: settings.provisionedConcurrency,
    MemorySize: settings.memoryMb,
  };
}

/** What an update from one to the other sets, in the order of `tunedFields`. */
export function changesBetween(before: TuningSettings, after: TuningSettings): readonly SettingChange[] {
  const [was, is] = [spelled(before), spelled(after)];
  return (Object.keys(was) as TunedField[])
    .filter((field) => was[field] !== is[field])
    .map((field) => ({
      field,
      before: was[field],
      after: is[field],
      isReversible: field !== "MaximumBatchingWindowInSeconds" || before.windowMs !== unsetWindowMs,
    }));
}

/** How much changes: fields, and by which factors together; to tell apart what costs the same. */
export function sizeOfChange(before: TuningSettings, after: TuningSettings): { readonly fields: number; readonly factor: number } {
  const factor =
    stepBetween(before.batchSize, after.batchSize) *
    stepBetween(Math.max(before.windowMs, unsetWindowMs), Math.max(after.windowMs, unsetWindowMs)) *
    stepBetween(before.pollers?.minimum ?? 1, after.pollers?.minimum ?? 1) *
    stepBetween(before.pollers?.maximum ?? 1, after.pollers?.maximum ?? 1) *
    stepBetween(before.provisionedConcurrency + 1, after.provisionedConcurrency + 1) *
    stepBetween(before.memoryMb ?? 1, after.memoryMb ?? 1);
  return { fields: changesBetween(before, after).length, factor };
}

/** 4 for a quarter and for four times as much. */
export function stepBetween(before: number, after: number): number {
  return before > after ? before / after : after / before;
}

/** The same for the same settings, however they came about. */
export function keyOf(settings: TuningSettings): string {
  return Object.values(spelled(settings)).join(" ");
}
