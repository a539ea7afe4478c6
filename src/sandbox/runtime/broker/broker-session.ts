import { MskctlError } from "../../../core/errors.ts";
import type { Broker } from "../../../core/record/broker.ts";
import type { ClientSettings } from "../../../platform/kafka/cluster-client.ts";
import type { GroupMember } from "../../../platform/kafka/group-member.ts";
import type { DestinationMessage } from "../../destinations/destination-topics.ts";
import type { SandboxClock } from "../../world.ts";
import type { PollFaults } from "../faults/poll-faults.ts";
import type { MappingConfig } from "../mapping-config.ts";
import type { Deserializer, FetchedSlices } from "../registry/deserializer.ts";
import type { BrokerTopic } from "./broker-topic.ts";
import { createGroupCommits, type GroupCommits } from "./group-commits.ts";
import { startingPositions } from "./starting-positions.ts";

/** A mapping's membership in its consumer group: it reads into the topic's buffer and commits. */
export interface BrokerSession {
  commit(partition: number, offset: number): void;
  /** Records were taken out of the buffer. */
  roomMade(): void;
  produce(topic: string, messages: readonly DestinationMessage[]): Promise<void>;
  /** Commits what is done and leaves the group. */
  stop(): Promise<void>;
}

export interface BrokerSessionParts {
  readonly clock: Pick<SandboxClock, "now">;
  readonly config: MappingConfig;
  readonly topic: BrokerTopic;
  /** Reads secrets, so it may fail. */
  readonly settings: () => Promise<ClientSettings>;
  /** Runs before the session does anything: another one of the same mapping may still be leaving. */
  readonly after: Promise<unknown>;
  /** Reads records by the mapping's schema registry until the signal comes; undefined: they are taken as they are. */
  readonly deserializer?: ((signal: AbortSignal) => Deserializer) | undefined;
  /** These partitions are the mapping's, and are read from here on. */
  readonly onAssigned: (positions: ReadonlyMap<number, number>) => void;
  /** None is, until they are shared out again. */
  readonly onRevoked: () => void;
  readonly onArrival: () => void;
  readonly onCommitted: (offsets: ReadonlyMap<number, number>) => void;
  readonly onCommitFailed: (error: unknown) => void;
  readonly pollFaults: Pick<PollFaults, "refusesCommits">;
  readonly onPollingFailed: (error: MskctlError) => void;
}

/** Of one answer, before decompression. */
const fetchBytes = 2 * 1024 * 1024;
/** Of all partitions together, beside what batches hold. */
const bufferBytes = 16 * 1024 * 1024;
const longestWaitMs = 500;
const shortWaitMs = 10;
/** Until the partitions of a group that is being shared out are looked for again. */
const sharingOutMs = 50;
/** Before the brokers are tried again: an assumption. */
const retryPauseMs = 3_000;
/** Where the log begins and ends, for partitions from which nothing comes. */
const refreshMs = 10_000;

export function openBrokerSession(parts: BrokerSessionParts): BrokerSession {
  const { config, topic } = parts;
  const ending = new AbortController();
  let broker: Broker | undefined;
  let commits: GroupCommits | undefined;
  const deserialize = parts.deserializer?.(ending.signal);
  let makeRoom = (): void => {};

  const run = async (): Promise<void> => {
    await parts.after;
    while (!ending.signal.aborted) {
      try {
        await session();
      } catch (error) {
        if (!(error instanceof MskctlError)) throw error;
        parts.onPollingFailed(error);
        await pause(retryPauseMs, ending.signal);
      }
    }
  };

  /** From connecting until the membership is lost or the session ends. */
  const session = async (): Promise<void> => {
    const [{ kafkaBroker }, { joinGroup }] = await Promise.all([
      import("../../../platform/kafka/kafka-broker.ts"),
      import("../../../platform/kafka/group-member.ts"),
    ]);
    const settings = await parts.settings();
    const connected = await kafkaBroker(settings);
    broker = connected;
    const membership: Membership = { assigned: undefined, changed: true, lost: undefined };
    let member: GroupMember | undefined;
    try {
      topic.partitions = (await connected.partitions(config.topic)).length;
      member = await joinGroup(settings, {
        groupId: config.consumerGroup,
        topic: config.topic,
        onAssigned: (partitions) => Object.assign(membership, { assigned: partitions, changed: true }),
        onRevoked() {
          Object.assign(membership, { assigned: undefined, changed: true });
          parts.onRevoked();
        },
        onLost: (error) => Object.assign(membership, { lost: error }),
      });
      const { commit } = member;
      commits = createGroupCommits({
        commit: async (offsets) => {
          if (!parts.pollFaults.refusesCommits()) return commit(offsets);
          throw new MskctlError("unavailable", `the brokers took no commit of ${config.topic}, on purpose`);
        },
        onCommitted: parts.onCommitted,
        onFailed: parts.onCommitFailed,
      });
      await read(connected, member, membership);
      await commits.settled();
    } finally {
      parts.onRevoked();
      topic.clear();
      commits?.stop();
      commits = undefined;
      broker = undefined;
      await member?.leave();
      await connected.close();
    }
  };

  const read = async (connected: Broker, member: GroupMember, membership: Membership): Promise<void> => {
    let refreshedMs = Number.NEGATIVE_INFINITY;
    while (!ending.signal.aborted) {
      if (membership.lost !== undefined) throw membership.lost;
      if (membership.changed || performance.now() - refreshedMs > refreshMs) {
        await refreshLog(connected, topic, config.topic, membership.assigned ?? []);
        refreshedMs = performance.now();
      }
      if (membership.changed) await begin(connected, membership);
      const wanted = wantedPositions(topic, membership.assigned ?? []);
      if (wanted.size === 0) await roomOrChange(membership);
      else await fetchInto(member, membership, wanted);
    }
  };

  const begin = async (connected: Broker, membership: Membership): Promise<void> => {
    membership.changed = false;
    const { assigned } = membership;
    if (assigned === undefined) return;
    const { positions, uncommitted } = await startingPositions(connected, config, topic, assigned);
    // While that was asked the partitions may have been shared out again.
    if (membership.changed) return;
    topic.clear();
    for (const [partition, offset] of positions) topic.startAt(partition, offset);
    parts.onAssigned(positions);
    // A mapping with LATEST that lost its brokers before its first batch would pass over what came meanwhile. Whether
    // Lambda commits where it begins is not documented (assumption).
    for (const partition of uncommitted) commits?.add(partition, positions.get(partition) ?? 0);
  };

  const fetchInto = async (member: GroupMember, membership: Membership, wanted: ReadonlyMap<number, bigint>): Promise<void> => {
    // A full partition may get room at any moment: news of the others must not be waited for meanwhile.
    const maxWaitMs = wanted.size < (membership.assigned?.length ?? 0) ? shortWaitMs : longestWaitMs;
    const fetched = await member.poll(wanted, { maxBytes: fetchBytes, maxWaitMs });
    const slices = deserialize === undefined ? fetched : await readBySchema(deserialize, fetched);
    if (slices === undefined || membership.changed) return;
    const nowMs = parts.clock.now();
    for (const [partition, { items, nextOffset, endOffset }] of slices) {
      topic.setLog(partition, { end: Number(endOffset) });
      if (nextOffset > (wanted.get(partition) ?? nextOffset)) topic.add(partition, items, Number(nextOffset), nowMs);
    }
    parts.onArrival();
  };

  /** Undefined, after a pause, when the registry cannot be asked: the same is fetched again, by the same member. */
  const readBySchema = async (read: Deserializer, fetched: FetchedSlices): Promise<FetchedSlices | undefined> => {
    try {
      return await read(fetched);
    } catch (error) {
      if (ending.signal.aborted) return undefined;
      if (!(error instanceof MskctlError)) throw error;
      parts.onPollingFailed(error);
      await pause(retryPauseMs, ending.signal);
      return undefined;
    }
  };

  /** All partitions are full, or there are none. */
  const roomOrChange = (membership: Membership): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, membership.assigned === undefined ? sharingOutMs : longestWaitMs);
      makeRoom = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const running = run();
  return {
    commit: (partition, offset) => commits?.add(partition, offset),
    roomMade: () => makeRoom(),
    async produce(destination, messages) {
      if (broker === undefined) throw new MskctlError("unavailable", "the brokers cannot be reached");
      await broker.produce(
        destination,
        messages.map(({ key, value }) => ({ key, value, headers: [] })),
      );
    },
    async stop() {
      ending.abort();
      makeRoom();
      await running;
    },
  };
}

interface Membership {
  /** undefined: between two sharings out. */
  assigned: readonly number[] | undefined;
  /** `assigned` has changed, and reading has not begun anew yet. */
  changed: boolean;
  lost: MskctlError | undefined;
}

/** Where to go on in each partition whose buffer has room. */
function wantedPositions(topic: BrokerTopic, assigned: readonly number[]): ReadonlyMap<number, bigint> {
  const share = Math.max(1_000_000, bufferBytes / Math.max(1, assigned.length));
  const withRoom = assigned.filter((partition) => topic.bufferedBytes(partition) < share);
  return new Map(withRoom.map((partition) => [partition, BigInt(topic.fetchedUntil(partition))]));
}

/** Only of the mapping's own partitions: what comes in another member's is no lag of this one. */
async function refreshLog(broker: Broker, topic: BrokerTopic, name: string, assigned: readonly number[]): Promise<void> {
  const [earliest, latest] = await Promise.all([broker.offsets(name, "earliest"), broker.offsets(name, "latest")]);
  for (const partition of assigned) {
    topic.setLog(partition, { end: Number(latest.get(partition) ?? 0n), earliest: Number(earliest.get(partition) ?? 0n) });
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
    if (signal.aborted) done();
    else signal.addEventListener("abort", done);
  });
}
