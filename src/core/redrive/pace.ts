/** How many batches may be on their way, and how fast records may leave. */
export interface Pace {
  /** Batches at once, now. */
  limit: number;
  readonly cap: number;
  successesInRow: number;
  /** The limit falls once in this time at most: the batches that were sent before it fell do not count again. */
  steadyUntilMs: number;
  /** Records that may leave at once; undefined: no rate is set. */
  readonly rate: TokenBucket | undefined;
}

interface TokenBucket {
  readonly perSecond: number;
  tokens: number;
  atMs: number;
}

const startingLimit = 2;
const shrinkFactor = 0.7;
/** Between two falls of the limit without a hint of the target: about the longest that an answer to a short function takes (assumption). */
const steadyMs = 1_000;

export function newPace(cap: number, recordsPerSecond: number | undefined, nowMs: number): Pace {
  const rate = recordsPerSecond === undefined ? undefined : { perSecond: recordsPerSecond, tokens: recordsPerSecond, atMs: nowMs };
  return { limit: Math.min(startingLimit, cap), cap, successesInRow: 0, steadyUntilMs: 0, rate };
}

/** One more at once after as many successes in a row as there may be at once (additive increase). */
export function speedUp(pace: Pace): void {
  pace.successesInRow += 1;
  if (pace.successesInRow < pace.limit) return;
  pace.successesInRow = 0;
  pace.limit = Math.min(pace.cap, pace.limit + 1);
}

/** Multiplicative decrease. */
export function slowDown(pace: Pace, nowMs: number, holdMs = steadyMs): void {
  pace.successesInRow = 0;
  if (nowMs < pace.steadyUntilMs) return;
  pace.limit = Math.max(1, Math.floor(pace.limit * shrinkFactor));
  pace.steadyUntilMs = nowMs + Math.max(steadyMs, holdMs);
}

/** When a batch may leave: now, or the time at which the rate has room again. A batch leaves whole, and is paid for afterwards. */
export function leavesAtMs({ rate }: Pace, nowMs: number): number {
  if (rate === undefined) return nowMs;
  rate.tokens = Math.min(rate.perSecond, rate.tokens + ((nowMs - rate.atMs) / 1_000) * rate.perSecond);
  rate.atMs = nowMs;
  return rate.tokens > 0 ? nowMs : nowMs + Math.ceil(((1 - rate.tokens) / rate.perSecond) * 1_000);
}

export function spend({ rate }: Pace, records: number): void {
  if (rate !== undefined) rate.tokens -= records;
}

const shortestPauseMs = 200;
const longestPauseMs = 30_000;

/** Full jitter over a base that doubles. `pauses` counts from 1; `random` is uniform in [0, 1). */
export function pauseMs(pauses: number, random: number): number {
  return Math.round(random * Math.min(longestPauseMs, shortestPauseMs * 2 ** Math.min(pauses - 1, 20)));
}
