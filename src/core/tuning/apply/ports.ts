import type { MetricCatalogue } from "../../lag/ports.ts";
import type { WritePorts } from "../../mapping/lifecycle/writing.ts";
import type { ApplyEvent } from "./apply-events.ts";
import type { ApplyPlan } from "./apply-plan.ts";

/** What a plan is applied through. */
export interface ApplyPorts extends WritePorts {
  readonly catalogue: MetricCatalogue;
}

/** A plan that somebody said yes to, and what has happened since. */
export interface ApplyRun {
  readonly id: string;
  readonly plan: ApplyPlan;
  /** In order. */
  readonly events: readonly ApplyEvent[];
}

/** A run that this process works on; nobody else does meanwhile. */
export interface OpenApplyRun extends ApplyRun {
  /** On disk when it resolves. Throws `storage`. */
  append(event: ApplyEvent): Promise<void>;
  /** Lets others have it. */
  close(): void;
}

/** Runs on this machine. Each method throws `storage`. */
export interface ApplyRuns {
  /** Throws `conflict` while another run of this mapping has not ended, `unavailable` while another process works on the mapping. */
  create(plan: ApplyPlan, nowMs: number): Promise<OpenApplyRun>;
  /** By the beginning of its id. Throws `not-found`, `ambiguous`, and `unavailable` while another process works on it. */
  open(typed: string): Promise<OpenApplyRun>;
  /** The same for reading. Throws `not-found`, `ambiguous`. */
  find(typed: string): Promise<ApplyRun>;
  /** Newest first. */
  list(): Promise<readonly ApplyRun[]>;
}
