import { expect, it } from "vitest";
import { createBrokerTopic } from "../../../../src/sandbox/runtime/broker/broker-topic.ts";
import { startingPositions } from "../../../../src/sandbox/runtime/broker/starting-positions.ts";
import { type MappingConfig, mappingConfig } from "../../../../src/sandbox/runtime/mapping-config.ts";
import { type FakeGroup, fakeBroker } from "../../../support/fakes/broker.ts";

const record = (atMs: number) => ({ value: "v", atMs });
/** Offsets 10 to 12, at 100, 200 and 300; offsets 0 and 1, at 50 and 60; nothing. */
const partitions = [{ first: 10n, log: [100, 200, 300].map(record) }, { log: [50, 60].map(record) }, { log: [] }];

async function positionsOf(changes: Partial<MappingConfig>, committed: FakeGroup["committed"] = {}, assigned = [0, 1, 2]) {
  const config = { ...mappingConfig({ UUID: "group" }), topic: "orders", consumerGroup: "group", ...changes };
  const broker = fakeBroker({ orders: partitions }, { group: { committed } });
  const topic = createBrokerTopic("orders");
  for (const [partition, end] of [13, 2, 0].entries()) topic.setLog(partition, { end });
  const { positions, uncommitted } = await startingPositions(broker, config, topic, assigned);
  return { positions: Object.fromEntries(positions), uncommitted, asked: broker.calls };
}

it.each([
  ["TRIM_HORIZON, where the log begins", { startingPosition: "TRIM_HORIZON" }, [10, 0, 0], "earliest"],
  ["LATEST, where it ends", { startingPosition: "LATEST" }, [13, 2, 0], "latest"],
  ["AT_TIMESTAMP, at the first record from then on", { startingPosition: "AT_TIMESTAMP", startingTimestampMs: 60 }, [10, 1, 0], "60"],
  ["AT_TIMESTAMP, at the end of a log without one", { startingPosition: "AT_TIMESTAMP", startingTimestampMs: 150 }, [11, 2, 0], "150"],
])("a group without offsets begins by %s", async (_, changes, [first, second, third], asked) => {
  expect(await positionsOf(changes)).toEqual({
    positions: { 0: first, 1: second, 2: third },
    uncommitted: [0, 1, 2],
    asked: ["committedOffsets", `offsets ${asked}`],
  });
});

it("goes on where the group is, without asking for more", async () => {
  expect(await positionsOf({ startingPosition: "LATEST" }, { 0: 11n, 1: 0n, 2: 0n })).toEqual({
    positions: { 0: 11, 1: 0, 2: 0 },
    uncommitted: [],
    asked: ["committedOffsets"],
  });
});

it("goes by the starting position only in partitions that the group has no offset of, or one beyond the log", async () => {
  const { positions, uncommitted } = await positionsOf({ startingPosition: "TRIM_HORIZON" }, { 0: 13n, 1: 3n });
  expect([positions, uncommitted]).toEqual([{ 0: 13, 1: 0, 2: 0 }, [1, 2]]);
});

it("is about the assigned partitions", async () => {
  const { positions, uncommitted } = await positionsOf({ startingPosition: "LATEST" }, { 0: 11n }, [1]);
  expect([positions, uncommitted]).toEqual([{ 1: 2 }, [1]]);
});

it("passes on what the broker says", async () => {
  await expect(positionsOf({ topic: "none" })).rejects.toMatchObject({ code: "not-found" });
});
