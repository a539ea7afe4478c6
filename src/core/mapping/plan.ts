import { applyChanges } from "./apply-changes.ts";
import { describeCost, describeCostChange } from "./cost.ts";
import { type Change, changeOf, difference, unknownFields } from "./difference.ts";
import { consumerGroupOf, isProvisioned, isQueueMode, type MappingDocument, type MappingSettings, readsThroughVpc } from "./model.ts";
import { placeOf } from "./place.ts";
import { type Replacement, replacementOf } from "./replacement.ts";
import type { FieldRule } from "./rules/field-rule.ts";
import { fieldRule, fieldRules, settingOf } from "./rules/field-rules.ts";
import { normalSetting } from "./settings-normalisation.ts";
import { type Undo, undoOf } from "./undo.ts";

export interface CreatePlan {
  readonly kind: "create";
  readonly changes: readonly Change[];
  readonly request: MappingSettings;
  readonly notes: readonly string[];
}

export interface UpdatePlan {
  readonly kind: "update";
  readonly changes: readonly Change[];
  /** Exactly the fields that change, in the API's form; empty when only tags do, or nothing. */
  readonly request: MappingSettings;
  /** Tags to add or to overwrite: they go through TagResource. */
  readonly tags: ReadonlyMap<string, string>;
  readonly notes: readonly string[];
  readonly undo: Undo;
}

export interface DeletePlan {
  readonly kind: "delete";
  readonly changes: readonly Change[];
}

/** The plan of a new mapping: every given field, from nothing. The settings are sent as they are, without absent ones. */
export function planCreate(settings: MappingSettings, region?: string): CreatePlan {
  const given = fieldRules
    .filter((rule) => settingOf(rule, settings) !== undefined && normalSetting(rule, settings) !== null)
    .map((rule) => withCost(changeOf(rule, null, normalSetting(rule, settings)), describeCost(settings, region)));
  const unknown = unknownFields(settings).map((field) => ({ field, before: null, after: settings[field], reversible: true }));
  const request = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined && value !== null));
  return { kind: "create", changes: [...given, ...unknown], request, notes: metricNotes(given, settings) };
}

/**
 * The plan of an update: what really changes, and the request for exactly that. Settings that are equal already are
 * left out, create-only ones too; a create-only setting that differs makes a `Replacement` instead, which no update does.
 * Get does not answer tags: without `current.Tags` every given tag counts as new.
 */
export function planUpdate(current: MappingDocument, changes: MappingSettings): UpdatePlan | Replacement {
  const after = applyChanges(current, changes);
  const all = difference(current, after);
  const fixed = all.filter(({ field }) => fieldRule(field)?.changeable === "never");
  if (fixed.length > 0) return replacementOf(current, fixed);

  const planned = all.map((change) => withCost(change, describeCostChange(current, after, placeOf(current)?.region)));
  const tags = changedTags(current, planned);
  return {
    kind: "update",
    changes: planned,
    request: requestFor(planned, current, changes),
    tags,
    notes: [...updateNotes(planned, current, after), ...metricNotes(planned, after)],
    undo: undoOf(planned, current),
  };
}

/** The plan of a deletion. A group of the mapping's own goes with it, and its position with the group. */
export function planDelete(mapping: MappingDocument): DeletePlan {
  return {
    kind: "delete",
    changes: [{ field: "UUID", before: mapping.UUID, after: null, reversible: false, note: positionAfter(mapping) }],
  };
}

function positionAfter(mapping: MappingDocument): string {
  const group = consumerGroupOf(mapping);
  if (group !== mapping.UUID)
    return `cannot be undone; consumer group ${group} keeps the position while the brokers keep its offsets, a new mapping with that group goes on there`;
  // KIP-932: share.auto.offset.reset of the new group, latest by default.
  if (isQueueMode(mapping))
    return "cannot be undone: the share group is the mapping's own UUID, a new mapping begins where the brokers let a new share group begin";
  return "cannot be undone: the consumer group is the mapping's own UUID, so the position is lost; a new mapping begins at its StartingPosition";
}

function withCost(change: Change, cost: string | undefined): Change {
  return change.field === "ProvisionedPollerConfig" && cost !== undefined ? { ...change, note: cost } : change;
}

function requestFor(planned: readonly Change[], current: MappingDocument, changes: MappingSettings): MappingSettings {
  const request: Record<string, unknown> = {};
  for (const { field } of planned) {
    const rule = fieldRule(field);
    if (rule?.changeable === "by-tagging") continue;
    const [outer, inner] = rule?.path ?? [field];
    const value = rule === undefined ? changes[field] : requestValue(rule, current, changes);
    request[outer] = inner === undefined ? value : { ...(request[outer] as object | undefined), [inner]: value };
  }
  return request;
}

/** Pollers are sent whole, so that nothing depends on what AWS makes of a member that is left out. */
function requestValue(rule: FieldRule, current: MappingDocument, changes: MappingSettings): unknown {
  const given = changes.ProvisionedPollerConfig;
  if (rule.name !== "ProvisionedPollerConfig" || given === undefined || Object.keys(given).length === 0) return settingOf(rule, changes);
  const after = applyChanges(current, changes);
  const whole = { ...(normalSetting(rule, after) as object), ...after.ProvisionedPollerConfig };
  return given.PollerGroupName === "" ? { ...whole, PollerGroupName: "" } : whole;
}

function changedTags(current: MappingDocument, planned: readonly Change[]): Map<string, string> {
  const after = planned.find(({ field }) => field === "Tags")?.after;
  const entries = Object.entries((after ?? {}) as Record<string, string>);
  return new Map(entries.filter(([key, value]) => current.Tags?.[key] !== value));
}

function updateNotes(planned: readonly Change[], current: MappingDocument, after: MappingDocument): string[] {
  const notes: string[] = [];
  // An older revision of the Lambda Developer Guide, event filtering.
  if (planned.some(({ field }) => field === "FilterCriteria")) notes.push("Filters can take up to 15 minutes to act.");
  // Lambda Developer Guide, MSK cluster network.
  if (isProvisioned(current) && !isProvisioned(after) && readsThroughVpc(after)) {
    notes.push("On-demand pollers need a way from the cluster's subnets to Lambda and STS: a NAT gateway or interface endpoints.");
  }
  return notes;
}

function metricNotes(planned: readonly Change[], after: MappingSettings): string[] {
  const change = planned.find(({ field }) => field === "MetricsConfig");
  if (change === undefined || change.after === null) return [];
  const notes = ["Metric groups are billed as CloudWatch metrics."];
  // The CDK's documentation says so, the Developer Guide does not.
  if (!isProvisioned(after)) notes.push("AWS may refuse metric groups for Kafka in on-demand mode.");
  return notes;
}
