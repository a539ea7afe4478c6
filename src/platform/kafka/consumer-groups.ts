import type { consumerGroupDescribeV0, FindCoordinatorResult, Group } from "@platformatic/kafka";
import { isError, MskctlError } from "../../core/errors.ts";
import type { Broker, ConsumerGroup } from "../../core/record/broker.ts";
import type { ClusterClient } from "./cluster-client.ts";

export type GroupReading = Pick<Broker, "groups" | "group" | "committedOffsets" | "alterCommittedOffsets">;

type NewProtocolGroups = consumerGroupDescribeV0.ConsumerGroupDescribeResponse;

const groupKey = 0;
/** A group that was never there, to brokers before 4.0 (DescribeGroups before version 6). */
const neverThere = "Dead";

/** Kafka's word for consumers; groups that only ever got offsets from outside have none. */
const consumerKinds: readonly string[] = ["consumer", ""];

/** Consumer groups from outside: no member is added. */
export function consumerGroups(client: ClusterClient): GroupReading {
  async function groups(): Promise<readonly string[]> {
    const found = await client.persevere({ does: "list consumer groups" }, () => client.admin.listGroups());
    return [...found.values()].flatMap(({ id, protocolType }) => (consumerKinds.includes(protocolType) ? [id] : [])).sort();
  }

  async function group(groupId: string): Promise<ConsumerGroup | undefined> {
    const call = { does: `describe consumer group ${groupId}`, groupId };
    try {
      const groups = await client.persevere(call, () => client.admin.describeGroups({ groups: [groupId] }));
      const found = groups.get(groupId);
      if (found !== undefined && found.state !== neverThere) return classicGroup(found);
    } catch (error) {
      if (!isUnknownGroup(error)) throw error;
    }
    return newProtocolGroup(groupId);
  }

  /** Groups of the newer protocol (KIP-848) answer to a request of their own, which older brokers do not know. */
  async function newProtocolGroup(groupId: string): Promise<ConsumerGroup | undefined> {
    const call = { does: `describe consumer group ${groupId}`, groupId };
    try {
      const { groups } = await client.persevere(call, async () => {
        const coordinator = await coordinatorOf(client, groupId);
        return client.request<NewProtocolGroups>("ConsumerGroupDescribe", coordinator, () => [[groupId], false]);
      });
      const [found] = groups;
      return found === undefined ? undefined : consumerProtocolGroup(found);
    } catch (error) {
      if (isUnknownGroup(error) || (isError(error, "refused") && /too old or too new/.test(error.message))) return undefined;
      throw error;
    }
  }

  async function committedOffsets(groupId: string, topic: string): Promise<ReadonlyMap<number, bigint>> {
    const call = { does: `read the offsets of consumer group ${groupId}`, groupId, topic };
    const { leaders } = await client.persevere({ ...call, does: `describe topic ${topic}` }, () => client.layout(topic));
    const groups = [{ groupId, topics: [{ name: topic, partitionIndexes: [...leaders.keys()] }] }];
    const answer = await client.persevere(call, () => client.admin.listConsumerGroupOffsets({ groups }));
    const partitions = answer.flatMap(({ topics }) => topics).flatMap((each) => (each.name === topic ? each.partitions : []));
    // -1 stands for a partition that was never committed.
    return new Map(partitions.filter((each) => each.committedOffset >= 0n).map((each) => [each.partitionIndex, each.committedOffset]));
  }

  async function alterCommittedOffsets(groupId: string, topic: string, offsets: ReadonlyMap<number, bigint>): Promise<void> {
    const call = { does: `change the offsets of consumer group ${groupId}`, groupId, topic };
    const partitionOffsets = [...offsets].map(([partition, offset]) => ({ partition, offset }));
    await client.persevere(call, () => client.admin.alterConsumerGroupOffsets({ groupId, topics: [{ name: topic, partitionOffsets }] }));
  }

  return { groups, group, committedOffsets, alterCommittedOffsets };
}

/** The broker that keeps a group's members and offsets. */
export async function coordinatorOf(client: ClusterClient, groupId: string): Promise<FindCoordinatorResult> {
  const [coordinator] = await client.admin.findCoordinator({ keyType: groupKey, keys: [groupId] });
  if (coordinator === undefined) throw new client.kafka.ProtocolError("COORDINATOR_NOT_AVAILABLE");
  return coordinator;
}

function isUnknownGroup(error: unknown): boolean {
  return error instanceof MskctlError && error.details["kafkaError"] === "GROUP_ID_NOT_FOUND";
}

function classicGroup({ id, state, members }: Group): ConsumerGroup {
  return {
    groupId: id,
    state,
    members: [...members.values()].map((member) => ({
      memberId: member.id,
      clientId: member.clientId,
      host: member.clientHost,
      assigned: [...(member.assignments?.values() ?? [])].map(({ topic, partitions }) => ({ topic, partitions })),
    })),
  };
}

function consumerProtocolGroup({ groupId, groupState, members }: NewProtocolGroups["groups"][number]): ConsumerGroup {
  return {
    groupId,
    state: groupState,
    members: members.map((member) => ({
      memberId: member.memberId,
      clientId: member.clientId,
      host: member.clientHost,
      assigned: member.assignment.topicPartitions.map(({ topicName, partitions }) => ({ topic: topicName, partitions })),
    })),
  };
}
