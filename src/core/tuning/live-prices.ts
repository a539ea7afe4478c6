import { isJsonObject } from "../json-value.ts";
import type { Prices } from "../prices.ts";
import type { Clock } from "../time.ts";
import { type PriceReader, pricesFrom } from "./price-list.ts";
import { readPrices } from "./read-prices.ts";

/** Where prices are kept between calls. Neither way it throws: without it AWS is asked again. */
export interface PriceCache {
  /** What was kept for a Region; undefined: nothing. */
  read(region: string): Promise<unknown>;
  write(region: string, kept: object): Promise<void>;
}

export interface LivePricePorts {
  readonly reader: PriceReader;
  /** Undefined: an endpoint is in force whose answers are not AWS's. */
  readonly cache: PriceCache | undefined;
  readonly clock: Clock;
}

/** AWS changes prices now and then, and seldom twice a day: an assumption. */
const keptForMs = 86_400_000;

/** What the Region in force costs by AWS's price list, asked for once a day. Throws what asking throws. */
export async function livePrices({ reader, cache, clock }: LivePricePorts): Promise<Prices> {
  const region = await reader.region();
  const kept = keptPrices(await cache?.read(region), region, clock.now());
  if (kept !== undefined) return kept;
  const prices = pricesFrom(await reader.products(region), region);
  const { notes, ...figures } = prices;
  if (prices.region === region) await cache?.write(region, { askedMs: clock.now(), figures, notes });
  return prices;
}

/** Undefined where it is too old, or not what was written. */
function keptPrices(kept: unknown, region: string, nowMs: number): Prices | undefined {
  if (!isJsonObject(kept)) return undefined;
  const { askedMs, figures, notes } = kept;
  if (typeof askedMs !== "number" || askedMs > nowMs || nowMs - askedMs > keptForMs) return undefined;
  const prices = readPrices(figures);
  if ("problems" in prices || prices.region !== region || !isListOfText(notes)) return undefined;
  return { ...prices, notes };
}

function isListOfText(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}
