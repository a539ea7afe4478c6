import type { fetchV17 } from "@platformatic/kafka";
import { undecodableBatch } from "../../core/record/undecodable-batch.ts";
import { isDamaged, UndecodableAnswer } from "./checked-link.ts";
import type { BrokerAddress, ClusterClient } from "./cluster-client.ts";
import { type FetchedPartition, type PartitionSlice, partitionSlice } from "./partition-slice.ts";

type FetchResponse = fetchV17.FetchResponse;

export interface FetchLimits {
  /** Of records in one answer, before decompression; a record or batch that is larger comes alone. */
  readonly maxBytes: number;
  /** How long the broker may wait for a first record. */
  readonly maxWaitMs: number;
}

const readCommitted = 1;
const offsetOutOfRange = 1;
/** The newest version that names topics, not their UUIDs (Apache Kafka, protocol guide). */
const newestByName = 12;

/**
 * One round of reading: an answer for each partition in `positions`, where there may be nothing new. Once, without
 * repeating; no consumer group is touched.
 */
export async function fetchSlices(
  client: ClusterClient,
  topic: string,
  positions: ReadonlyMap<number, bigint>,
  limits: FetchLimits,
): Promise<ReadonlyMap<number, PartitionSlice>> {
  if (positions.size === 0) return new Map();
  const { topicId, leaders } = await client.layout(topic, positions.keys());
  const byLeader = new Map<BrokerAddress, Map<number, bigint>>();
  for (const [partition, position] of positions) {
    const leader = leaders.get(partition);
    if (leader !== undefined) byLeader.set(leader, (byLeader.get(leader) ?? new Map()).set(partition, position));
  }
  const round = async (maxWaitMs: number) => {
    const answers = [...byLeader].map(([leader, wanted]) =>
      fetchFrom(client, leader, { topic, topicId }, wanted, { ...limits, maxWaitMs }),
    );
    return new Map((await Promise.all(answers)).flatMap((answer) => [...answer]));
  };
  if (byLeader.size === 1) return round(limits.maxWaitMs);
  // A broker without news would hold back the news of the others.
  const atOnce = await round(0);
  return [...atOnce.values()].some(({ items }) => items.length > 0) ? atOnce : round(limits.maxWaitMs);
}

interface FetchedTopic {
  readonly topic: string;
  readonly topicId: string;
}

/** A broker gives a whole batch, however small the limit. */
const oneBatch = 1;

async function fetchFrom(
  client: ClusterClient,
  leader: BrokerAddress,
  topic: FetchedTopic,
  positions: ReadonlyMap<number, bigint>,
  limits: FetchLimits,
): Promise<ReadonlyMap<number, PartitionSlice>> {
  try {
    return await fetchOnce(client, leader, topic, positions, limits);
  } catch (error) {
    if (!(error instanceof UndecodableAnswer)) throw error;
    // What stands before it can be read: batch by batch it is found.
    const slices = new Map<number, PartitionSlice>();
    for (const [partition, offset] of positions) {
      if (positions.size === 1 && limits.maxBytes === oneBatch)
        throw undecodableBatch({ topic: topic.topic, partition, offset }, error.message);
      const alone = new Map([[partition, offset]]);
      const found = await fetchFrom(client, leader, topic, alone, { ...limits, maxBytes: oneBatch });
      for (const [each, slice] of found) slices.set(each, slice);
    }
    return slices;
  }
}

async function fetchOnce(
  client: ClusterClient,
  leader: BrokerAddress,
  { topic, topicId }: FetchedTopic,
  positions: ReadonlyMap<number, bigint>,
  { maxBytes, maxWaitMs }: FetchLimits,
): Promise<ReadonlyMap<number, PartitionSlice>> {
  const partitions = [...positions].map(([partition, fetchOffset]) => ({
    partition,
    fetchOffset,
    currentLeaderEpoch: -1,
    lastFetchedEpoch: -1,
    partitionMaxBytes: maxBytes,
  }));
  // Session 0 at epoch -1: the broker keeps nothing about this reader.
  const answer = await tolerant(client, () =>
    client.request<FetchResponse>("Fetch", leader, (version) => {
      const topics: fetchV17.FetchRequestTopic[] = [{ topicId: version <= newestByName ? topic : topicId, partitions }];
      return [maxWaitMs, 1, maxBytes, readCommitted, 0, -1, topics, [], ""];
    }),
  );
  const slices = new Map<number, PartitionSlice>();
  for (const fetched of answer.responses.flatMap((each) => each.partitions)) {
    const position = positions.get(fetched.partitionIndex);
    if (position === undefined) continue;
    slices.set(
      fetched.partitionIndex,
      fetched.errorCode === offsetOutOfRange ? await outOfRange(client, topic, fetched, position) : sliceOf(topic, fetched, position),
    );
  }
  return slices;
}

function sliceOf(topic: string, fetched: FetchedPartition, position: bigint): PartitionSlice {
  const slice = partitionSlice(fetched, position);
  if (slice.items.length === 0 && isDamaged(fetched))
    throw undecodableBatch({ topic, partition: fetched.partitionIndex, offset: position }, "their checksum is wrong");
  return slice;
}

/** The library throws when a single partition has an error; what came with it is kept if that is an offset out of range. */
async function tolerant(client: ClusterClient, fetch: () => Promise<FetchResponse>): Promise<FetchResponse> {
  try {
    return await fetch();
  } catch (error) {
    if (!(error instanceof client.kafka.ResponseError)) throw error;
    const { response } = error as unknown as { readonly response: FetchResponse };
    const codes = response.responses.flatMap(({ partitions }) => partitions.map(({ errorCode }) => errorCode));
    if (response.errorCode !== 0 || codes.some((code) => code !== 0 && code !== offsetOutOfRange)) throw error;
    return response;
  }
}

/** Before the log's start: a gap up to it. After its end: nothing, where the log ends tells the caller. */
async function outOfRange(
  client: ClusterClient,
  topic: string,
  { partitionIndex }: FetchedPartition,
  position: bigint,
): Promise<PartitionSlice> {
  const [earliest, lastStableOffset, endOffset] = await Promise.all([
    offsetAt(client, topic, partitionIndex, -2n, 0),
    offsetAt(client, topic, partitionIndex, -1n, 1),
    offsetAt(client, topic, partitionIndex, -1n, 0),
  ]);
  const expired = position < earliest;
  return {
    items: expired ? [{ kind: "gap", from: position, until: earliest, cause: "expired" }] : [],
    nextOffset: expired ? earliest : position,
    lastStableOffset,
    endOffset,
  };
}

async function offsetAt(
  client: ClusterClient,
  topic: string,
  partition: number,
  timestamp: bigint,
  isolationLevel: 0 | 1,
): Promise<bigint> {
  const topics = [{ name: topic, partitions: [{ partitionIndex: partition, timestamp }] }];
  const [answer] = await client.admin.listOffsets({ topics, isolationLevel });
  return answer?.partitions[0]?.offset ?? 0n;
}
