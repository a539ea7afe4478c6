import type { DecodeUtf8 } from "./byte-tools.ts";
import { digitNine, digitZero, quote } from "./sample-ascii.ts";
import type { JsonSpan } from "./sample-json.ts";
import { jsonStringText } from "./sample-json-scalar.ts";

/** The text of a JSON string; undefined for any other value, and for a text that is no UTF-8 or has half of a surrogate pair. */
export function textIn(bytes: Uint8Array, span: JsonSpan | undefined, decodeUtf8: DecodeUtf8): string | undefined {
  if (span === undefined || bytes[span.start] !== quote) return undefined;
  const text = jsonStringText(bytes, span.start, span.end);
  return text && decodeUtf8(text);
}

/** Kafka's offsets are int64. */
const offsetLimit = 2n ** 63n;
const mostOffsetDigits = 19;

/** An offset that is written as a number or as a text, with digits alone; undefined for anything else, and beyond an int64. */
export function offsetIn(bytes: Uint8Array, span: JsonSpan | undefined): bigint | undefined {
  if (span === undefined) return undefined;
  const isText = bytes[span.start] === quote;
  const [start, end] = isText ? [span.start + 1, span.end - 1] : [span.start, span.end];
  const digits = end - start;
  if (digits < 1 || digits > mostOffsetDigits || (digits > 1 && bytes[start] === digitZero)) return undefined;
  if (digits <= exactDigits) {
    const value = digitsIn(bytes, start, end);
    return value < 0 ? undefined : BigInt(value);
  }
  const [high, low] = [digitsIn(bytes, start, end - exactDigits), digitsIn(bytes, end - exactDigits, end)];
  const offset = BigInt(high) * BigInt(10 ** exactDigits) + BigInt(low);
  return high < 0 || low < 0 || offset >= offsetLimit ? undefined : offset;
}

/** A count or a partition, which is exact as a double; written like an offset. */
export function countIn(bytes: Uint8Array, span: JsonSpan | undefined): number | undefined {
  if (span === undefined) return undefined;
  const isText = bytes[span.start] === quote;
  const [start, end] = isText ? [span.start + 1, span.end - 1] : [span.start, span.end];
  const digits = end - start;
  if (digits < 1 || (digits > 1 && bytes[start] === digitZero)) return undefined;
  if (digits <= exactDigits) {
    const value = digitsIn(bytes, start, end);
    return value < 0 ? undefined : value;
  }
  const value = offsetIn(bytes, span);
  return value === undefined || value > BigInt(Number.MAX_SAFE_INTEGER) ? undefined : Number(value);
}

/** So many digits are exact in a double. */
const exactDigits = 15;

/** -1: not all of them are digits. */
function digitsIn(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte < digitZero || byte > digitNine) return -1;
    value = value * 10 + byte - digitZero;
  }
  return value;
}

/** Bootstrap servers, which stand in one text with commas; none without it. */
export function serversIn(text: string | undefined): readonly string[] {
  return (text ?? "")
    .split(",")
    .map((server) => server.trim())
    .filter((server) => server !== "");
}
