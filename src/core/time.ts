/** Time enters the core only through this port. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms`; rejects with the interruption when the verb is cancelled. */
  sleep(ms: number): Promise<void>;
}

const unitMs = new Map([
  ["ms", 1],
  ["s", 1_000],
  ["m", 60_000],
  ["h", 3_600_000],
  ["d", 86_400_000],
]);

/**
 * Reads `500ms`, `2s`, `5m`, `1h30m`, `14d`, or a bare number of seconds.
 * Gives milliseconds, or undefined when the text is no duration.
 */
export function parseDuration(text: string): number | undefined {
  const trimmed = text.trim();
  if (/^\d+(\.\d+)?$/.test(trimmed)) return Number(trimmed) * 1_000;
  if (!/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(trimmed)) return undefined;
  let totalMs = 0;
  for (const [, amount, unit] of trimmed.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) {
    totalMs += Number(amount) * (unitMs.get(unit ?? "") ?? 0);
  }
  return totalMs;
}

/** One unit, rounded: `500 ms`, `2.5 s`, `12 min`, `3 h`, `6 d`. Input in milliseconds. */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 10_000 && ms % 1_000 !== 0) return `${(ms / 1_000).toFixed(1)} s`;
  if (ms < 120_000) return `${Math.round(ms / 1_000)} s`;
  if (ms < 7_200_000) return `${Math.round(ms / 60_000)} min`;
  if (ms < 172_800_000) return `${Math.round(ms / 3_600_000)} h`;
  return `${Math.round(ms / 86_400_000)} d`;
}

/** The furthest instant that a Date holds, in milliseconds from the epoch (ECMAScript, time values). */
const furthestMs = 8.64e15;

/**
 * Reads RFC 3339, epoch seconds or milliseconds, or a time before `nowMs` (`-15m`).
 * Gives epoch milliseconds, or undefined when the text is no time.
 */
export function parseInstant(text: string, nowMs: number): number | undefined {
  const trimmed = text.trim();
  if (trimmed.startsWith("-")) {
    const atMs = nowMs - (parseDuration(trimmed.slice(1)) ?? Number.NaN);
    return Math.abs(atMs) <= furthestMs ? atMs : undefined;
  }
  if (/^\d{9,10}$/.test(trimmed)) return Number(trimmed) * 1_000;
  if (/^\d{12,13}$/.test(trimmed)) return Number(trimmed);
  return parseTimestamp(trimmed);
}

/**
 * Reads RFC 3339 (`2026-11-23T12:00:00Z`; seconds may be left out) or a date, which begins at midnight UTC. A time of day
 * without an offset is none: it would mean another instant on each machine.
 * Gives epoch milliseconds, or undefined when the text is no time.
 */
export function parseTimestamp(text: string): number | undefined {
  const [, date] = /^(\d{4}-\d{2}-\d{2})([Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:\d{2}))?$/.exec(text) ?? [];
  const atMs = Date.parse(text.replace(" ", "T"));
  return date === undefined || Number.isNaN(atMs) || !isCalendarDate(date) ? undefined : atMs;
}

/** Date.parse takes the 30th of February for the 2nd of March. */
function isCalendarDate(date: string): boolean {
  return new Date(`${date}T00:00:00Z`).getUTCDate() === Number(date.slice(-2));
}
