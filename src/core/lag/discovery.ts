import { isDisabled, isQueueMode, type MappingDocument } from "../mapping/model.ts";
import type { MetricQuery } from "../mapping/ports.ts";
import type { Clock } from "../time.ts";
import { createListings } from "./listings.ts";
import type { MetricCatalogue } from "./ports.ts";
import { functionQueries, type OwnMetric, ownMetrics, publishes } from "./published-metrics.ts";
import type { LagMetric } from "./samples.ts";
import { type Dimensions, documentedOwn, type SeriesDimensions, type Siblings, seriesDimensions } from "./series-dimensions.ts";

/** A metric that a mapping is set up to publish; "silent": CloudWatch has had nothing of it for three hours. */
type Place = MetricQuery | "silent";

export type Places = ReadonlyMap<LagMetric, Place>;

/** Where a mapping's metrics are, in few calls: names are listed when a mapping can have them, and one name stands for its group. */
export interface Discovery {
  /** Where the lag may be, the best place first. A further place is looked for only when it is asked for. */
  lagPlaces(mapping: MappingDocument, siblings: Siblings): AsyncGenerator<MetricQuery, void>;
  /** All that is read of every mapping beside its lag. */
  basePlaces(mapping: MappingDocument): Promise<Places>;
  /** All other metrics. `lag` is where the lag was read. */
  detailPlaces(mapping: MappingDocument, lag: MetricQuery | undefined): Promise<Places>;
  /** At each refresh. Lists again what was listed long ago, one name a time. */
  renew(): Promise<void>;
  readonly notes: readonly string[];
}

interface Ports {
  readonly catalogue: MetricCatalogue;
  readonly clock: Pick<Clock, "now">;
}

/** `spanMs`: how far back minutes will be read. */
export function createDiscovery({ catalogue, clock }: Ports, { spanMs }: { readonly spanMs: number }): Discovery {
  const listings = createListings(catalogue, clock);
  const dimensions = seriesDimensions(listings, spanMs);

  async function ownPlaces(mapping: MappingDocument, isBase: boolean): Promise<[LagMetric, Place][]> {
    const counted = publishes(mapping, "EventCount") ? await dimensions.own(mapping, "PolledEventCount") : undefined;
    return ownMetrics
      .filter((each) => each.isBase === isBase && publishes(mapping, each.group) && (each.when?.(mapping) ?? true))
      .flatMap((each): [LagMetric, Place][] => {
        const place = placeOf(each, mapping, counted);
        return place === undefined ? [] : [[each.metric, place]];
      });
  }

  return {
    async *lagPlaces(mapping, siblings) {
      if (isQueueMode(mapping)) return;
      // What a disabled mapping itself published is of the time before.
      const finders = isDisabled(mapping) ? [groupLag, ownLag, functionLag] : [ownLag, groupLag, functionLag];
      for (const find of finders) {
        const query = await find(dimensions, mapping, siblings);
        if (query !== undefined) yield query;
      }
    },
    basePlaces: async (mapping) => new Map(await ownPlaces(mapping, true)),
    async detailPlaces(mapping, lag) {
      const hasMaximum = lag?.name === "SumOffsetLag";
      const maximum: [LagMetric, Place][] = hasMaximum ? [["maxPartitionLagRecords", { ...lag, name: "MaxOffsetLag" }]] : [];
      return new Map<LagMetric, Place>([...maximum, ...(await ownPlaces(mapping, false)), ...functionQueries(mapping)]);
    },
    renew: () => listings.renewOldest(),
    get notes() {
      return listings.isPermitted ? [] : ["not permitted: cloudwatch:ListMetrics; metrics are looked for where they are documented to be"];
    },
  };
}

/** `counted`: dimensions of the EventCount group. */
function placeOf({ name, group, statistic }: OwnMetric, mapping: MappingDocument, counted: Dimensions | undefined): Place | undefined {
  if (group !== "EventCount") {
    // Error counts are listed only after an error; they and the pollers are with the mapping's other metrics.
    const dimensions = counted ?? documentedOwn(mapping);
    return isDisabled(mapping) ? undefined : { namespace: "AWS/Lambda", name, dimensions, statistic };
  }
  if (counted !== undefined) return { namespace: "AWS/Lambda", name, dimensions: counted, statistic };
  // What is published about a share group is UNCONFIRMED.
  return isDisabled(mapping) || isQueueMode(mapping) ? undefined : "silent";
}

type FindLag = (dimensions: SeriesDimensions, mapping: MappingDocument, siblings: Siblings) => Promise<MetricQuery | undefined>;

const ownLag: FindLag = async (dimensions, mapping) =>
  publishes(mapping, "KafkaMetrics") ? lagQuery("AWS/Lambda", "SumOffsetLag", await dimensions.own(mapping, "SumOffsetLag")) : undefined;

const groupLag: FindLag = async (dimensions, mapping, siblings) =>
  lagQuery("AWS/Kafka", "SumOffsetLag", await dimensions.group(mapping, siblings));

const functionLag: FindLag = async (dimensions, mapping, siblings) =>
  lagQuery("AWS/Lambda", "OffsetLag", await dimensions.offsetLag(mapping, siblings));

function lagQuery(namespace: string, name: string, dimensions: Dimensions | undefined): MetricQuery | undefined {
  return dimensions === undefined ? undefined : { namespace, name, dimensions, statistic: "Maximum" };
}
