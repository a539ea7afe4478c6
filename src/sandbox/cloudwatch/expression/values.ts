import { ExpressionError } from "./expression-error.ts";
import type { Operator } from "./parse.ts";

export interface Series {
  readonly label: string;
  readonly periodSeconds: number;
  /** Value by epoch milliseconds, in time order; a period without data is absent. */
  readonly points: ReadonlyMap<number, number>;
}

/** What a part of an expression stands for. */
export type Value =
  | { readonly kind: "scalar"; readonly value: number }
  | { readonly kind: "series"; readonly series: Series }
  | { readonly kind: "list"; readonly list: readonly Series[] }
  | { readonly kind: "text"; readonly text: string };

export const scalar = (value: number): Value => ({ kind: "scalar", value });
export const ofSeries = (series: Series): Value => ({ kind: "series", series });
export const ofList = (list: readonly Series[]): Value => ({ kind: "list", list });

const truth = (holds: boolean) => (holds ? 1 : 0);

const arithmetic: Readonly<Record<Operator, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "^": (a, b) => a ** b,
  "==": (a, b) => truth(a === b),
  "!=": (a, b) => truth(a !== b),
  "<": (a, b) => truth(a < b),
  "<=": (a, b) => truth(a <= b),
  ">": (a, b) => truth(a > b),
  ">=": (a, b) => truth(a >= b),
  AND: (a, b) => truth(a !== 0 && b !== 0),
  "&&": (a, b) => truth(a !== 0 && b !== 0),
  OR: (a, b) => truth(a !== 0 || b !== 0),
  "||": (a, b) => truth(a !== 0 || b !== 0),
};

/** Point by point where both sides have data; a list takes part series by series. */
export function combine(operator: Operator, left: Value, right: Value): Value {
  if (left.kind === "text" || right.kind === "text") throw new ExpressionError(`A text cannot stand beside ${operator}`);
  if (left.kind === "list" && right.kind === "list") return pairwise(operator, left.list, right.list);
  if (left.kind === "list") return ofList(left.list.map((series) => combineSeries(operator, series, right)));
  if (right.kind === "list") return ofList(right.list.map((series) => relabelled(combineWith(operator, left, series), series)));
  if (left.kind === "series") return ofSeries(combineSeries(operator, left.series, right));
  if (right.kind === "series") return ofSeries(combineWith(operator, left, right.series));
  return scalar(arithmetic[operator](left.value, right.value));
}

type Operand = Exclude<Value, { kind: "text" } | { kind: "list" }>;

function pairwise(operator: Operator, left: readonly Series[], right: readonly Series[]): Value {
  if (left.length !== right.length) throw new ExpressionError("Lists of different length cannot be combined");
  return ofList(left.flatMap((series, at) => (right[at] === undefined ? [] : [combineSeries(operator, series, ofSeries(right[at]))])));
}

function combineSeries(operator: Operator, left: Series, right: Value): Series {
  const other = valueAt(right as Operand);
  return mapPoints(left, (value, atMs) => {
    const second = other(atMs);
    return second === undefined ? undefined : arithmetic[operator](value, second);
  });
}

function combineWith(operator: Operator, left: Operand, right: Series): Series {
  const other = valueAt(left);
  return mapPoints(right, (value, atMs) => {
    const first = other(atMs);
    return first === undefined ? undefined : arithmetic[operator](first, value);
  });
}

function relabelled(series: Series, { label }: Series): Series {
  return { ...series, label };
}

/** A scalar has its value at every time. */
export function valueAt(operand: Operand): (atMs: number) => number | undefined {
  return operand.kind === "scalar" ? () => operand.value : (atMs) => operand.series.points.get(atMs);
}

/** Points that become undefined, or no finite number (a division by zero), are left out. */
export function mapPoints(series: Series, change: (value: number, atMs: number) => number | undefined): Series {
  const points = new Map<number, number>();
  for (const [atMs, value] of series.points) {
    const changed = change(value, atMs);
    if (changed !== undefined && Number.isFinite(changed)) points.set(atMs, changed);
  }
  return { ...series, points };
}
