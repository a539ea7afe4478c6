import type { Broker, ConsumerGroup } from "../../../src/core/record/broker.ts";

export interface FakeLog {
  readonly earliest?: bigint;
  readonly end: bigint;
  readonly committed?: bigint;
  /** The first offset at or after any time that is asked for; absent: none. */
  readonly atTime?: bigint;
}

export interface FakeGroupBroker extends Broker {
  /** By partition; a test may move them on, as readers and writers would. */
  logs: readonly FakeLog[];
  members: ConsumerGroup["members"];
  /** Names of the calls, in order. */
  readonly calls: string[];
  /** What was set, in order. */
  readonly altered: ReadonlyMap<number, bigint>[];
  /** Called before each call is answered; may throw. */
  onCall: (method: keyof Broker) => void;
}

export const fakeMember = (clientId: string, host = "/10.0.3.7"): ConsumerGroup["members"][number] => ({
  memberId: `${clientId}-1`,
  clientId,
  host,
  assigned: [],
});

/** One topic and one group, whose offsets can be set; nobody reads or writes records. */
export function fakeGroupBroker(logs: readonly FakeLog[], members: ConsumerGroup["members"] = []): FakeGroupBroker {
  const none = () => Promise.reject(new Error("this test has no records"));
  async function answer<Answer>(method: keyof Broker, make: () => Answer): Promise<Answer> {
    fake.calls.push(method);
    fake.onCall(method);
    return make();
  }
  function offsetsOf(pick: (log: FakeLog) => bigint | undefined): ReadonlyMap<number, bigint> {
    const found = fake.logs.map((log, partition) => [partition, pick(log)] as const);
    return new Map(found.flatMap(([partition, offset]) => (offset === undefined ? [] : [[partition, offset] as const])));
  }
  const fake: FakeGroupBroker = {
    logs,
    members,
    calls: [],
    altered: [],
    onCall: () => {},
    topics: none,
    partitions: none,
    produce: none,
    retention: none,
    groups: none,
    async *read() {},
    offsets: (_, at) =>
      answer("offsets", () =>
        offsetsOf(({ earliest = 0n, end, atTime }) => (at === "earliest" ? earliest : typeof at === "string" ? end : atTime)),
      ),
    group: (groupId) => answer("group", () => ({ groupId, state: fake.members.length === 0 ? "Empty" : "Stable", members: fake.members })),
    committedOffsets: () => answer("committedOffsets", () => offsetsOf(({ committed }) => committed)),
    alterCommittedOffsets: (_, __, offsets) =>
      answer("alterCommittedOffsets", () => {
        fake.altered.push(new Map(offsets));
        fake.logs = fake.logs.map((log, partition) => {
          const committed = offsets.get(partition);
          return committed === undefined ? log : { ...log, committed };
        });
      }),
    close: async () => void fake.calls.push("close"),
  };
  return fake;
}
