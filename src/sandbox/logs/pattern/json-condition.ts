import type { JsonToken } from "./json-tokens.ts";
import { invalidPattern } from "./pattern-error.ts";

type ValueTest = (value: unknown) => boolean;

export const isNull: ValueTest = (value) => value === null;
export const isTrue: ValueTest = (value) => value === true;
export const isFalse: ValueTest = (value) => value === false;

type Step = { readonly kind: "any" } | { readonly kind: "name"; readonly name: string };

/** The values that `$.a[0]['b.c'].*` selects: more than one only with a wildcard, none when the way ends before. */
export function valuesAt(selector: string): (document: unknown) => unknown[] {
  const steps = [...selector.matchAll(/\.?\['([^']*)'\]|\.([\w-]+)|\[(\d+)\]|\.\*|\[\*\]/gu)].map(([, quoted, name, index]): Step => {
    const known = quoted ?? name ?? index;
    return known === undefined ? { kind: "any" } : { kind: "name", name: known };
  });
  return (document) => steps.reduce<unknown[]>((values, step) => values.flatMap((value) => childrenOf(value, step)), [document]);
}

function childrenOf(value: unknown, step: Step): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  if (step.kind === "any") return Object.values(value);
  return Object.hasOwn(value, step.name) ? [(value as Readonly<Record<string, unknown>>)[step.name]] : [];
}

const numberForm = /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/;

const orders = new Map<string, (value: number, limit: number) => boolean>([
  ["<", (value, limit) => value < limit],
  ["<=", (value, limit) => value <= limit],
  [">", (value, limit) => value > limit],
  [">=", (value, limit) => value >= limit],
]);

/**
 * Compares text and numbers; nothing else matches, not even `!=` (User Guide; recorded for objects and missing fields).
 * An order needs a number without quotes (recorded).
 */
export function comparison(operator: JsonToken, literal: JsonToken): ValueTest {
  const order = orders.get(operator.text);
  if (order === undefined && operator.text !== "=" && operator.text !== "!=")
    throw invalidPattern(`=, !=, <, <=, >, >=, IS or NOT EXISTS is expected at character ${operator.character}`);
  if (literal.kind !== "phrase" && literal.kind !== "word") throw invalidPattern(`a value is expected at character ${literal.character}`);
  const isNumber = literal.kind === "word" && numberForm.test(literal.text);
  if (order !== undefined) {
    if (!isNumber) throw invalidPattern(`a number is expected at character ${literal.character}`);
    const limit = Number(literal.text);
    return (value) => typeof value === "number" && order(value, limit);
  }
  const equals = isNumber ? equalsNumber(literal.text) : equalsText(literal);
  const wanted = operator.text === "=";
  return (value) => (typeof value === "string" || typeof value === "number") && equals(value) === wanted;
}

/** By value with numbers, by how it is written with text. */
function equalsNumber(text: string): ValueTest {
  const number = Number(text);
  return (value) => (typeof value === "number" ? value === number : value === text);
}

/** An asterisk stands for anything at the beginning and at the end; between them it is itself (recorded). */
function equalsText({ kind, text }: JsonToken): ValueTest {
  const wanted = kind === "phrase" ? text.slice(1, -1).replace(/\\(.)/g, "$1") : text;
  if (wanted === "*") return () => true;
  const open = { start: wanted.startsWith("*"), end: wanted.endsWith("*") };
  const fixed = wanted.slice(open.start ? 1 : 0, open.end ? -1 : undefined);
  return (value) => {
    const given = String(value);
    if (open.start && open.end) return given.includes(fixed);
    if (open.start) return given.endsWith(fixed);
    return open.end ? given.startsWith(fixed) : given === fixed;
  };
}
