import { plural } from "../figures.ts";
import { formatDollarChange, formatDollars } from "../money.ts";
import { hoursPerMonth, listPrices } from "../prices.ts";
import { isProvisioned, type MappingSettings } from "./model.ts";
import { defaultPollers } from "./rules/scaling-rules.ts";

/** Event pollers that one event poller unit (EPU) holds by default. Lambda Developer Guide, Kafka scaling modes. */
export const pollersPerUnit = 10;

const pricedRegion = listPrices.region;

/** US dollars a month for EPUs that run all the time, at the list price. */
export function monthlyDollars(units: number): number {
  return units * listPrices.perPollerUnitHour * hoursPerMonth;
}

/**
 * The fewest EPUs that the mapping's minimum of pollers takes when nothing shares them; 0 in on-demand mode. A lower bound,
 * inferred from the density: how AWS packs pollers depends on the compute that each one uses; the EventPollerUnit metric
 * has the actual figure.
 */
export function minimumUnits(settings: MappingSettings): number {
  if (!isProvisioned(settings)) return 0;
  return Math.ceil((settings.ProvisionedPollerConfig?.MinimumPollers ?? defaultPollers.minimum) / pollersPerUnit);
}

/** What the minimum of pollers costs: `1 EPU, $135.05 a month`. Undefined in on-demand mode, which is free of charge. */
export function describeCost(settings: MappingSettings, region: string | undefined): string | undefined {
  const units = minimumUnits(settings);
  return units === 0
    ? undefined
    : `${plural(units, "EPU")}, ${formatDollars(monthlyDollars(units))} a month${qualification(settings, region)}`;
}

/** What a change of the minimum of pollers does to the bill: `1 EPU, +$135.05 a month`, or that it does nothing. */
export function describeCostChange(before: MappingSettings, after: MappingSettings, region: string | undefined): string {
  const [unitsBefore, unitsAfter] = [minimumUnits(before), minimumUnits(after)];
  const change = monthlyDollars(unitsAfter) - monthlyDollars(unitsBefore);
  if (change === 0) return `${plural(unitsAfter, "EPU")} as before${qualification(after, pricedRegion)}`;
  return `${plural(unitsAfter, "EPU")}, ${formatDollarChange(change)} a month${qualification(after, region)}`;
}

function qualification(settings: MappingSettings, region: string | undefined): string {
  const qualifications = [
    ...(settings.ProvisionedPollerConfig?.PollerGroupName ? ["less when its poller group shares units"] : []),
    ...(region === pricedRegion ? [] : [`price of ${pricedRegion}`]),
  ];
  return qualifications.length === 0 ? "" : ` (${qualifications.join("; ")})`;
}
