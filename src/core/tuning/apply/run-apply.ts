import { isError, MskctlError } from "../../errors.ts";
import type { Siblings } from "../../lag/series-dimensions.ts";
import { difference } from "../../mapping/difference.ts";
import { runJob } from "../../mapping/lifecycle/jobs.ts";
import { prepareUpdates, updateJob } from "../../mapping/lifecycle/update.ts";
import { updateWaitMs, type WaitEvent } from "../../mapping/lifecycle/waiting.ts";
import { assertUnchanged } from "../../mapping/lifecycle/writing.ts";
import type { MappingDocument, MappingSettings } from "../../mapping/model.ts";
import { undoOf } from "../../mapping/undo.ts";
import { keyOf, unsetWindowMs } from "../changes.ts";
import { tuningSettings } from "../mapping-settings.ts";
import type { TuningSettings } from "../workload.ts";
import { type ApplyState, applyState } from "./apply-events.ts";
import { type ApplyPlan, type ApplyStep, settingsBefore, stepChanges } from "./apply-plan.ts";
import type { ApplyPorts, OpenApplyRun } from "./ports.ts";
import { type WatchProgress, watchStep } from "./watch-step.ts";

/** What a person who waits is told. */
export type ApplyProgress =
  | { readonly kind: "step"; readonly step: number }
  | { readonly kind: "wait"; readonly event: WaitEvent }
  | { readonly kind: "watch"; readonly step: number; readonly progress: WatchProgress }
  | { readonly kind: "rolling back"; readonly why: string };

export interface ApplyOptions {
  /** All Kafka mappings of the Region, where they may be listed. */
  readonly siblings: Siblings;
  readonly onProgress: (progress: ApplyProgress) => void;
}

/**
 * Goes on with a run from where its journal says it stands, until it is done or rolled back. Each thing is in the journal before it is done, and what was done is in
 * it afterwards, so that a run that is broken off at any moment can be resumed. Errors: `stale-plan` when somebody else has changed the mapping, `timed-out`, those of
 * AWS's calls, and the interruption; the run then stays as it stands.
 */
export async function runApply(ports: ApplyPorts, run: OpenApplyRun, options: ApplyOptions): Promise<ApplyState> {
  try {
    return await goOn(ports, run, options);
  } catch (error) {
    if (isError(error, "stale-plan")) await run.append({ type: "left", atMs: ports.clock.now(), why: error.message });
    throw error;
  }
}

async function goOn(ports: ApplyPorts, run: OpenApplyRun, options: ApplyOptions): Promise<ApplyState> {
  for (;;) {
    const state = applyState(run.plan, run.events);
    switch (state.kind) {
      case "planned":
        await run.append({ type: "began", atMs: ports.clock.now() });
        break;
      case "to send":
        await sendStep(ports, run, state.step, options);
        break;
      case "to watch":
        await watch(ports, run, state, options);
        break;
      case "to finish":
        await run.append({ type: "done", atMs: ports.clock.now() });
        break;
      case "to roll back":
        options.onProgress({ kind: "rolling back", why: state.why });
        await rollBack(ports, run, options);
        break;
      case "rolled back":
      case "left":
      case "done":
        return state;
    }
  }
}

async function sendStep(ports: ApplyPorts, run: OpenApplyRun, step: number, options: ApplyOptions): Promise<void> {
  const { plan } = run;
  options.onProgress({ kind: "step", step });
  const current = await ports.mappings.get(plan.mapping.UUID);
  if (step === 0 && !hasSent(run, step)) assertUnchanged(plan.mapping, current, plan.name);
  else assertIsAt(plan, current, [settingsBefore(plan, step), (plan.steps[step] as ApplyStep).settings]);
  await run.append({ type: "sending", atMs: ports.clock.now(), step });
  await update(ports, plan, current, stepChanges(plan, step), options);
  await run.append({ type: "sent", atMs: ports.clock.now(), step });
}

function hasSent({ events }: OpenApplyRun, step: number): boolean {
  return events.some((event) => event.type === "sending" && event.step === step);
}

async function watch(
  ports: ApplyPorts,
  run: OpenApplyRun,
  { step, sentMs }: ApplyState & { kind: "to watch" },
  options: ApplyOptions,
): Promise<void> {
  const { plan } = run;
  const planned = plan.steps[step] as ApplyStep;
  const mapping = await ports.mappings.get(plan.mapping.UUID);
  assertIsAt(plan, mapping, [planned.settings]);
  const subject = { plan, step: planned, mapping, sentMs, siblings: options.siblings };
  const { violation, realised } = await watchStep(ports, subject, (progress) => options.onProgress({ kind: "watch", step, progress }));
  const atMs = ports.clock.now();
  await run.append(
    violation === undefined ? { type: "kept", atMs, step, realised } : { type: "rolling back", atMs, why: violation, realised },
  );
}

/** As the API spells what a step sets. */
const tunedBlocks: ReadonlySet<string> = new Set(["BatchSize", "MaximumBatchingWindowInSeconds", "ProvisionedPollerConfig"]);

async function rollBack(ports: ApplyPorts, run: OpenApplyRun, options: ApplyOptions): Promise<void> {
  const { plan } = run;
  const current = await ports.mappings.get(plan.mapping.UUID);
  const { before, steps } = plan;
  // The default window does not come back: a rollback sets none.
  const restored = before.settings.windowMs === unsetWindowMs ? [{ ...before.settings, windowMs: 0 }] : [];
  assertIsAt(plan, current, [before.settings, ...restored, ...steps.map(({ settings }) => settings)]);
  // What somebody else has changed beside them stays.
  const tuned = difference(plan.mapping, current).filter(({ field }) => tunedBlocks.has(field));
  const { settings } = undoOf(tuned, plan.mapping);
  if (Object.keys(settings).length > 0) await update(ports, plan, current, settings, options);
  await run.append({ type: "rolled back", atMs: ports.clock.now() });
}

async function update(
  ports: ApplyPorts,
  { name }: ApplyPlan,
  mapping: MappingDocument,
  changes: MappingSettings,
  { onProgress }: ApplyOptions,
): Promise<void> {
  const onEvent = (event: WaitEvent) => onProgress({ kind: "wait", event });
  const [prepared] = await prepareUpdates(ports, [{ mapping, name, changes }], onEvent);
  if (prepared === undefined) return;
  if (prepared.kind === "refused") throw prepared.error;
  if (prepared.plan.changes.length === 0) return;
  // Whether it polls then is what a watch looks at, and nothing that a rollback may depend on.
  await runJob(ports, updateJob(prepared, { until: "settled", timeoutMs: updateWaitMs }), onEvent);
}

/** Throws `stale-plan` unless the mapping has one of these settings: it is somebody else's then. */
function assertIsAt({ name, mapping, before }: ApplyPlan, current: MappingDocument, allowed: readonly TuningSettings[]): void {
  const { provisionedConcurrency } = before.settings;
  const isSame = (settings: TuningSettings) => keyOf(settings) === keyOf(tuningSettings(current, provisionedConcurrency));
  if (allowed.some(isSame)) return;
  throw new MskctlError("stale-plan", `${name} was changed by somebody else: it is neither as it was nor as this run has set it`, {
    suggestions: [`mskctl inspect ${mapping.UUID}`],
    details: { uuid: mapping.UUID, lastModified: current.LastModified },
  });
}
