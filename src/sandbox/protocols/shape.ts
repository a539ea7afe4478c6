import { invalidBody } from "./aws-error.ts";

/** What a service model says of a member. One table a service drives reading and writing in every protocol. */
export type Shape = ScalarShape | ListShape | MapShape | StructureShape;

type ScalarShape = { readonly kind: "string" | "number" | "boolean" | "timestamp" };
type ListShape = { readonly kind: "list"; readonly member: Shape };
type MapShape = { readonly kind: "map"; readonly value: Shape };
export interface StructureShape {
  readonly kind: "structure";
  readonly members: { readonly [name: string]: Shape };
}

/** The value that a shape describes. Timestamps are epoch milliseconds; any member may be absent. */
export type ValueOf<S extends Shape> = S extends { readonly kind: "string" }
  ? string
  : S extends { readonly kind: "number" | "timestamp" }
    ? number
    : S extends { readonly kind: "boolean" }
      ? boolean
      : S extends { readonly kind: "list"; readonly member: infer M extends Shape }
        ? readonly ValueOf<M>[]
        : S extends { readonly kind: "map"; readonly value: infer V extends Shape }
          ? ReadonlyMap<string, ValueOf<V>>
          : S extends { readonly kind: "structure"; readonly members: infer Members extends { readonly [name: string]: Shape } }
            ? { readonly [Name in keyof Members]?: ValueOf<Members[Name]> | undefined }
            : never;

export const string = { kind: "string" } as const;
export const number = { kind: "number" } as const;
export const boolean = { kind: "boolean" } as const;
export const timestamp = { kind: "timestamp" } as const;

export function list<const S extends Shape>(member: S) {
  return { kind: "list", member } as const;
}

export function map<const S extends Shape>(value: S) {
  return { kind: "map", value } as const;
}

export function structure<const M extends { readonly [name: string]: Shape }>(members: M) {
  return { kind: "structure", members } as const;
}

/**
 * Turns what a protocol's parser gave into the value of `shape`; members that the shape does not name are dropped.
 * Scalars may come as text (query protocol) and times as epoch seconds, ISO 8601 text or Date (CBOR).
 * Throws SerializationException when a value does not fit.
 */
export function readValue<S extends Shape>(shape: S, wire: unknown, path = ""): ValueOf<S> {
  return read(shape, wire, path) as ValueOf<S>;
}

function read(shape: Shape, wire: unknown, path: string): unknown {
  switch (shape.kind) {
    case "string":
      if (typeof wire !== "string") throw invalidBody(`${path} is no string`);
      return wire;
    case "number":
      return readNumber(wire, path);
    case "boolean":
      if (wire === "true" || wire === "false") return wire === "true";
      if (typeof wire !== "boolean") throw invalidBody(`${path} is no boolean`);
      return wire;
    case "timestamp":
      return readTime(wire, path);
    case "list":
      if (!Array.isArray(wire)) throw invalidBody(`${path} is no list`);
      return wire.map((item, at) => read(shape.member, item, `${path}.member.${at + 1}`));
    case "map":
      return new Map(entriesOf(wire, path).map(([key, item]) => [key, read(shape.value, item, `${path}.${key}`)]));
    case "structure":
      return readStructure(shape, wire, path);
  }
}

function readStructure({ members }: StructureShape, wire: unknown, path: string): unknown {
  const given = new Map(entriesOf(wire, path));
  const value: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(members)) {
    const item = given.get(name);
    if (item !== undefined && item !== null) value[name] = read(member, item, path === "" ? name : `${path}.${name}`);
  }
  return value;
}

function entriesOf(wire: unknown, path: string): [string, unknown][] {
  if (wire instanceof Map) return [...(wire as Map<string, unknown>)];
  if (typeof wire !== "object" || wire === null || Array.isArray(wire)) throw invalidBody(`${path || "the body"} is no structure`);
  return Object.entries(wire);
}

function readNumber(wire: unknown, path: string): number {
  const value = typeof wire === "string" && wire.trim() === "" ? Number.NaN : Number(wire);
  if (!["number", "string", "bigint"].includes(typeof wire)) throw invalidBody(`${path} is no number`);
  // JSON has no NaN or Infinity, the protocols write them as text; a service refuses them by its own rules.
  if (Number.isNaN(value) && wire !== "NaN" && !Number.isNaN(wire)) throw invalidBody(`${path} is no number`);
  return value;
}

function readTime(wire: unknown, path: string): number {
  const ms = wire instanceof Date ? wire.getTime() : typeof wire === "number" ? Math.round(wire * 1_000) : parseTimeText(wire);
  if (!Number.isFinite(ms)) throw invalidBody(`${path} is no time`);
  return Math.round(ms);
}

function parseTimeText(wire: unknown): number {
  if (typeof wire !== "string") return Number.NaN;
  return /^\d+(\.\d+)?$/.test(wire) ? Math.round(Number(wire) * 1_000) : Date.parse(wire);
}

/** The reverse: plain objects and arrays, with `time` deciding how this protocol writes epoch milliseconds. */
export function writeValue(shape: Shape, value: unknown, time: (ms: number) => unknown): unknown {
  switch (shape.kind) {
    case "timestamp":
      return time(value as number);
    case "list":
      return (value as unknown[]).map((item) => writeValue(shape.member, item, time));
    case "map":
      return Object.fromEntries([...(value as Map<string, unknown>)].map(([key, item]) => [key, writeValue(shape.value, item, time)]));
    case "structure": {
      const given = value as Readonly<Record<string, unknown>>;
      const present = Object.entries(shape.members).filter(([name]) => given[name] !== undefined);
      return Object.fromEntries(present.map(([name, member]) => [name, writeValue(member, given[name], time)]));
    }
    default:
      return value;
  }
}
