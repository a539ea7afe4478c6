import type { MappingDocument, MappingSettings } from "../../core/mapping/model.ts";
import { fieldsOfOtherSources, settingOf } from "../../core/mapping/rules/field-rules.ts";
import type { Shape } from "../../core/mapping/rules/shape.ts";
import { type FieldRule, fieldRules } from "../../core/mapping/rules.ts";
import type { SandboxMapping } from "../world.ts";
import { invalidParameter } from "./lambda-error.ts";

/** A mapping as Get answers it: times are epoch seconds. */
export function mappingAnswer(mapping: SandboxMapping, document: MappingDocument = mapping.document): Record<string, unknown> {
  const { StartingPositionTimestamp: timestamp, ...others } = document;
  return {
    ...others,
    ...(timestamp === undefined ? {} : { StartingPositionTimestamp: Date.parse(timestamp) / 1_000 }),
    LastModified: mapping.lastModifiedMs / 1_000,
  };
}

/**
 * The settings of a request. Members that the operation's model does not have are dropped, as AWS does: Update skips
 * what is fixed at create, except the consumer group, which it refuses.
 */
export function settingsOf(input: Readonly<Record<string, unknown>>, operation: "create" | "update"): MappingSettings {
  const given = withTimeAsText(input);
  let settings: MappingSettings = Object.fromEntries(fieldsOfOtherSources.map((field) => [field, given[field] ?? undefined]));
  for (const rule of fieldRules) {
    const value = settingOf(rule, given);
    if (value !== undefined && isMemberOf(rule, operation)) settings = withSetting(settings, rule, modelled(rule.shape, value));
  }
  return settings;
}

function isMemberOf(rule: FieldRule, operation: "create" | "update"): boolean {
  return operation === "create" || rule.changeable === "by-update" || rule.path.length === 2;
}

function withSetting(settings: MappingSettings, { path: [outer, inner] }: FieldRule, value: unknown): MappingSettings {
  if (inner === undefined) return { ...settings, [outer]: value };
  return { ...settings, [outer]: { ...(settings[outer] as object | undefined), [inner]: value } };
}

/** The value without members that its structure does not have; what has another type is left for the check. */
function modelled(shape: Shape, value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (shape.kind === "list" && Array.isArray(value)) return value.map((item) => modelled(shape.member, item));
  if (shape.kind !== "structure" || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      const known = shape.members.get(name);
      return known === undefined || member === null ? [] : [[name, modelled(known, member)]];
    }),
  );
}

function withTimeAsText(input: Readonly<Record<string, unknown>>): MappingSettings {
  const { StartingPositionTimestamp: seconds, ...others } = input;
  if (typeof seconds !== "number") return input as MappingSettings;
  const time = new Date(Math.round(seconds * 1_000));
  if (seconds < 0 || Number.isNaN(time.getTime())) {
    // Recorded, with a Kinesis source.
    throw invalidParameter(
      "Received Exception while reading from provided stream. class java.lang.Long can not be converted to a Timestamp",
    );
  }
  return { ...others, StartingPositionTimestamp: time.toISOString() };
}
