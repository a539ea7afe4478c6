import { standsAt } from "./bytes.ts";

/** As `matchesWildcard`, on UTF-8: a character never stands inside another one. */
export function matchesWildcardBytes(bytes: Uint8Array, start: number, end: number, parts: readonly Uint8Array[]): boolean {
  const first = parts[0] as Uint8Array;
  const last = parts[parts.length - 1] as Uint8Array;
  if (parts.length === 1) return end - start === first.length && standsAt(bytes, start, first);
  if (end - start < first.length + last.length || !standsAt(bytes, start, first)) return false;
  const lastAt = end - last.length;
  if (!standsAt(bytes, lastAt, last)) return false;
  let from = start + first.length;
  for (let index = 1; index < parts.length - 1; index++) {
    const part = parts[index] as Uint8Array;
    while (from + part.length <= lastAt && !standsAt(bytes, from, part)) from++;
    from += part.length;
    if (from > lastAt) return false;
  }
  return true;
}
