/** US dollars, without free tier, volume discounts and savings plans. */
export interface Prices {
  /** AWS Region, and the day on which they were looked up (`2026-11-26`). */
  readonly region: string;
  readonly date: string;
  readonly perRequest: number;
  readonly perGbSecond: ByArchitecture;
  /** Provisioned concurrency: while it stands ready, and while it runs. */
  readonly perReservedGbSecond: ByArchitecture;
  readonly perProvisionedGbSecond: ByArchitecture;
  /** Of an event poller unit (EPU). */
  readonly perPollerUnitHour: number;
  /** A metric that a mapping publishes by its MetricsConfig, a month: the rate of custom metrics, an assumption. */
  readonly perMetricMonth: number;
  /** What has to be said of them, where AWS's price list gave them. */
  readonly notes?: readonly string[];
}

export interface ByArchitecture {
  readonly x86_64: number;
  readonly arm64: number;
}

/** AWS Lambda and CloudWatch pricing pages; the rate of an EPU is in the Lambda Developer Guide, Kafka scaling modes, too. */
export const listPrices: Prices = {
  region: "us-east-1",
  date: "2026-11-26",
  perRequest: 0.2 / 1_000_000,
  perGbSecond: { x86_64: 0.0000166667, arm64: 0.0000133334 },
  perReservedGbSecond: { x86_64: 0.0000041667, arm64: 0.0000033334 },
  perProvisionedGbSecond: { x86_64: 0.0000097222, arm64: 0.0000077778 },
  perPollerUnitHour: 0.185,
  perMetricMonth: 0.3,
};

/** A twelfth of a year, the month of the AWS Pricing Calculator. AWS's example for EPUs counts 720 h: $133.20. */
export const hoursPerMonth = 730;

/** AWS's word for an architecture; any other than arm64 is priced as x86_64, which costs more. */
export function priceOf(prices: ByArchitecture, architecture: string | undefined): number {
  return architecture === "arm64" ? prices.arm64 : prices.x86_64;
}
