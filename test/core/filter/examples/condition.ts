import type { Condition } from "../../../../src/core/filter/compiled-pattern.ts";
import { compiledOf } from "../matching.ts";

/** The condition that a list of values and match expressions makes. */
export function conditionOf(values: unknown): Condition {
  const [condition] = compiledOf({ a: values }).rules[0]?.conditions ?? [];
  if (condition === undefined) throw new Error("no condition");
  return condition;
}
