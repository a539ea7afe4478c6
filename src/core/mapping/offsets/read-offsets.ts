import type { Broker } from "../../record/broker.ts";
import type { Clock } from "../../time.ts";
import { consumerGroupOf, isQueueMode, type MappingDocument, type MappingSettings, topicOf } from "../model.ts";
import type { MappingOffsets, OffsetsFact, PartitionPosition } from "./mapping-offsets.ts";
import { oldestUnread } from "./oldest-unread.ts";
import { type PartitionStand, readGroup, readPositions } from "./positions.ts";
import { offsetsUnavailable } from "./unavailable.ts";

/** Reads where mappings stand; nothing joins a group, and nothing is committed. */
export interface OffsetPorts {
  readonly clock: Clock;
  broker(mapping: MappingSettings): Promise<Broker>;
}

/**
 * Offsets by UUID. Mappings of one cluster that sign in alike share a connection, and the reason when there is none to be
 * had; clusters are asked side by side. Throws only what ends the verb.
 */
export async function readOffsets(ports: OffsetPorts, mappings: readonly MappingDocument[]): Promise<ReadonlyMap<string, OffsetsFact>> {
  const sources = [...Map.groupBy(mappings, sourceOf).values()];
  const found = new Map<string, OffsetsFact>();
  await Promise.all(sources.map((shared) => readSource(ports, shared, found)));
  return found;
}

function sourceOf({ EventSourceArn, SelfManagedEventSource, SourceAccessConfigurations }: MappingDocument): string {
  return JSON.stringify([EventSourceArn, SelfManagedEventSource, SourceAccessConfigurations]);
}

async function readSource(ports: OffsetPorts, mappings: readonly MappingDocument[], found: Map<string, OffsetsFact>): Promise<void> {
  let broker: Broker | undefined;
  let closed: OffsetsFact | undefined;
  try {
    for (const mapping of mappings) {
      const own = closed ?? withoutOffsets(mapping);
      if (own !== undefined) {
        found.set(mapping.UUID, own);
        continue;
      }
      try {
        broker ??= await ports.broker(mapping);
        found.set(mapping.UUID, { kind: "known", value: await offsetsOf(broker, mapping, ports.clock) });
      } catch (error) {
        const fact: OffsetsFact = { kind: "unavailable", ...offsetsUnavailable(error, mapping) };
        found.set(mapping.UUID, fact);
        if (broker === undefined || closing.has(fact.code)) closed = fact;
      }
    }
  } finally {
    await broker?.close();
  }
}

type OffsetsUnavailableFact = Extract<OffsetsFact, { readonly kind: "unavailable" }>;

/** What is said to one mapping of a cluster would be said to each. */
const closing: ReadonlySet<string> = new Set(["unavailable", "timed-out", "credentials"]);

/** Why a mapping has no committed offsets at all, whatever brokers say. */
export function withoutOffsets(mapping: MappingDocument): OffsetsUnavailableFact | undefined {
  if (isQueueMode(mapping))
    return { kind: "unavailable", code: "refused", message: "a share group (ConsumptionMode Queue) has no committed offsets" };
  if (topicOf(mapping) === undefined) return { kind: "unavailable", code: "not-found", message: "the mapping names no topic" };
  return undefined;
}

async function offsetsOf(broker: Broker, mapping: MappingDocument, clock: Clock): Promise<MappingOffsets> {
  const { topic, group, partitions } = await readPositions(broker, mapping, () => groupOf(broker, mapping));
  const asOfMs = clock.now();
  const ranges = partitions.map((each) => ({ partition: each.partition, from: nextReadable(each), end: each.end }));
  const ages =
    group.unavailable === undefined ? await oldestUnread(broker, topic, ranges) : new Map<number, PartitionPosition["oldestUnread"]>();
  return {
    asOfMs,
    topic,
    group,
    partitions: partitions.map((each) => ({
      ...each,
      lagRecords: lagOf(each),
      oldestUnread: ages.get(each.partition) ?? { kind: "no-data", reason: "the committed offsets are not known" },
    })),
  };
}

/** Without the right to see the group, the topic's own offsets are still worth showing. */
async function groupOf(broker: Broker, mapping: MappingDocument): ReturnType<typeof readGroup> {
  try {
    return await readGroup(broker, mapping);
  } catch (error) {
    const id = consumerGroupOf(mapping);
    return { group: { id, state: undefined, members: [], unavailable: offsetsUnavailable(error, mapping) }, committed: new Map() };
  }
}

/** What has expired before it was read will never be. Where there is no record, nothing depends on a commit. */
function nextReadable({ committed, earliest, end }: PartitionStand): bigint | undefined {
  if (committed === undefined) return earliest === end ? end : undefined;
  return committed >= earliest ? committed : earliest;
}

function lagOf(position: PartitionStand): number | undefined {
  const from = nextReadable(position);
  return from === undefined || from > position.end ? undefined : Number(position.end - from);
}
