import { isJsonObject, withoutNulls } from "../json-value.ts";
import { nearest } from "../nearest.ts";
import { safeText } from "../record/safe-text.ts";
import { readOnlyFields } from "./difference.ts";
import type { MappingSettings } from "./model.ts";
import { patternText } from "./pattern-text.ts";
import { fieldRules, fieldsOfOtherSources, settingOf } from "./rules/field-rules.ts";
import { checkShape, type Shape } from "./rules/shape.ts";
import type { Path } from "./rules/violation.ts";
import { suggestField } from "./rules.ts";

/** A mapping spec that could be read. */
export interface Spec {
  readonly kind: "spec";
  readonly name: string | undefined;
  /** When the spec says which mapping it means by its UUID. */
  readonly uuid: string | undefined;
  readonly settings: MappingSettings;
}

export interface SpecProblem {
  /** From the root of the document that was read; whoever knows the text can give line and column. */
  readonly path: Path;
  readonly message: string;
  /** The field that was probably meant. */
  readonly suggestion?: string;
}

export interface MalformedSpec {
  readonly kind: "malformed";
  readonly problems: readonly SpecProblem[];
}

/**
 * Reads a spec from a parsed YAML or JSON value that stands at `at` in its document. Says everything that keeps it from
 * being one: unknown fields and values of the wrong type. Ranges and what goes together are `validateCreate`'s.
 */
export function readSpec(value: unknown, at: Path = []): Spec | MalformedSpec {
  if (!isJsonObject(value))
    return { kind: "malformed", problems: [{ path: at, message: "A mapping spec is an object of the API's fields." }] };
  const { Name, UUID, ...fields } = value;
  const settings = withPatternText(fields);
  const problems = [
    ...Object.entries({ Name, UUID }).flatMap(([field, text]) => textProblem(field, text)),
    ...Object.keys(fields).flatMap(unknownField),
    ...fieldRules.flatMap((rule) => unknownMembers(rule.shape, settingOf(rule, settings), rule.path)),
    ...blockProblems(fields),
    ...fieldRules.flatMap((rule) => typeProblems(rule.shape, settingOf(rule, settings), rule.path)),
  ].map((problem) => ({ ...problem, path: [...at, ...problem.path] }));
  if (problems.length > 0) return { kind: "malformed", problems };
  return { kind: "spec", name: textOf(Name), uuid: textOf(UUID), settings: withoutNulls(settings) as MappingSettings };
}

const topLevel = new Set(fieldRules.map((rule) => rule.path[0]));
const answered: ReadonlySet<string> = new Set(readOnlyFields);
const ofOtherSources: ReadonlySet<string> = new Set(fieldsOfOtherSources);

function unknownField(field: string): SpecProblem[] {
  if (topLevel.has(field)) return [];
  if (ofOtherSources.has(field)) return [{ path: [field], message: `${field} does not exist for Kafka mappings.` }];
  if (answered.has(field)) return [{ path: [field], message: `${field} is set by AWS; leave it out.` }];
  const suggestion = field === "name" ? "Name" : suggestField(field);
  return [unknownProblem([field], field, suggestion)];
}

function unknownProblem(path: Path, field: string, suggestion: string | undefined): SpecProblem {
  const message = `unknown field ${safeText(field, { maxWidth: 60 })}`;
  return suggestion === undefined ? { path, message } : { path, message: `${message}; did you mean ${suggestion}?`, suggestion };
}

/** The consumer blocks are split over several rules, so their own members are looked at here. */
function blockProblems(fields: Readonly<Record<string, unknown>>): SpecProblem[] {
  return [...topLevel].flatMap((block) => {
    const members = fieldRules.flatMap(({ path: [outer, inner] }) => (outer === block && inner !== undefined ? [inner] : []));
    const value = fields[block];
    if (members.length === 0 || value === undefined || value === null) return [];
    if (!isJsonObject(value)) return [{ path: [block], message: `${block} must be an object.` }];
    return Object.keys(value)
      .filter((member) => !members.includes(member))
      .map((member) => unknownProblem([block, member], member, nearest(member, members)));
  });
}

function unknownMembers(shape: Shape, value: unknown, path: Path): SpecProblem[] {
  if (shape.kind === "list" && Array.isArray(value))
    return value.flatMap((item, index) => unknownMembers(shape.member, item, [...path, index]));
  if (!isJsonObject(value)) return [];
  if (shape.kind === "map") return Object.entries(value).flatMap(([key, item]) => unknownMembers(shape.value, item, [...path, key]));
  if (shape.kind !== "structure") return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const known = shape.members.get(name);
    if (known !== undefined) return unknownMembers(known, member, [...path, name]);
    return [unknownProblem([...path, name], name, nearest(name, shape.members.keys()))];
  });
}

function typeProblems(shape: Shape, value: unknown, path: Path): SpecProblem[] {
  return checkShape(shape, value, path)
    .filter(({ constraint }) => constraint.kind === "type")
    .map((violation) => ({ path: violation.path, message: violation.message }));
}

/** `Field:` without a value, as YAML leaves it, says nothing. */
function textProblem(field: string, value: unknown): SpecProblem[] {
  return value === undefined || value === null || typeof value === "string" ? [] : [{ path: [field], message: `${field} must be text.` }];
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** A pattern may be written as an object. */
function withPatternText(fields: Readonly<Record<string, unknown>>): MappingSettings {
  const criteria = fields["FilterCriteria"];
  if (!isJsonObject(criteria) || !Array.isArray(criteria["Filters"])) return fields;
  const filters = criteria["Filters"].map((filter: unknown) =>
    isJsonObject(filter) && isJsonObject(filter["Pattern"]) ? { ...filter, Pattern: patternText(filter["Pattern"]) } : filter,
  );
  return { ...fields, FilterCriteria: { ...criteria, Filters: filters } } as MappingSettings;
}
