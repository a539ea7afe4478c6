import { isJsonObject } from "../../json-value.ts";
import { parseTimestamp } from "../../time.ts";
import { type Constraint, dotted, type Path, quoted, type Violation, violation } from "./violation.ts";

/** A shape of the service model, reduced to what it asks of a value. */
export type Shape =
  | { readonly kind: "integer"; readonly minimum: number; readonly maximum: number }
  | { readonly kind: "boolean" }
  /** ISO 8601 text with its offset in a mapping document; the adapters turn it into Lambda's epoch seconds. */
  | { readonly kind: "timestamp" }
  | {
      readonly kind: "string";
      readonly minimumLength?: number;
      readonly maximumLength?: number;
      readonly pattern?: string;
      readonly members?: readonly string[];
    }
  | { readonly kind: "list"; readonly minimumLength?: number; readonly maximumLength?: number; readonly member: Shape }
  | {
      readonly kind: "map";
      readonly minimumLength?: number;
      readonly maximumLength?: number;
      readonly keys?: readonly string[];
      readonly value: Shape;
    }
  | { readonly kind: "structure"; readonly members: ReadonlyMap<string, Shape> };

/** A structure from its members, in the model's order. */
export function structure(members: Readonly<Record<string, Shape>>): Shape {
  return { kind: "structure", members: new Map(Object.entries(members)) };
}

/** Every breach of `shape` in `value`, outermost first. Members that the model does not know are left alone. */
export function checkShape(shape: Shape, value: unknown, path: Path): Violation[] {
  if (value === undefined || value === null) return [];
  if (!hasType(shape, value)) return [modelViolation({ kind: "type", expected: typeNames[shape.kind] }, value, path)];
  return [
    ...constraintsOf(shape)
      .filter((constraint) => !holds(constraint, value))
      .map((constraint) => modelViolation(constraint, value, path)),
    ...inside(shape, value, path),
  ];
}

/** The part of a value that the shape knows: what an API younger than this table has added is left out. */
export function knownPart(shape: Shape, value: unknown): unknown {
  if (shape.kind === "list" && Array.isArray(value)) return value.map((item) => knownPart(shape.member, item));
  if (shape.kind !== "structure" || !isJsonObject(value)) return value;
  const known = Object.entries(value).flatMap(([name, member]) => {
    const memberShape = shape.members.get(name);
    return memberShape === undefined ? [] : [[name, knownPart(memberShape, member)] as const];
  });
  return Object.fromEntries(known);
}

const typeNames = {
  integer: "a whole number",
  boolean: "true or false",
  timestamp: "a time (ISO 8601, ending with Z or an offset)",
  string: "text",
  list: "a list",
  map: "an object",
  structure: "an object",
} as const satisfies Record<Shape["kind"], string>;

function hasType(shape: Shape, value: unknown): boolean {
  switch (shape.kind) {
    case "integer":
      return Number.isSafeInteger(value);
    case "boolean":
      return typeof value === "boolean";
    case "timestamp":
      return typeof value === "string" && parseTimestamp(value) !== undefined;
    case "string":
      return typeof value === "string";
    case "list":
      return Array.isArray(value);
    case "map":
    case "structure":
      return isJsonObject(value);
  }
}

/** In the order in which AWS lists the constraints of one member. */
function constraintsOf(shape: Shape): Constraint[] {
  const constraints: Constraint[] = [];
  if (shape.kind === "integer") constraints.push({ kind: "maximum", limit: shape.maximum }, { kind: "minimum", limit: shape.minimum });
  if (shape.kind === "string" || shape.kind === "list" || shape.kind === "map") {
    if (shape.maximumLength !== undefined) constraints.push({ kind: "maximum-length", limit: shape.maximumLength });
    if (shape.minimumLength !== undefined) constraints.push({ kind: "minimum-length", limit: shape.minimumLength });
  }
  if (shape.kind === "string") {
    if (shape.pattern !== undefined) constraints.push({ kind: "pattern", pattern: shape.pattern });
    if (shape.members !== undefined) constraints.push({ kind: "enum", members: shape.members });
  }
  return constraints;
}

/** The longest text that the model allows anywhere (SchemaRegistryURI); V8's patterns overflow the stack some megabytes later. */
const longestText = 10_000;

function holds(constraint: Constraint, value: unknown): boolean {
  switch (constraint.kind) {
    case "minimum":
      return Number(value) >= constraint.limit;
    case "maximum":
      return Number(value) <= constraint.limit;
    case "minimum-length":
      return lengthOf(value) >= constraint.limit;
    case "maximum-length":
      return lengthOf(value) <= constraint.limit;
    case "pattern":
      // The model's patterns hold for the whole text.
      return lengthOf(value) <= longestText && new RegExp(`^(?:${constraint.pattern})$`).test(String(value));
    case "enum":
      return constraint.members.includes(String(value));
    default:
      return true;
  }
}

/** Characters of text (UTF-16 units, as Java counts), entries of a list or map. */
function lengthOf(value: unknown): number {
  if (typeof value === "string" || Array.isArray(value)) return value.length;
  return Object.keys(value ?? {}).length;
}

function inside(shape: Shape, value: unknown, path: Path): Violation[] {
  if (shape.kind === "list") return (value as unknown[]).flatMap((item, index) => checkItem(shape.member, item, [...path, index]));
  if (shape.kind === "structure") {
    return entriesOf(value).flatMap(([name, member]) => {
      const memberShape = shape.members.get(name);
      return memberShape === undefined ? [] : checkShape(memberShape, member, [...path, name]);
    });
  }
  if (shape.kind === "map") {
    return entriesOf(value).flatMap(([key, item]) => [
      ...(shape.keys === undefined || shape.keys.includes(key) ? [] : [modelViolation({ kind: "enum", members: shape.keys }, key, path)]),
      ...checkShape(shape.value, item, [...path, key]),
    ]);
  }
  return [];
}

/** A null stands for an absent member, but for nothing in a list. */
function checkItem(shape: Shape, item: unknown, path: Path): Violation[] {
  if (item === undefined || item === null) return [modelViolation({ kind: "type", expected: typeNames[shape.kind] }, item, path)];
  return checkShape(shape, item, path);
}

function entriesOf(value: unknown): [string, unknown][] {
  return Object.entries(value as Record<string, unknown>);
}

/** A breach of the service model, in words. */
export function modelViolation(constraint: Constraint, value: unknown, path: Path): Violation {
  const [message, fix] = inWords(constraint, value, dotted(path));
  return violation(ruleName(constraint, path), "model", { path, constraint, value, message, fix });
}

/** `maximum-pollers-range`: the innermost name and what was asked of it. */
function ruleName(constraint: Constraint, path: Path): string {
  const name = path.findLast((part) => typeof part === "string") ?? "";
  const kebab = String(name)
    .replaceAll("_", "-")
    .replaceAll(/([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])/g, "$1$3-$2$4")
    .toLowerCase();
  return `${kebab}-${topics[constraint.kind]}`;
}

const topics = {
  minimum: "range",
  maximum: "range",
  "minimum-length": "length",
  "maximum-length": "length",
  pattern: "pattern",
  enum: "enum",
  "not-null": "required",
  type: "type",
  unsupported: "unsupported",
  conflict: "conflict",
  form: "form",
} as const satisfies Record<Constraint["kind"], string>;

function inWords(constraint: Constraint, value: unknown, name: string): [message: string, fix: string] {
  switch (constraint.kind) {
    case "minimum":
      return [`${name} must be at least ${quoted(constraint.limit)}; it is ${quoted(value)}.`, `Give ${quoted(constraint.limit)} or more.`];
    case "maximum":
      return [`${name} must be at most ${quoted(constraint.limit)}; it is ${quoted(value)}.`, `Give ${quoted(constraint.limit)} or less.`];
    case "minimum-length":
      return [
        `${name} needs at least ${count(constraint.limit, value)}; it has ${quoted(lengthOf(value))}.`,
        `Give at least ${count(constraint.limit, value)}.`,
      ];
    case "maximum-length":
      return [
        `${name} takes at most ${count(constraint.limit, value)}; it has ${quoted(lengthOf(value))}.`,
        `Give at most ${count(constraint.limit, value)}.`,
      ];
    case "pattern":
      return [
        `${name} is ${quoted(value)}, which AWS does not take: it must match ${constraint.pattern}`,
        "Write it in that form, on one line.",
      ];
    case "enum":
      return [`${name} is ${quoted(value)}; AWS knows ${constraint.members.join(", ")}.`, `Give one of ${constraint.members.join(", ")}.`];
    case "type":
      return [`${name} must be ${constraint.expected}; it is ${quoted(value)}.`, `Give ${constraint.expected}.`];
    case "not-null":
      return [`${name} is missing.`, `Give ${name}.`];
    default:
      return [`${name} is ${quoted(value)}.`, "Leave it out."];
  }
}

function count(limit: number, value: unknown): string {
  const unit = typeof value === "string" ? "character" : "entry";
  return `${quoted(limit)} ${limit === 1 ? unit : unit === "entry" ? "entries" : `${unit}s`}`;
}
