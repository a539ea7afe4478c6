// US dollars in us-east-1, without free tier and volume discounts. AWS Lambda pricing page, as of November 2026.
const dollarsPerRequest = 0.2 / 1_000_000;
const dollarsPerGbSecond = { x86_64: 0.0000166667, arm64: 0.0000133334 };

export const pricedRegion = "us-east-1";

export interface PricedFunction {
  readonly memoryMb: number;
  /** AWS's word; any other than arm64 is priced as x86_64, which costs more. */
  readonly architecture: string | undefined;
}

/** What so many invocations of that duration cost. */
export function invocationDollars(invocations: number, durationMs: number, { memoryMb, architecture }: PricedFunction): number {
  const perGbSecond = architecture === "arm64" ? dollarsPerGbSecond.arm64 : dollarsPerGbSecond.x86_64;
  return invocations * (dollarsPerRequest + (durationMs / 1_000) * (memoryMb / 1_024) * perGbSecond);
}
