import { nearest } from "../nearest.ts";
import { applyChanges } from "./apply-changes.ts";
import type { MappingDocument, MappingSettings } from "./model.ts";
import { authenticationRules } from "./rules/authentication-rules.ts";
import { contentRules } from "./rules/content-rules.ts";
import { type CrossFieldRule, type RuleContext, type Subject, subjectOf } from "./rules/cross-field-rule.ts";
import { destinationRules } from "./rules/destination-rules.ts";
import type { Clearing } from "./rules/field-rule.ts";
import { clearingIn, fieldRule, fieldRules, settingOf } from "./rules/field-rules.ts";
import { scalingRules } from "./rules/scaling-rules.ts";
import { checkShape, modelViolation } from "./rules/shape.ts";
import { sourceRules } from "./rules/source-rules.ts";
import { type Violation, violation } from "./rules/violation.ts";

export type { RuleContext } from "./rules/cross-field-rule.ts";
export type { Clearing, FieldRule } from "./rules/field-rule.ts";
export { fieldRules } from "./rules/field-rules.ts";
export type { Violation } from "./rules/violation.ts";

/** The rules that look at more than one value, in the order in which breaches are told. */
const rules = [...sourceRules, ...authenticationRules, ...scalingRules, ...destinationRules, ...contentRules] as const;

/** Ids of the rules that Lambda itself checks beyond its service model: one answer of AWS each. */
export type ServiceRuleId = Extract<(typeof rules)[number], { readonly enforcedBy: "service" }>["id"];

export const crossFieldRules: readonly CrossFieldRule[] = rules;

/**
 * Every rule that a Create with `settings` would break; empty when AWS should take it. Breaches of the service model
 * come first, as AWS checks them first. A value of the wrong type ends the check: what else is wrong depends on it.
 */
export function validateCreate(settings: MappingSettings, context: RuleContext): Violation[] {
  const required = fieldRules
    .filter((rule) => rule.required && settingOf(rule, settings) === undefined)
    .map((rule) => ({ ...modelViolation({ kind: "not-null" }, undefined, rule.path), fix: `Give ${rule.flags[0]}.` }));
  const modelViolations = [...required, ...checkShapes(settings)];
  if (modelViolations.some(hasWrongType)) return modelViolations;
  return [...modelViolations, ...checkRules(subjectOf("create", settings, applyChanges({}, settings), context))];
}

/**
 * Every rule that an Update of `current` with `changes` would break. A fault that the mapping already has, and that
 * the update leaves as it is, is not told.
 */
export function validateUpdate(current: MappingDocument, changes: MappingSettings, context: RuleContext): Violation[] {
  const modelViolations = checkShapes(changes);
  if (modelViolations.some(hasWrongType)) return modelViolations;
  const existing = new Set(checkRules(subjectOf("update", {}, current, context)).map(identity));
  const after = checkRules(subjectOf("update", changes, applyChanges(current, changes), context));
  return [...modelViolations, ...after.filter((found) => !existing.has(identity(found)))];
}

/** How a field is taken back; undefined when it is no field. `PollerGroupName` and `SchemaRegistryConfig` may be named alone. */
export function clearingOf(name: string, current: MappingSettings): Clearing | undefined {
  if (/^(ProvisionedPollerConfig\.)?PollerGroupName$/.test(name)) {
    return { kind: "sentinel", changes: { ProvisionedPollerConfig: { PollerGroupName: "" } } };
  }
  const block = current.SelfManagedEventSource === undefined ? "AmazonManagedKafkaEventSourceConfig" : "SelfManagedKafkaEventSourceConfig";
  const rule = fieldRule(name) ?? fieldRule(`${block}.${name}`);
  return rule && clearingIn(rule, current);
}

/** The field of the API that a mistyped name most probably meant. */
export function suggestField(name: string): string | undefined {
  return nearest(
    name,
    fieldRules.flatMap((rule) => [rule.path[0], rule.name]),
  );
}

function checkShapes(settings: MappingSettings): Violation[] {
  return fieldRules.flatMap((rule) => checkShape(rule.shape, settingOf(rule, settings), rule.path));
}

function checkRules(subject: Subject): Violation[] {
  return crossFieldRules.flatMap((rule) => rule.check(subject).map((breach) => violation(rule.id, rule.enforcedBy, breach)));
}

function hasWrongType({ constraint }: Violation): boolean {
  return constraint.kind === "type";
}

function identity({ rule, path, value }: Violation): string {
  return JSON.stringify([rule, path, value]);
}
