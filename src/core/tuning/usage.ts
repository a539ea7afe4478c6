import { pollersPerUnit } from "../mapping/cost.ts";
import { hoursPerMonth, type Prices, priceOf } from "../prices.ts";
import type { TunedFunction } from "./workload.ts";

/** Of an event poller unit. Lambda Developer Guide, Kafka scaling modes. */
export const unitBytesPerSecond = 20_000_000;

/** What a mapping uses in a second, on the average. */
export interface Usage {
  readonly invocations: number;
  /** Of the function's time: what each invocation takes whatever it holds, and what its records take. */
  readonly overheadSeconds: number;
  readonly recordSeconds: number;
  readonly pollerUnits: number;
  readonly provisionedConcurrency: number;
  /** Of the function's time, that runs on provisioned concurrency. */
  readonly provisionedShare: number;
}

/** US dollars a month. */
export interface MonthlyCost {
  readonly requests: number;
  readonly overhead: number;
  /** Depends on no setting but the filter: the floor. */
  readonly records: number;
  readonly pollerUnits: number;
  readonly provisionedConcurrency: number;
  readonly total: number;
}

export function monthlyCost(usage: Usage, { memoryMb, architecture }: TunedFunction, prices: Prices, hours = hoursPerMonth): MonthlyCost {
  const seconds = hours * 3_600;
  const gb = memoryMb / 1_024;
  const onDemand = priceOf(prices.perGbSecond, architecture);
  const provisioned = priceOf(prices.perProvisionedGbSecond, architecture);
  const perSecond = gb * (usage.provisionedShare * provisioned + (1 - usage.provisionedShare) * onDemand);
  const parts = {
    requests: seconds * usage.invocations * prices.perRequest,
    overhead: seconds * usage.overheadSeconds * perSecond,
    records: seconds * usage.recordSeconds * perSecond,
    pollerUnits: hours * usage.pollerUnits * prices.perPollerUnitHour,
    provisionedConcurrency: seconds * usage.provisionedConcurrency * gb * priceOf(prices.perReservedGbSecond, architecture),
  };
  return { ...parts, total: Object.values(parts).reduce((sum, part) => sum + part, 0) };
}

/**
 * Event poller units of a group of mappings, or of one alone: the fewest by number of pollers and by bytes. A lower bound, inferred from
 * the two densities: how AWS packs pollers depends on the compute that each one uses.
 */
export function pollerUnits(pollers: number, bytesPerSecond: number): number {
  return Math.max(1, Math.ceil(pollers / pollersPerUnit), Math.ceil(bytesPerSecond / unitBytesPerSecond));
}

/** What else is in a mapping's poller group. */
export interface PollerGroup {
  readonly name: string;
  /** Of the other mappings, added up: their minimum of pollers, and what they fetch. */
  readonly pollersMinimum: number;
  readonly bytesPerSecond: number;
}

/** Of the units of its group, what falls to a mapping by its pollers; that AWS bills a group as one is documented, how it shares them out is not. */
export function pollerUnitsIn(group: PollerGroup | undefined, pollers: number, bytesPerSecond: number): number {
  if (group === undefined) return pollerUnits(pollers, bytesPerSecond);
  const all = pollers + group.pollersMinimum;
  return (pollerUnits(all, bytesPerSecond + group.bytesPerSecond) * pollers) / all;
}
