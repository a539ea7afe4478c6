import type { MappingDocument, MappingSettings } from "../../mapping/model.ts";
import type { Prices } from "../../prices.ts";
import type { Range } from "../candidate.ts";
import { changedMappingSettings } from "../mapping-settings.ts";
import type { TunedFunction, TuningSettings } from "../workload.ts";
import type { Baseline } from "./baseline.ts";
import type { Expectation } from "./expectation.ts";
import type { StepKind } from "./steps.ts";

/** How a mapping gets from its settings to others, and what it is held to meanwhile. As it stands in a plan file and in a run's journal. */
export interface ApplyPlan {
  readonly schemaVersion: 1;
  readonly kind: "tune-plan";
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  readonly place: { readonly accountId?: string; readonly region: string };
  readonly name: string;
  /** As it was when the plan was made: it has to be the same when it is applied, and it is what a rollback goes back to. */
  readonly mapping: MappingDocument;
  /** The minutes that the predictions rest on. */
  readonly data: { readonly from: string; readonly until: string; readonly seed: number };
  readonly prices: Prices;
  readonly hoursPerMonth: number;
  readonly function: TunedFunction;
  /** 99 of 100 records are to be no older. */
  readonly ageP99Ms: number;
  readonly before: ApplyEnd;
  readonly after: ApplyEnd & { readonly savesMonth: Range };
  readonly baseline: Baseline;
  readonly steps: readonly ApplyStep[];
  /** What no rollback brings back, in words. */
  readonly cannotBeUndone: readonly string[];
  /** Why it had better not be applied now, in words. */
  readonly risks: readonly string[];
}

/** Settings, and what they are predicted to do over the whole trace. */
export interface ApplyEnd {
  readonly settings: TuningSettings;
  /** US dollars. */
  readonly costMonth: Range;
  readonly ageP99Ms: Range;
}

export interface ApplyStep {
  readonly kind: StepKind;
  readonly settings: TuningSettings;
  readonly expectation: Expectation;
  /** Records that gather while polling stops for the update. */
  readonly backlogRecords: number;
  /** From the update on: so long the backlog of it is worked off, and so long the step is watched. */
  readonly settlesMs: number;
  readonly watchMs: number;
}

/** The settings that a step finds. */
export function settingsBefore({ before, steps }: Pick<ApplyPlan, "before" | "steps">, step: number): TuningSettings {
  return steps[step - 1]?.settings ?? before.settings;
}

/** What the update of a step says: of the mapping's tuned fields, whatever a plan file holds. */
export function stepChanges(plan: Pick<ApplyPlan, "before" | "steps">, step: number): MappingSettings {
  return changedMappingSettings(settingsBefore(plan, step), (plan.steps[step] as ApplyStep).settings);
}
