import { plural } from "../figures.ts";
import { formatDollarChange, formatDollars } from "../money.ts";
import { isProvisioned, type MappingSettings } from "./model.ts";
import { defaultPollers } from "./rules/scaling-rules.ts";

/** Event pollers that one event poller unit (EPU) holds by default. Lambda Developer Guide, Kafka scaling modes. */
export const pollersPerUnit = 10;
/** What one EPU carries at most. Lambda Developer Guide, Kafka scaling modes. */
const unitMegabytesPerSecond = 20;
/** US dollars an EPU-hour in us-east-1. AWS Lambda pricing page, as of November 2026. */
const unitDollarsPerHour = 0.185;
/** A month as AWS's price examples count it. */
const hoursPerMonth = 730;

const pricedRegion = "us-east-1";

/**
 * The fewest EPUs that so many pollers, or so much traffic, take. A lower bound, inferred from the two density limits:
 * how AWS packs pollers depends on the compute that each one uses; the EventPollerUnit metric has the actual figure.
 */
export function pollerUnits(pollers: number, megabytesPerSecond = 0): number {
  return Math.max(Math.ceil(pollers / pollersPerUnit), Math.ceil(megabytesPerSecond / unitMegabytesPerSecond));
}

/** US dollars a month for EPUs that run all the time, at the us-east-1 price. */
export function monthlyDollars(units: number): number {
  return units * unitDollarsPerHour * hoursPerMonth;
}

/** EPUs that the mapping's minimum of pollers takes when nothing shares them; 0 in on-demand mode. */
export function minimumUnits(settings: MappingSettings): number {
  return isProvisioned(settings) ? pollerUnits(settings.ProvisionedPollerConfig?.MinimumPollers ?? defaultPollers.minimum) : 0;
}

/** What the minimum of pollers costs: `1 EPU, $135.05 a month`. Undefined in on-demand mode, which is free of charge. */
export function describeCost(settings: MappingSettings, region: string | undefined): string | undefined {
  const units = minimumUnits(settings);
  return units === 0
    ? undefined
    : `${plural(units, "EPU")}, ${formatDollars(monthlyDollars(units))} a month${qualification(settings, region)}`;
}

/** What a change of the minimum of pollers does to the bill: `1 EPU, +$135.05 a month`. */
export function describeCostChange(before: MappingSettings, after: MappingSettings, region: string | undefined): string {
  const [unitsBefore, unitsAfter] = [minimumUnits(before), minimumUnits(after)];
  const change = monthlyDollars(unitsAfter) - monthlyDollars(unitsBefore);
  return `${plural(unitsAfter, "EPU")}, ${formatDollarChange(change)} a month${qualification(after, region)}`;
}

function qualification(settings: MappingSettings, region: string | undefined): string {
  const qualifications = [
    ...(settings.ProvisionedPollerConfig?.PollerGroupName ? ["less when its poller group shares units"] : []),
    ...(region === pricedRegion ? [] : [`price of ${pricedRegion}`]),
  ];
  return qualifications.length === 0 ? "" : ` (${qualifications.join("; ")})`;
}
