/** The last records whose outcome is known: whether the target failed on them. */
export interface Breaker {
  readonly window: number;
  readonly share: number;
  /** True: parked as poison. The oldest is first. */
  readonly last: boolean[];
}

/** Fewer than this say nothing. */
const fewestRecords = 10;

export function newBreaker(window: number, share: number): Breaker {
  return { window, share, last: [] };
}

export function note(breaker: Breaker, records: number, isPoison: boolean): void {
  const { last, window } = breaker;
  for (let left = Math.min(records, window); left > 0; left--) last.push(isPoison);
  if (last.length > window) last.splice(0, last.length - window);
}

/** What share of the last records is poison, when that is too much. */
export function tripped({ last, share, window }: Breaker): { readonly poison: number; readonly of: number } | undefined {
  const poison = last.filter(Boolean).length;
  return last.length >= Math.min(fewestRecords, window) && poison > share * last.length ? { poison, of: last.length } : undefined;
}
