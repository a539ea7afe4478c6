import { formatCount } from "../figures.ts";
import type { MappingDocument } from "../mapping/model.ts";
import { placeOf } from "../mapping/place.ts";
import type { Prices } from "../prices.ts";

/** What every amount rests on, in words. */
export function priceAssumptions(prices: Prices, hoursPerMonth: number, mapping: MappingDocument): readonly string[] {
  return [
    `list prices of ${prices.region} of ${prices.date}, ${formatCount(hoursPerMonth)} hours a month, without free tier and discounts`,
    ...foreignPrices(prices, mapping),
  ];
}

/** What there is to say of prices that are not the mapping's Region's own. */
export function foreignPrices(prices: Prices, mapping: MappingDocument): readonly string[] {
  const region = placeOf(mapping)?.region;
  if (prices.notes !== undefined) return prices.notes;
  if (region === undefined || region === prices.region) return [];
  return [`the prices are of ${prices.region}, and the mapping is in ${region}: --prices live asks AWS for its own`];
}
