import { clusterNameOf, consumerGroupOf, functionNameOf, isDisabled, type MappingDocument, topicOf } from "../mapping/model.ts";
import { type Listing, type Listings, listingMs } from "./listings.ts";

export type Dimensions = ReadonlyMap<string, string>;
export type Siblings = readonly MappingDocument[] | undefined;

/**
 * By which dimensions a mapping's series are found: those of a series that ListMetrics shows. The documented ones are taken for what a listing
 * cannot know: a mapping that was changed shortly before, data older than three hours, and anything where listing is not permitted.
 */
export interface SeriesDimensions {
  /** Of the mapping's own metrics in AWS/Lambda; `name` stands for its group. */
  own(mapping: MappingDocument, name: string): Promise<Dimensions | undefined>;
  /** Of MSK's lag of the mapping's consumer group and topic. */
  group(mapping: MappingDocument, siblings: Siblings): Promise<Dimensions | undefined>;
  /** Of OffsetLag. */
  offsetLag(mapping: MappingDocument, siblings: Siblings): Promise<Dimensions | undefined>;
}

/** What `RecentlyActive` means in ListMetrics (CloudWatch API reference). */
const recentlyActiveMs = 3 * 3_600_000;

const mappingDimension = "EventSourceMappingUUID";

/** `spanMs`: how far back minutes will be read. */
export function seriesDimensions(listings: Listings, spanMs: number): SeriesDimensions {
  function isBeyond(listing: Listing | undefined, mapping: MappingDocument): boolean {
    if (listing === undefined || spanMs > recentlyActiveMs) return true;
    return Date.parse(mapping.LastModified ?? "") > listing.atMs - listingMs;
  }
  /** A disabled mapping publishes nothing: only what is listed of the time before is of use. */
  const isExpected = (listing: Listing | undefined, mapping: MappingDocument) => !isDisabled(mapping) && isBeyond(listing, mapping);

  return {
    async own(mapping, name) {
      const listing = await listings.of("AWS/Lambda", name);
      return (
        plainest(listing?.having(mappingDimension, mapping.UUID) ?? []) ??
        (isExpected(listing, mapping) ? documentedOwn(mapping) : undefined)
      );
    },
    async group(mapping, siblings) {
      const [cluster, topic] = [clusterNameOf(mapping), topicOf(mapping)];
      if (cluster === undefined || topic === undefined) return undefined;
      const listing = await listings.of("AWS/Kafka", "SumOffsetLag");
      const found = ofGroup(listing?.having("Consumer Group", consumerGroupOf(mapping)) ?? [], mapping, siblings);
      return found ?? (isBeyond(listing, mapping) ? documentedGroup(mapping) : undefined);
    },
    // That OffsetLag is kept per mapping anywhere is UNCONFIRMED; per function it is the mapping's where the function has no other.
    async offsetLag(mapping, siblings) {
      const name = functionNameOf(mapping.FunctionArn ?? "");
      const listing = await listings.of("AWS/Lambda", "OffsetLag");
      const own = plainest(listing?.having(mappingDimension, mapping.UUID) ?? []);
      if (own !== undefined) return own;
      const isShared = siblings?.some((other) => other.UUID !== mapping.UUID && functionNameOf(other.FunctionArn ?? "") === name) ?? true;
      if (isShared) return undefined;
      const found = listing?.having("FunctionName", name).find(({ size }) => size === 1);
      return found ?? (isExpected(listing, mapping) ? new Map([["FunctionName", name]]) : undefined);
    },
  };
}

/** Lambda Developer Guide, "Viewing metrics": a set of its own. That Kafka's metrics have it is by analogy with those of SQS mappings. */
export function documentedOwn({ UUID }: MappingDocument): Dimensions {
  return new Map([[mappingDimension, UUID]]);
}

/** A series with further dimensions holds a part of what one without them holds. */
function plainest(series: readonly Dimensions[]): Dimensions | undefined {
  return series.toSorted((a, b) => a.size - b.size)[0];
}

/** MSK's series of a group carry the cluster's name; one that does not is taken where no other cluster has such a group. */
function ofGroup(listed: readonly Dimensions[], mapping: MappingDocument, siblings: Siblings): Dimensions | undefined {
  const [topic, cluster, group] = [topicOf(mapping), clusterNameOf(mapping), consumerGroupOf(mapping)];
  const ofTopic = listed.filter((dimensions) => dimensions.get("Topic") === topic && !dimensions.has("Partition"));
  const exact = plainest(ofTopic.filter((dimensions) => dimensions.get("Cluster Name") === cluster));
  if (exact !== undefined) return exact;
  const isSame = (other: MappingDocument) => consumerGroupOf(other) === group && topicOf(other) === topic;
  const isElsewhere = group !== mapping.UUID && (siblings?.some((other) => isSame(other) && clusterNameOf(other) !== cluster) ?? true);
  return isElsewhere ? undefined : plainest(ofTopic.filter((dimensions) => !dimensions.has("Cluster Name")));
}

/** That the series of every kind of cluster carry its name is UNCONFIRMED: the page on provisioned clusters leaves it out. */
function documentedGroup(mapping: MappingDocument): Dimensions {
  return new Map([
    ["Cluster Name", clusterNameOf(mapping) ?? ""],
    ["Consumer Group", consumerGroupOf(mapping)],
    ["Topic", topicOf(mapping) ?? ""],
  ]);
}
