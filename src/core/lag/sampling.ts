import { isError } from "../errors.ts";
import type { MappingDocument } from "../mapping/model.ts";
import type { MetricQuery, MetricReader } from "../mapping/ports.ts";
import type { Clock } from "../time.ts";
import { createDiscovery, type Places } from "./discovery.ts";
import { findLags } from "./lag-search.ts";
import { type MappingSamples, mappingSamples, type Placed } from "./mapping-samples.ts";
import { createMinuteStore } from "./minute-store.ts";
import { minuteMs } from "./minutes.ts";
import type { MetricCatalogue } from "./ports.ts";
import type { Siblings } from "./series-dimensions.ts";

/** Reads again and again, and keeps the minutes that it has read. Both methods throw as `MetricReader` does, but for `not-permitted`. */
export interface LagSampler {
  /**
   * Lag, polled and committed of all, and filteredOut where something filters; by UUID. `siblings` are all Kafka mappings of the Region, where
   * they are known: without them OffsetLag, which is kept per function, is no mapping's.
   */
  base(mappings: readonly MappingDocument[], siblings: Siblings): Promise<ReadonlyMap<string, MappingSamples>>;
  /** Everything else of these, merged with what the last `base` found, which is not read again. */
  detail(mappings: readonly MappingDocument[]): Promise<ReadonlyMap<string, MappingSamples>>;
  /** Metrics that CloudWatch was asked for since the call before; `dollarsPerAskedMetric` each. */
  takeAsked(): number;
  /** What could not be read, and what that means. */
  readonly notes: readonly string[];
}

interface Ports {
  readonly metrics: MetricReader;
  readonly catalogue: MetricCatalogue;
  readonly clock: Pick<Clock, "now">;
}

/** The window begins at `fromMs` at first, and keeps its length. */
export function createLagSampler({ metrics, catalogue, clock }: Ports, { fromMs }: { readonly fromMs: number }): LagSampler {
  const store = createMinuteStore(metrics, clock, fromMs);
  const discovery = createDiscovery({ catalogue, clock }, { spanMs: store.window.minutes * minuteMs });
  let placed: ReadonlyMap<string, Placed> = new Map();

  function samplesOf(mappings: readonly MappingDocument[], found: ReadonlyMap<string, Placed>): Map<string, MappingSamples> {
    const nowMs = clock.now();
    return new Map(mappings.map((mapping) => [mapping.UUID, mappingSamples(store, mapping, found.get(mapping.UUID) ?? nowhere, nowMs)]));
  }

  /** What `read` finds, or that the caller may not read metrics. */
  async function whereRead(
    mappings: readonly MappingDocument[],
    read: () => Promise<ReadonlyMap<string, Placed>>,
  ): Promise<Map<string, MappingSamples>> {
    try {
      return samplesOf(mappings, await read());
    } catch (error) {
      if (!isError(error, "not-permitted")) throw error;
      const missing = { id: "not-permitted", message: "not permitted: cloudwatch:GetMetricData" } as const;
      return new Map([...samplesOf(mappings, new Map())].map(([uuid, samples]) => [uuid, { ...samples, missing }]));
    }
  }

  return {
    async base(mappings, siblings) {
      placed = new Map();
      await discovery.renew();
      const places = await Promise.all(mappings.map((mapping) => discovery.basePlaces(mapping)));
      return whereRead(mappings, async () => {
        const lags = await findLags({ discovery, store }, mappings, siblings, places.flatMap(queriesOf));
        placed = new Map(mappings.map(({ UUID }, index) => [UUID, { lag: lags.get(UUID), places: places[index] ?? new Map() }]));
        return placed;
      });
    },
    async detail(mappings) {
      const more = await Promise.all(mappings.map((mapping) => discovery.detailPlaces(mapping, placed.get(mapping.UUID)?.lag)));
      return whereRead(mappings, async () => {
        await store.read(more.flatMap(queriesOf));
        return new Map(
          mappings.map(({ UUID }, index) => {
            const { lag, places } = placed.get(UUID) ?? nowhere;
            return [UUID, { lag, places: new Map([...places, ...(more[index] ?? [])]) }];
          }),
        );
      });
    },
    takeAsked: () => store.takeAsked(),
    get notes() {
      return discovery.notes;
    },
  };
}

const nowhere: Placed = { lag: undefined, places: new Map() };

function queriesOf(places: Places): MetricQuery[] {
  return [...places.values()].filter((place) => place !== "silent");
}
