import { describe, expect, it } from "vitest";
import { type ErrorCode, MskctlError } from "../../../../src/core/errors.ts";
import { readOffsets } from "../../../../src/core/mapping/offsets/read-offsets.ts";
import { type FakeBroker, type FakeGroup, type FakePartition, fakeBroker } from "../../../support/fakes/broker.ts";
import { fakeClock } from "../../../support/fakes/clock.ts";
import { sampleMapping } from "../../../support/mappings.ts";

const nowMs = Date.parse("2026-11-23T12:00:00Z");
const orders = sampleMapping({ AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "g" } });
const records = (count: number, atMs = nowMs) => Array.from({ length: count }, (_, index) => ({ value: "v", atMs: atMs + index }));

async function read(
  partitions: readonly FakePartition[],
  group: FakeGroup = {},
  mapping = orders,
  prepare: (broker: FakeBroker) => void = () => {},
) {
  const broker = fakeBroker({ orders: partitions }, { g: group });
  prepare(broker);
  const facts = await readOffsets({ broker: () => Promise.resolve(broker), clock: fakeClock(nowMs) }, [mapping]);
  return { fact: facts.get(mapping.UUID), broker };
}

async function positions(partitions: readonly FakePartition[], group?: FakeGroup) {
  const { fact } = await read(partitions, group);
  if (fact?.kind !== "known") throw new Error("no offsets");
  return fact.value.partitions;
}

describe("the position of a partition", () => {
  const log = records(10);

  it("is what is committed, and what is left to read", async () => {
    expect(await positions([{ log }], { committed: { 0: 4n } })).toEqual([
      { partition: 0, earliest: 0n, end: 10n, committed: 4n, lagRecords: 6, oldestUnread: { kind: "known", atMs: nowMs + 4 } },
    ]);
  });

  it.each([
    ["nothing is left", { log }, { 0: 10n }, { lagRecords: 0, oldestUnread: { kind: "none" } }],
    [
      "nothing is committed",
      { log },
      {},
      { committed: undefined, lagRecords: undefined, oldestUnread: { kind: "no-data", reason: "nothing is committed" } },
    ],
    ["there is no record and no commit", { log: [], first: 7n }, {}, { lagRecords: 0, oldestUnread: { kind: "none" } }],
    [
      "the commit is beyond the end",
      { log },
      { 0: 11n },
      { lagRecords: undefined, oldestUnread: { kind: "no-data", reason: "the committed offset is beyond the end" } },
    ],
    [
      "records expired unread",
      { log, first: 5n },
      { 0: 2n },
      { earliest: 5n, committed: 2n, end: 15n, lagRecords: 10, oldestUnread: { kind: "known", atMs: nowMs } },
    ],
    [
      "the next record is behind a gap",
      { log: [{ gap: "compacted" as const, offsets: 3 }, ...log] },
      { 0: 1n },
      { lagRecords: 12, oldestUnread: { kind: "known", atMs: nowMs } },
    ],
    [
      "only markers are left",
      { log: [{ gap: "control" as const, offsets: 3 }] },
      { 0: 1n },
      { lagRecords: 2, oldestUnread: { kind: "no-data", reason: "no record can be read" } },
    ],
    [
      "the next record is far",
      { log: [{ gap: "compacted" as const, offsets: 10_001 }, ...log] },
      { 0: 0n },
      { lagRecords: 10_011, oldestUnread: { kind: "no-data", reason: "no record in 10000 offsets" } },
    ],
  ])("is told when %s", async (_, partition, committed, expected) => {
    expect(await positions([partition], { committed })).toMatchObject([expected]);
  });

  it("comes in the order of partitions", async () => {
    expect(
      (await positions([{ log }, { log: [] }, { log: records(2) }], { committed: { 2: 0n } })).map(({ partition, end }) => [
        partition,
        end,
      ]),
    ).toEqual([
      [0, 10n],
      [1, 0n],
      [2, 2n],
    ]);
  });

  it("looks into the twelve partitions with the most lag for ages, and says so of the others", async () => {
    const partitions = Array.from({ length: 14 }, (_, index) => ({ log: records(index + 1) }));
    const all = await positions(partitions, { committed: Object.fromEntries(partitions.map((_, index) => [index, 0n])) });
    expect(all.map(({ oldestUnread }) => oldestUnread.kind)).toEqual([
      ...Array.from({ length: 2 }, () => "no-data"),
      ...Array.from({ length: 12 }, () => "known"),
    ]);
    expect(all[0]?.oldestUnread).toMatchObject({ reason: "only the 12 partitions with the most lag are looked into" });
  });

  it("stays when records may not be read, and no second try is made", async () => {
    const partitions = Array.from({ length: 6 }, () => ({ log }));
    const committed = Object.fromEntries(partitions.map((_, index) => [index, 1n]));
    const { fact, broker } = await read(partitions, { committed }, orders, (each) =>
      each.failWith("read", new MskctlError("not-permitted", "cannot read topic orders")),
    );
    expect(fact).toMatchObject({
      value: { partitions: partitions.map(() => ({ lagRecords: 9, oldestUnread: { reason: "cannot read topic orders" } })) },
    });
    expect(broker.calls.filter((call) => call.startsWith("read"))).toHaveLength(4);
  });
});

describe("the group", () => {
  it("has its state and its members, each with its partitions of this topic", async () => {
    const member = { memberId: "m-1", clientId: "c", host: "/10.0.3.7" };
    const { fact, broker } = await read([{ log: [] }], {
      state: "Stable",
      members: [
        {
          ...member,
          assigned: [
            { topic: "other", partitions: [9] },
            { topic: "orders", partitions: [2, 0] },
          ],
        },
      ],
    });
    expect(fact).toMatchObject({
      value: { asOfMs: nowMs, group: { id: "g", state: "Stable", members: [{ ...member, partitions: [0, 2] }] } },
    });
    expect(broker.calls).toEqual(["offsets earliest", "group", "committedOffsets", "offsets latest", "close"]);
  });

  it("is the mapping's UUID where none is named, and may be unknown to the brokers", async () => {
    const { AmazonManagedKafkaEventSourceConfig: _, ...mapping } = orders;
    expect((await read([{ log: [] }], {}, mapping)).fact).toMatchObject({
      value: { group: { id: orders.UUID, state: undefined, members: [] } },
    });
  });

  it("that may not be seen leaves the topic's own offsets", async () => {
    const denied = new MskctlError("not-permitted", "no permission for consumer group g", {
      suggestions: ["allow kafka-cluster:DescribeGroup"],
    });
    const { fact } = await read([{ log: records(3) }], {}, orders, (broker) => broker.failWith("group", denied));
    expect(fact).toMatchObject({
      kind: "known",
      value: {
        group: { unavailable: { code: "not-permitted", message: denied.message, next: "allow kafka-cluster:DescribeGroup" } },
        partitions: [
          { end: 3n, committed: undefined, lagRecords: undefined, oldestUnread: { reason: "the committed offsets are not known" } },
        ],
      },
    });
  });
});

describe("what is not to be had", () => {
  it("is said of a mapping in queue mode without asking", async () => {
    const queue = sampleMapping({ SelfManagedKafkaEventSourceConfig: { ConsumptionMode: "Queue" } });
    const { fact, broker } = await read([], {}, queue);
    expect(fact).toMatchObject({ kind: "unavailable", code: "refused", message: expect.stringContaining("share group") });
    expect(broker.calls).toEqual([]);
  });

  it("is an unknown topic", async () => {
    const { fact, broker } = await read([], {}, { ...orders, Topics: ["gone"] });
    expect(fact).toMatchObject({ kind: "unavailable", code: "not-found", message: "there is no topic gone" });
    expect(broker.calls.at(-1)).toBe("close");
  });

  it.each<ErrorCode>(["interrupted", "terminated", "usage", "malformed-file"])("ends the verb when it is %s", async (code) => {
    const opened = readOffsets({ broker: () => Promise.reject(new MskctlError(code, "stop")), clock: fakeClock() }, [orders]);
    await expect(opened).rejects.toMatchObject({ code });
  });

  it("is a bug when it is no error of ours", async () => {
    const opened = readOffsets({ broker: () => Promise.reject(new TypeError("x")), clock: fakeClock() }, [orders]);
    await expect(opened).rejects.toBeInstanceOf(TypeError);
  });
});

describe("several mappings", () => {
  const mapping = (n: number, changes = {}) => sampleMapping({ ...orders, UUID: `${n}0000000-0000-4000-8000-000000000000`, ...changes });
  const all = [mapping(1), mapping(2), mapping(3, { EventSourceArn: "arn:aws:kafka:eu-central-1:1:cluster/other/1" })];

  it("of one cluster share a connection", async () => {
    const opened: string[] = [];
    const broker = (each: { readonly EventSourceArn?: string }) => {
      opened.push(each.EventSourceArn ?? "");
      return Promise.resolve(fakeBroker({ orders: [{ log: [] }] }));
    };
    const facts = await readOffsets({ broker, clock: fakeClock() }, all);
    expect(opened).toEqual([orders.EventSourceArn, "arn:aws:kafka:eu-central-1:1:cluster/other/1"]);
    expect([...facts.values()].map(({ kind }) => kind)).toEqual(["known", "known", "known"]);
  });

  it("of one cluster share the reason when it does not answer", async () => {
    let asked = 0;
    const broker = (each: { readonly EventSourceArn?: string }) => {
      const answers = fakeBroker({ orders: [{ log: [] }] });
      if (each.EventSourceArn === orders.EventSourceArn) {
        asked += 1;
        answers.failWith("offsets", new MskctlError("unavailable", "b:9092 does not answer"));
      }
      return Promise.resolve(answers);
    };
    const facts = await readOffsets({ broker, clock: fakeClock() }, all);
    expect(all.map(({ UUID }) => facts.get(UUID)?.kind)).toEqual(["unavailable", "unavailable", "known"]);
    expect(asked).toBe(1);
  });

  it("of one cluster do not share an unknown topic", async () => {
    const broker = () => Promise.resolve(fakeBroker({ orders: [{ log: [] }] }));
    const facts = await readOffsets({ broker, clock: fakeClock() }, [mapping(1, { Topics: ["gone"] }), mapping(2)]);
    expect([...facts.values()].map(({ kind }) => kind)).toEqual(["unavailable", "known"]);
  });
});
