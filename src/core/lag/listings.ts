import { isError } from "../errors.ts";
import type { Clock } from "../time.ts";
import type { MetricCatalogue } from "./ports.ts";

/** New series show in ListMetrics within this time (CloudWatch API reference), so a listing is good for as long. */
export const listingMs = 15 * 60_000;

type Dimensions = ReadonlyMap<string, string>;

/** What one ListMetrics gave. */
export interface Listing {
  readonly atMs: number;
  /** Those with this value of a dimension. */
  having(dimension: string, value: string): readonly Dimensions[];
}

/** Which series there are, by name; what was listed is kept. */
export interface Listings {
  /** undefined: listing is not permitted. */
  of(namespace: string, name: string): Promise<Listing | undefined>;
  /**
   * Lists again the name that was listed longest ago, if that is more than 15 minutes: only one at a time, so that no
   * refresh has to make many calls. The old listing stays where AWS does not answer.
   */
  renewOldest(): Promise<void>;
  readonly isPermitted: boolean;
}

interface Entry {
  readonly namespace: string;
  readonly name: string;
  readonly atMs: number;
  readonly listing: Promise<Listing | undefined>;
}

export function createListings(catalogue: MetricCatalogue, clock: Pick<Clock, "now">): Listings {
  const entries = new Map<string, Entry>();
  let isPermitted = true;

  async function listed(namespace: string, name: string, atMs: number): Promise<Listing | undefined> {
    try {
      const series = await catalogue.series(namespace, name);
      isPermitted = true;
      return { atMs, having: indexed(series) };
    } catch (error) {
      if (!isError(error, "not-permitted")) throw error;
      isPermitted = false;
      return undefined;
    }
  }

  return {
    async of(namespace, name) {
      const key = `${namespace} ${name}`;
      const known = entries.get(key);
      if (known !== undefined) return known.listing;
      const atMs = clock.now();
      const listing = listed(namespace, name, atMs);
      entries.set(key, { namespace, name, atMs, listing });
      return listing.catch((error: unknown) => {
        entries.delete(key);
        throw error;
      });
    },
    async renewOldest() {
      const [oldest] = [...entries].toSorted(([, a], [, b]) => a.atMs - b.atMs);
      const nowMs = clock.now();
      if (oldest === undefined || nowMs - oldest[1].atMs < listingMs) return;
      const [key, { namespace, name }] = oldest;
      try {
        const listing = await listed(namespace, name, nowMs);
        entries.set(key, { namespace, name, atMs: nowMs, listing: Promise.resolve(listing) });
      } catch (error) {
        if (!isError(error, "throttled", "unavailable", "timed-out")) throw error;
      }
    },
    get isPermitted() {
      return isPermitted;
    },
  };
}

function indexed(series: readonly Dimensions[]): Listing["having"] {
  const byDimension = new Map<string, Map<string | undefined, Dimensions[]>>();
  return (dimension, value) => {
    let byValue = byDimension.get(dimension);
    if (byValue === undefined) {
      byValue = Map.groupBy(series, (dimensions) => dimensions.get(dimension));
      byDimension.set(dimension, byValue);
    }
    return byValue.get(value) ?? [];
  };
}
