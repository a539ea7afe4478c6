/** An object of JSON: no list, not null. */
export function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value without members that are null or undefined, at any depth; entries of lists stay. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null && member !== undefined)
      .map(([key, member]) => [key, withoutNulls(member)]),
  );
}

/** The smallest double, written out, has some 340 characters. */
const longestNumber = 400;

/** Whether a number's text survives being read as a double and written again: fifteen significant digits always do. */
export function isExactNumber(text: string): boolean {
  if (text.length > longestNumber || !Number.isFinite(Number(text))) return false;
  const [mantissa = ""] = text.split(/[eE]/);
  const significant = mantissa.replaceAll(/[^0-9]/g, "").replaceAll(/^0+|0+$/g, "");
  return significant.length <= 15;
}
