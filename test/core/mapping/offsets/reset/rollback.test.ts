import { describe, expect, it } from "vitest";
import { assertSameSource, readRollback, rollbackOf, savedOffsets } from "../../../../../src/core/mapping/offsets/reset/rollback.ts";
import { sampleMapping, shopClusterArn } from "../../../../support/mappings.ts";

const nowMs = Date.parse("2026-11-23T12:00:00Z");
const orders = sampleMapping({ AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "orders-v1" } });
const move = (partition: number, now: bigint | undefined, next: bigint) => ({
  partition,
  earliest: 0n,
  end: 99n,
  now,
  next,
  readsFrom: now ?? 7n,
  wasRead: now !== undefined,
});
const rollback = rollbackOf(orders, "orders", [move(0, 41n, 3n), move(5, undefined, 99n)], nowMs);
const asStored = (): Record<string, unknown> => JSON.parse(JSON.stringify(rollback)) as Record<string, unknown>;

describe("a rollback", () => {
  it("says whose offsets they were, and where they stood", () => {
    expect(asStored()).toEqual({
      uuid: orders.UUID,
      name: "orders",
      accountId: "123456789012",
      region: "eu-central-1",
      clusterArn: shopClusterArn,
      bootstrapServers: [],
      topic: "orders",
      group: "orders-v1",
      savedAt: "2026-11-23T12:00:00.000Z",
      partitions: [
        { partition: 0, committed: "41", readsFrom: "41", set: "3" },
        { partition: 5, committed: null, readsFrom: "7", set: "99" },
      ],
    });
  });

  it("gives back what was committed, else where reading would have begun", () => {
    expect(savedOffsets(readRollback(asStored()))).toEqual(new Map([[0, 41n], [5, 7n]])); // biome-ignore format: a table
  });

  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["another state", { mappings: [] }],
    ["a topic that is no text", { ...asStored(), topic: 5 }],
    ["a cluster that is no text", { ...asStored(), clusterArn: 5 }],
    ["servers that are no texts", { ...asStored(), bootstrapServers: [5] }],
    ["partitions that are none", { ...asStored(), partitions: {} }],
    ["an offset that is a number", { ...asStored(), partitions: [{ partition: 0, committed: 41, readsFrom: "41" }] }],
    ["an offset below zero", { ...asStored(), partitions: [{ partition: 0, committed: "-1", readsFrom: "41" }] }],
    ["a partition that is no number", { ...asStored(), partitions: [{ partition: "0", committed: null, readsFrom: "41" }] }],
  ])("is refused: %s", (_, state) => {
    expect(() => readRollback(state)).toThrow(expect.objectContaining({ code: "malformed-file" }));
  });
});

describe("the mapping of a rollback", () => {
  it("still reads the same", () => {
    expect(() => assertSameSource(rollback, { ...orders, BatchSize: 7 })).not.toThrow();
  });

  it.each<[string, object, string]>([
    ["cluster", { EventSourceArn: shopClusterArn.replace("/shop/", "/other/") }, "cluster shop"],
    ["topic", { Topics: ["others"] }, "topic orders"],
    ["group", { AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "orders-v2" } }, "group orders-v1"],
  ])("reads another %s", (_, change, words) => {
    expect(() => assertSameSource(rollback, { ...orders, ...change })).toThrow(
      expect.objectContaining({ code: "refused", message: expect.stringContaining(`these offsets are of ${words}, which`) }),
    );
  });

  it("is known by one bootstrap server in common", () => {
    const { EventSourceArn: _, ...rest } = orders;
    const at = (...servers: string[]) => ({ ...rest, SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: servers } } });
    const own = rollbackOf(at("a:9092", "b:9092"), "orders", [], nowMs);
    expect(() => assertSameSource(own, at("b:9092", "c:9092"))).not.toThrow();
    expect(() => assertSameSource(own, at("c:9092"))).toThrow("these offsets are of cluster a:9092,b:9092, which");
    expect(() => assertSameSource(own, orders)).toThrow("cluster a:9092,b:9092");
  });
});
