import { type ApplyEvent, type ApplyState, applyState } from "../../../core/tuning/apply/apply-events.ts";
import { type ApplyPlan, stepChanges } from "../../../core/tuning/apply/apply-plan.ts";
import type { ApplyRun } from "../../../core/tuning/apply/ports.ts";

/** A plan for `--json`: what a plan file holds, and the updates that it comes to, as AWS takes them. */
export interface PlanDocument {
  readonly schemaVersion: 1;
  readonly plan: ApplyPlan | null;
  readonly updates: readonly object[];
  /** The file that it was written to. */
  readonly file: string | null;
  readonly applied: false;
}

export interface ApplyDocument {
  readonly schemaVersion: 1;
  readonly run: string;
  readonly name: string;
  readonly uuid: string;
  readonly state: string;
  readonly why: string | null;
  readonly applied: boolean;
  readonly plan: ApplyPlan;
  readonly events: readonly (Omit<ApplyEvent, "atMs"> & { readonly at: string })[];
}

export interface ApplyRunsDocument {
  readonly schemaVersion: 1;
  readonly runs: readonly Omit<ApplyDocument, "schemaVersion" | "plan" | "events">[];
}

export function planDocument(plan: ApplyPlan | undefined, file: string | undefined): PlanDocument {
  return {
    schemaVersion: 1,
    plan: plan ?? null,
    updates: plan?.steps.map((_, step) => stepChanges(plan, step)) ?? [],
    file: file ?? null,
    applied: false,
  };
}

export function applyDocument(run: ApplyRun): ApplyDocument {
  const { schemaVersion, ...facts } = { schemaVersion: 1, ...factsOf(run) } as const;
  const events = run.events.map(({ atMs, ...event }) => ({ ...event, at: new Date(atMs).toISOString() }));
  return { schemaVersion, ...facts, plan: run.plan, events };
}

export function applyRunsDocument(runs: readonly ApplyRun[]): ApplyRunsDocument {
  return { schemaVersion: 1, runs: runs.map(factsOf) };
}

function factsOf({ id, plan, events }: ApplyRun): ApplyRunsDocument["runs"][number] {
  const state = applyState(plan, events);
  return {
    run: id,
    name: plan.name,
    uuid: plan.mapping.UUID,
    state: stateWord(state),
    why: "why" in state && state.why !== "" ? state.why : null,
    applied: state.kind === "done",
  };
}

/** For scripts: a word that stays. */
function stateWord({ kind }: ApplyState): string {
  switch (kind) {
    case "to send":
    case "to watch":
    case "to finish":
      return "underway";
    case "to roll back":
      return "rolling-back";
    case "rolled back":
      return "rolled-back";
    case "planned":
    case "left":
    case "done":
      return kind;
  }
}
