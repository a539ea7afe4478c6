/** A JSON answer of AWS: any member may be missing, new ones may be there. */
export type AwsDocument = Readonly<Record<string, unknown>>;

export function asDocument(value: unknown): AwsDocument {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as AwsDocument) : {};
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

/** Lambda writes null for what is not set; the SDKs and we leave such members out. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([key, member]) => [key, withoutNulls(member)]),
  );
}

/** Epoch seconds, with a fraction, as ISO 8601; anything else as it is. */
export function isoTime(value: unknown): unknown {
  if (typeof value !== "number" || Number.isNaN(new Date(value * 1_000).getTime())) return value;
  return new Date(value * 1_000).toISOString();
}
