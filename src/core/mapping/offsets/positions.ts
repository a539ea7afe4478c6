import type { Broker } from "../../record/broker.ts";
import { consumerGroupOf, type MappingDocument, topicOf } from "../model.ts";
import type { GroupPosition, PartitionPosition } from "./mapping-offsets.ts";

/** Where a partition's log begins and ends, and where the group stands in it. */
export type PartitionStand = Pick<PartitionPosition, "partition" | "earliest" | "end" | "committed">;

/** What brokers say of a mapping's group and topic at one time. */
export interface TopicPositions {
  readonly topic: string;
  readonly group: GroupPosition;
  /** In order. */
  readonly partitions: readonly PartitionStand[];
}

interface GroupStand {
  readonly group: GroupPosition;
  readonly committed: ReadonlyMap<number, bigint>;
}

type PositionReader = Pick<Broker, "offsets" | "group" | "committedOffsets">;

/** Throws what the broker throws; `askGroup` may answer without the group instead. */
export async function readPositions(
  broker: PositionReader,
  mapping: MappingDocument,
  askGroup: () => Promise<GroupStand> = () => readGroup(broker, mapping),
): Promise<TopicPositions> {
  const topic = topicOf(mapping) ?? "";
  // In this order: a group that reads on, and a log that grows and expires meanwhile, never seem to contradict each other.
  const earliest = await broker.offsets(topic, "earliest");
  const { group, committed } = await askGroup();
  const ends = await broker.offsets(topic, "latest");
  const partitions = [...ends]
    .toSorted(([a], [b]) => a - b)
    .map(([partition, end]) => ({ partition, earliest: earliest.get(partition) ?? end, end, committed: committed.get(partition) }));
  return { topic, group, partitions };
}

/** The mapping's group, its members with their partitions of the mapping's topic, and what it has committed there. */
export async function readGroup(broker: Pick<Broker, "group" | "committedOffsets">, mapping: MappingDocument): Promise<GroupStand> {
  const [id, topic] = [consumerGroupOf(mapping), topicOf(mapping) ?? ""];
  const [described, committed] = [await broker.group(id), await broker.committedOffsets(id, topic)];
  const members = (described?.members ?? []).map(({ memberId, clientId, host, assigned }) => ({
    memberId,
    clientId,
    host,
    partitions: assigned.flatMap((each) => (each.topic === topic ? each.partitions : [])).toSorted((a, b) => a - b),
  }));
  return { group: { id, state: described?.state, members }, committed };
}
