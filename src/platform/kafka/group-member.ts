import type { Consumer } from "@platformatic/kafka";
import type { MskctlError } from "../../core/errors.ts";
import { type ClientSettings, type ClusterClient, clusterClient, libraryOptions, verdictOf } from "./cluster-client.ts";
import { coordinatorOf } from "./consumer-groups.ts";
import { type FetchLimits, fetchSlices } from "./fetch-slices.ts";
import { loadKafka } from "./library.ts";
import type { PartitionSlice } from "./partition-slice.ts";

export interface GroupMemberOptions {
  readonly groupId: string;
  readonly topic: string;
  /** Partitions that are this member's from now on, all of them; first before `joinGroup` resolves. */
  readonly onAssigned: (partitions: readonly number[]) => void;
  /** No partition is this member's any more; `onAssigned` follows when they are shared out again. */
  readonly onRevoked: () => void;
  /** The member could not get back into the group for as long as patience lasts; nothing follows. */
  readonly onLost: (error: MskctlError) => void;
}

/** A member of a consumer group, with heartbeats of its own. */
export interface GroupMember {
  /**
   * One round of reading: an answer for each partition in `positions`, at most `maxBytes` of records in all, or none after
   * `maxWaitMs`. Leave a partition out to pause it. A gap takes the place of offsets without a committed record. A
   * position after `endOffset` gives nothing: the log was cut or the topic created again.
   */
  poll(positions: ReadonlyMap<number, bigint>, limits: FetchLimits): Promise<ReadonlyMap<number, PartitionSlice>>;
  /** The next offset to read by partition. `not-owner`: the partitions were shared out again; nothing was committed. */
  commit(offsets: ReadonlyMap<number, bigint>): Promise<"committed" | "not-owner">;
  /** Leaves at once, so that others need not wait for the session to time out. Nothing is committed. */
  leave(): Promise<void>;
}

const sessionTimeoutMs = 30_000;
const rebalanceTimeoutMs = 30_000;
const heartbeatIntervalMs = 3_000;

/** What a member hears when its partitions are no longer its own. */
const notOwner: readonly (string | undefined)[] = [
  "ILLEGAL_GENERATION",
  "UNKNOWN_MEMBER_ID",
  "FENCED_INSTANCE_ID",
  "REBALANCE_IN_PROGRESS",
];

/** Joins by the classic protocol, as Lambda's own pollers are assumed to (assumption: AWS does not say). */
export async function joinGroup(settings: ClientSettings, options: GroupMemberOptions): Promise<GroupMember> {
  const kafka = await loadKafka();
  const { groupId, topic } = options;
  const reading = clusterClient(kafka, settings);
  const questions = clusterClient(kafka, settings);
  const consumer = new kafka.Consumer({
    ...libraryOptions(settings.connection),
    groupId,
    autocommit: false,
    sessionTimeout: sessionTimeoutMs,
    rebalanceTimeout: rebalanceTimeoutMs,
    heartbeatInterval: heartbeatIntervalMs,
    // Between two heartbeats that fail there is no other word from the coordinator.
    retries: 3,
    retryDelay: 250,
  });
  const membership = keepMembership(consumer, questions, options);
  const close = () => Promise.all([reading.close(), questions.close(), consumer.close(true)]);
  try {
    await membership.join();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    poll: (positions, limits) =>
      reading.persevere({ does: `read topic ${topic}`, topic }, () => fetchSlices(reading, topic, positions, limits)),
    commit: (offsets) => commit(consumer, questions, options, offsets),
    leave: async () => {
      membership.end();
      await close();
    },
  };
}

interface Membership {
  join(): Promise<void>;
  end(): void;
}

/** Tells of each sharing out of partitions, and joins again when the library gives up. */
function keepMembership(consumer: Consumer, questions: ClusterClient, options: GroupMemberOptions): Membership {
  const { groupId, topic, onAssigned, onRevoked, onLost } = options;
  let owns = false;
  let ended = false;
  const revoke = () => {
    if (owns) onRevoked();
    owns = false;
  };
  const join = async () => {
    await questions.persevere({ does: `join consumer group ${groupId}`, groupId, topic }, () => consumer.joinGroup({}));
  };
  consumer.topics.track(topic);
  consumer.on("consumer:group:rebalance", revoke);
  consumer.on("consumer:group:join", ({ assignments = [] }) => {
    if (ended) return;
    revoke();
    owns = true;
    onAssigned(assignments.flatMap((each) => (each.topic === topic ? each.partitions : [])).sort((a, b) => a - b));
  });
  // Without this listener the library's word of a failed return would end the process.
  consumer.on("error", () => {
    if (ended) return;
    revoke();
    join().catch((error: unknown) => {
      if (!ended) onLost(error as MskctlError);
    });
  });
  return {
    join,
    end: () => {
      ended = true;
    },
  };
}

/**
 * By a request of its own: the library's commit joins the group again when the partitions were shared out anew, and then
 * commits offsets of partitions that are another member's.
 */
async function commit(
  consumer: Consumer,
  questions: ClusterClient,
  { groupId, topic }: GroupMemberOptions,
  offsets: ReadonlyMap<number, bigint>,
): Promise<"committed" | "not-owner"> {
  const { generationId, memberId } = consumer;
  if (memberId === null) return "not-owner";
  const partitions = [...offsets].map(([partitionIndex, committedOffset]) => ({
    partitionIndex,
    committedOffset,
    committedLeaderEpoch: -1,
    committedMetadata: null,
  }));
  const call = { does: `commit offsets of consumer group ${groupId}`, groupId, topic };
  return questions.persevere(call, async () => {
    try {
      const coordinator = await coordinatorOf(questions, groupId);
      await questions.request("OffsetCommit", coordinator, () => [groupId, generationId, memberId, null, [{ name: topic, partitions }]]);
      return "committed";
    } catch (thrown) {
      const { protocolName } = verdictOf(thrown, { ...call, bootstrapServers: [] });
      if (notOwner.includes(protocolName)) return "not-owner";
      throw thrown;
    }
  });
}
