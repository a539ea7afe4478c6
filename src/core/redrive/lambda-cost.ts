import { listPrices, priceOf } from "../prices.ts";

export const pricedRegion = listPrices.region;

export interface PricedFunction {
  readonly memoryMb: number;
  /** AWS's word; any other than arm64 is priced as x86_64, which costs more. */
  readonly architecture: string | undefined;
}

/** What so many invocations of that duration cost. */
export function invocationDollars(invocations: number, durationMs: number, { memoryMb, architecture }: PricedFunction): number {
  const perGbSecond = priceOf(listPrices.perGbSecond, architecture);
  return invocations * (listPrices.perRequest + (durationMs / 1_000) * (memoryMb / 1_024) * perGbSecond);
}
