import { type EventValues, eventValues } from "./event-values.ts";
import { JsonSyntaxError } from "./json-tokens.ts";

/** UTF-8 text; undefined when the bytes are none. */
export type DecodeUtf8 = (bytes: Uint8Array) => string | undefined;

/** The value of a Kafka record as a filter sees it. */
export type RecordValue =
  /** An object or a list; `values` are those below `value`. */
  | { readonly kind: "json"; readonly text: string; readonly values: EventValues }
  /** Any other text, numbers and quoted strings among them. */
  | { readonly kind: "text"; readonly text: string; readonly values: EventValues }
  | { readonly kind: "not-utf8" | "null" };

/**
 * Reads the value of a record as Lambda does before it filters (Developer Guide, kafka-filtering): UTF-8 text, JSON or not.
 * That a bare scalar (`5`, `"paid"`) is text, a list JSON, and that text behind an object makes it text, are assumptions.
 */
export function readRecordValue(value: Uint8Array | string | null, steps: ReadonlySet<string>, decodeUtf8: DecodeUtf8): RecordValue {
  if (value === null) return { kind: "null" };
  const text = typeof value === "string" ? value : decodeUtf8(value);
  return text === undefined ? { kind: "not-utf8" } : readTextValue(text, steps);
}

function readTextValue(text: string, steps: ReadonlySet<string>): RecordValue {
  if (/^[ \t\r\n]*[[{]/.test(text)) {
    try {
      const { values, restIsBlank } = eventValues(text, steps, "value");
      if (restIsBlank) return { kind: "json", text, values };
    } catch (error) {
      if (!(error instanceof JsonSyntaxError)) throw error;
    }
  }
  return { kind: "text", text, values: new Map([["value", [{ kind: "string", text, value: undefined, element: undefined }]]]) };
}
