import { comparableNumber } from "../comparable-number.ts";
import type { EventValue } from "../event-values.ts";

/** What an example has at a path; undefined: nothing. */
export type ExampleValue = EventValue | undefined;

export function textValue(text: string): EventValue {
  return { kind: "string", text, value: undefined, element: undefined };
}

/** A number as it is written, or of a double. */
export function numberValue(number: string | number): EventValue {
  const text = typeof number === "string" ? number : String(number);
  return { kind: "number", text, value: comparableNumber(text), element: undefined };
}

export function literalValue(text: "true" | "false" | "null"): EventValue {
  return { kind: "literal", text, value: undefined, element: undefined };
}

/** As JSON writes it. */
export function jsonOf({ kind, text }: EventValue): string {
  return kind === "string" ? JSON.stringify(text) : text;
}
