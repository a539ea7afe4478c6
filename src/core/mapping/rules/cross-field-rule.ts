import { isProvisioned, isQueueMode, type MappingDocument, type MappingSettings } from "../model.ts";
import type { Breach, EnforcedBy } from "./violation.ts";

/** A request and the mapping that it would make: what the rules that look at more than one value look at. */
export interface Subject {
  readonly operation: "create" | "update";
  readonly request: MappingSettings;
  /** The mapping once the request is done. */
  readonly after: MappingSettings;
  /** Undefined when the settings name neither kind of source, or both. */
  readonly source: "msk" | "self-managed" | undefined;
  readonly provisioned: boolean;
  readonly queueMode: boolean;
  readonly nowMs: number;
  readonly filterQuota: number;
}

export interface CrossFieldRule {
  readonly id: string;
  readonly enforcedBy: Exclude<EnforcedBy, "model">;
  /** Where the rule is written down. */
  readonly from: string;
  readonly check: (subject: Subject) => readonly Breach[];
}

export interface RuleContext {
  readonly nowMs: number;
  /** Filters that the account may have: 5, or up to 10 when the quota was raised. mskctl cannot know it and takes 10. */
  readonly filterQuota?: number;
}

const highestFilterQuota = 10;

/** What the rules look at: `after` is the mapping that `request` would make. */
export function subjectOf(
  operation: Subject["operation"],
  request: MappingSettings,
  after: MappingSettings | MappingDocument,
  context: RuleContext,
): Subject {
  return {
    operation,
    request,
    after,
    source: sourceKindOf(after),
    provisioned: isProvisioned(after),
    queueMode: isQueueMode(after),
    nowMs: context.nowMs,
    filterQuota: context.filterQuota ?? highestFilterQuota,
  };
}

function sourceKindOf(settings: MappingSettings): Subject["source"] {
  const managed = isGiven(settings.EventSourceArn);
  if (managed === isGiven(settings.SelfManagedEventSource)) return undefined;
  return managed ? "msk" : "self-managed";
}

/** AWS reads null as absent. */
export function isGiven<T>(value: T): value is NonNullable<T> {
  return value !== undefined && value !== null;
}
