import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { MskctlError } from "../../../../src/core/errors.ts";
import type { ClientSettings } from "../../../../src/platform/kafka/cluster-client.ts";
import { type GroupMemberOptions, joinGroup } from "../../../../src/platform/kafka/group-member.ts";
import { kafkaBroker } from "../../../../src/platform/kafka/kafka-broker.ts";
import type { PartitionSlice } from "../../../../src/platform/kafka/partition-slice.ts";
import { type BrokerSession, type BrokerSessionParts, openBrokerSession } from "../../../../src/sandbox/runtime/broker/broker-session.ts";
import { createBrokerTopic } from "../../../../src/sandbox/runtime/broker/broker-topic.ts";
import { mappingConfig } from "../../../../src/sandbox/runtime/mapping-config.ts";
import { fakeBroker } from "../../../support/fakes/broker.ts";
import { testRecord } from "../registry/frames.ts";

vi.mock("../../../../src/platform/kafka/kafka-broker.ts", () => ({ kafkaBroker: vi.fn() }));
vi.mock("../../../../src/platform/kafka/group-member.ts", () => ({ joinGroup: vi.fn() }));

const gone = new MskctlError("unavailable", "the brokers do not answer");
const settings = {} as ClientSettings;

/** A round of reading that waits for the test's answer. */
interface Round {
  readonly positions: ReadonlyMap<number, bigint>;
  readonly answer: PromiseWithResolvers<ReadonlyMap<number, PartitionSlice>>;
}

let rounds: Round[];
let group: GroupMemberOptions;
let opened: BrokerSession[];
const member = { poll: vi.fn(), commit: vi.fn(), leave: vi.fn() };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  vi.resetAllMocks();
  rounds = [];
  opened = [];
  member.commit.mockResolvedValue("committed");
  member.leave.mockResolvedValue(undefined);
  member.poll.mockImplementation((positions: Round["positions"]) => {
    const answer = Promise.withResolvers<ReadonlyMap<number, PartitionSlice>>();
    rounds.push({ positions, answer });
    return answer.promise;
  });
  vi.mocked(joinGroup).mockImplementation(async (_, options) => {
    group = options;
    options.onAssigned([0, 1]);
    return member;
  });
});
afterEach(async () => {
  const stopped = Promise.all(opened.map((session) => session.stop()));
  for (const { answer } of rounds) answer.resolve(new Map());
  await stopped;
  vi.useRealTimers();
});

/** Partition 0 with three records, partition 1 with none. */
function setUp(changes: Partial<BrokerSessionParts> = {}) {
  const log = [1, 2, 3].map((atMs) => ({ value: "v", atMs }));
  const broker = fakeBroker({ orders: [{ log }, { log: [] }] }, { m: { committed: { 0: 1n } } });
  vi.mocked(kafkaBroker).mockResolvedValue(broker);
  const topic = createBrokerTopic("orders");
  const [onAssigned, onRevoked, onArrival] = [vi.fn(), vi.fn(), vi.fn()];
  const [onCommitted, onCommitFailed, onPollingFailed] = [vi.fn(), vi.fn(), vi.fn()];
  const told = { onAssigned, onRevoked, onArrival, onCommitted, onCommitFailed, onPollingFailed };
  const session = openBrokerSession({
    clock: { now: () => 5_000 },
    config: mappingConfig({ UUID: "m", Topics: ["orders"], StartingPosition: "LATEST" }),
    topic,
    settings: async () => settings,
    after: Promise.resolve(),
    pollFaults: { refusesCommits: () => false },
    ...told,
    ...changes,
  });
  opened.push(session);
  return { session, topic, broker, told };
}

/** Lets time pass, the pauses before another try as well. */
async function untilRounds(count: number): Promise<void> {
  for (let passedMs = 0; rounds.length < count && passedMs < 20_000; passedMs += 100) await vi.advanceTimersByTimeAsync(100);
  expect(rounds).toHaveLength(count);
}

/** A round's answer: records from `from` on, up to but not including `until`, of partition 0. */
function records(from: number, until: number): ReadonlyMap<number, PartitionSlice> {
  const items = Array.from({ length: until - from }, (_, index) => ({
    kind: "record" as const,
    record: testRecord({ offset: BigInt(from + index), value: Buffer.from("v") }),
  }));
  return new Map([[0, { items, nextOffset: BigInt(until), lastStableOffset: BigInt(until), endOffset: BigInt(until) }]]);
}

describe("a session", () => {
  it("reads from where the group is, and commits where it begins without an offset", async () => {
    const { topic, told } = setUp();
    await untilRounds(1);
    expect(topic.partitions).toBe(2);
    expect(told.onAssigned).toHaveBeenCalledExactlyOnceWith(
      new Map([
        [0, 1],
        [1, 0],
      ]),
    );
    expect(rounds[0]?.positions).toEqual(
      new Map([
        [0, 1n],
        [1, 0n],
      ]),
    );
    expect(member.commit).toHaveBeenCalledExactlyOnceWith(new Map([[1, 0n]]));
    expect([topic.endOffset(0, 0), topic.endOffset(1, 0)]).toEqual([3, 0]);
  });

  it("leaves the ends of another member's partitions alone: what comes there is no lag of this mapping", async () => {
    vi.mocked(joinGroup).mockImplementation(async (_, options) => {
      options.onAssigned([1]);
      return member;
    });
    const { topic, told } = setUp();
    await untilRounds(1);
    expect(told.onAssigned).toHaveBeenCalledExactlyOnceWith(new Map([[1, 0]]));
    expect(topic.endOffset(0, 0)).toBe(0);
  });

  it("puts what comes into the buffer, and goes on behind it", async () => {
    const { topic, told } = setUp();
    await untilRounds(1);
    rounds[0]?.answer.resolve(records(1, 4));
    await untilRounds(2);
    expect(rounds[1]?.positions.get(0)).toBe(4n);
    expect([topic.next(0, 0), topic.readableUntil(0, 0), topic.arrivalMs(0, 1), topic.endOffset(0, 0)]).toEqual([1, 4, 5_000, 4]);
    expect(told.onArrival).toHaveBeenCalledOnce();
  });

  it("leaves a full partition out until there is room", async () => {
    const { session, topic } = setUp();
    await untilRounds(1);
    const value = Buffer.alloc(9 * 1024 * 1024);
    const full = { kind: "record" as const, record: testRecord({ offset: 1n, value }) };
    rounds[0]?.answer.resolve(new Map([[0, { items: [full], nextOffset: 2n, lastStableOffset: 2n, endOffset: 2n }]]));
    await untilRounds(2);
    expect(rounds[1]?.positions).toEqual(new Map([[1, 0n]]));
    topic.drop(0, 2);
    session.roomMade();
    rounds[1]?.answer.resolve(new Map());
    await untilRounds(3);
    expect(rounds[2]?.positions.get(0)).toBe(2n);
  });

  it("waits for the one before it", async () => {
    const before = Promise.withResolvers<void>();
    setUp({ after: before.promise });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(kafkaBroker).not.toHaveBeenCalled();
    before.resolve();
    await untilRounds(1);
  });

  it("produces while it is connected", async () => {
    const { session, broker } = setUp();
    const message = { key: Buffer.from("k"), value: Buffer.from("v") };
    await expect(session.produce("failed", [message])).rejects.toMatchObject({ code: "unavailable" });
    const produce = vi.spyOn(broker, "produce").mockResolvedValue([]);
    await untilRounds(1);
    await session.produce("failed", [message]);
    expect(produce).toHaveBeenCalledExactlyOnceWith("failed", [{ ...message, headers: [] }]);
  });
});

describe("partitions that are shared out again", () => {
  it("are read anew; what was under way is thrown away", async () => {
    const { topic, told } = setUp();
    await untilRounds(1);
    group.onRevoked();
    group.onAssigned([0]);
    rounds[0]?.answer.resolve(records(1, 4));
    await untilRounds(2);
    expect(told.onRevoked).toHaveBeenCalledOnce();
    expect(told.onAssigned).toHaveBeenLastCalledWith(new Map([[0, 1]]));
    expect(rounds[1]?.positions).toEqual(new Map([[0, 1n]]));
    expect(topic.next(0, 0)).toBe(Number.POSITIVE_INFINITY);
    expect(told.onArrival).not.toHaveBeenCalled();
  });
});

describe("brokers that go away", () => {
  it("are tried again, by a new member that begins at the group's offsets", async () => {
    const { topic, told, broker } = setUp();
    await untilRounds(1);
    rounds[0]?.answer.resolve(records(1, 4));
    await untilRounds(2);
    rounds[1]?.answer.reject(gone);
    await vi.waitFor(() => expect(told.onPollingFailed).toHaveBeenCalledExactlyOnceWith(gone));
    expect(told.onRevoked).toHaveBeenCalledOnce();
    expect([topic.next(0, 0), member.leave.mock.calls.length, broker.calls.at(-1)]).toEqual([Number.POSITIVE_INFINITY, 1, "close"]);
    await untilRounds(3);
    expect(rounds[2]?.positions.get(0)).toBe(1n);
  });

  it("end a membership that is lost", async () => {
    const { told } = setUp();
    await untilRounds(1);
    group.onLost(gone);
    rounds[0]?.answer.resolve(new Map());
    await untilRounds(2);
    expect(told.onPollingFailed).toHaveBeenCalledExactlyOnceWith(gone);
    expect(joinGroup).toHaveBeenCalledTimes(2);
  });

  it("are told with each secret that cannot be read", async () => {
    const read = vi
      .fn(async () => settings)
      .mockRejectedValueOnce(gone)
      .mockRejectedValueOnce(gone);
    const { told } = setUp({ settings: read });
    await untilRounds(1);
    expect(told.onPollingFailed.mock.calls).toEqual([[gone], [gone]]);
  });
});

describe("a schema registry that cannot be asked", () => {
  it("is tried again by the same member, for the same records", async () => {
    const deserialize = vi.fn(async (slices: ReadonlyMap<number, PartitionSlice>) => slices).mockRejectedValueOnce(gone);
    const { told, topic } = setUp({ deserializer: () => deserialize });
    await untilRounds(1);
    rounds[0]?.answer.resolve(records(1, 2));
    await untilRounds(2);
    expect([told.onPollingFailed.mock.calls, rounds[1]?.positions.get(0)]).toEqual([[[gone]], 1n]);
    rounds[1]?.answer.resolve(records(1, 2));
    await untilRounds(3);
    expect(topic.next(0, 0)).toBe(1);
    expect(joinGroup).toHaveBeenCalledOnce();
  });
});

describe("stopping", () => {
  it("brings nothing to brokers that take no commits, by a fault, until they take them again", async () => {
    let refuses = true;
    const { session, told } = setUp({ pollFaults: { refusesCommits: () => refuses } });
    await untilRounds(1);
    expect(told.onCommitFailed).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: "unavailable" }));
    expect(member.commit).not.toHaveBeenCalled();
    refuses = false;
    session.commit(0, 2);
    await vi.waitFor(() => expect(told.onCommitted).toHaveBeenCalledOnce());
    expect(member.commit).toHaveBeenCalledExactlyOnceWith(
      new Map([
        [1, 0n],
        [0, 2n],
      ]),
    );
  });

  it("waits for what is being committed, then leaves", async () => {
    const { session, told, broker } = setUp();
    await untilRounds(1);
    await vi.waitFor(() => expect(told.onCommitted).toHaveBeenCalledOnce());
    const answer = Promise.withResolvers<"committed">();
    member.commit.mockReturnValueOnce(answer.promise);
    session.commit(0, 2);
    const stopped = session.stop();
    rounds[0]?.answer.resolve(new Map());
    await vi.advanceTimersByTimeAsync(1_000);
    expect(member.leave).not.toHaveBeenCalled();
    answer.resolve("committed");
    await stopped;
    expect(told.onCommitted).toHaveBeenLastCalledWith(new Map([[0, 2]]));
    expect([member.leave.mock.calls.length, broker.calls.at(-1)]).toEqual([1, "close"]);
  });

  it("does not wait for brokers that are tried again", async () => {
    const { session, told } = setUp({ settings: () => Promise.reject(gone) });
    await vi.waitFor(() => expect(told.onPollingFailed).toHaveBeenCalled());
    await session.stop();
    expect(joinGroup).not.toHaveBeenCalled();
  });
});
