import { isJsonObject } from "../../core/json-value.ts";

/** A JSON answer of AWS: any member may be missing, new ones may be there. */
export type AwsDocument = Readonly<Record<string, unknown>>;

export function asDocument(value: unknown): AwsDocument {
  return isJsonObject(value) ? value : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

/** Epoch seconds, with a fraction, as ISO 8601; anything else as it is. */
export function isoTime(value: unknown): unknown {
  if (typeof value !== "number") return value;
  // Rounded, because 843 thousandths of a second are not exact in binary and would be cut to 842.
  const time = new Date(Math.round(value * 1_000));
  return Number.isNaN(time.getTime()) ? value : time.toISOString();
}
