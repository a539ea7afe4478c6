import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { KafkaRecord } from "../../../src/core/record/kafka-record.ts";
import { newestRecords } from "../../../src/core/record/newest-records.ts";
import { type FakePartition, fakeBroker } from "../../support/fakes/broker.ts";

const nowMs = 1_000_000;
type Wanted = { readonly records: number; readonly sinceMs?: number };

async function read(partitions: readonly FakePartition[], wanted: Wanted) {
  const broker = fakeBroker({ t: partitions });
  const newest = await newestRecords(broker, { topic: "t", nowMs, ...wanted });
  const records: KafkaRecord[] = [];
  for await (const record of newest.records()) records.push(record);
  return { records, reading: newest.reading(), broker, places: records.map(({ partition, offset }) => `${partition}:${offset}`) };
}
/** One record at each time. */
const at = (...times: readonly number[]): FakePartition => ({ log: times.map((atMs) => ({ value: "v", atMs })) });

describe("the newest records of a topic", () => {
  it("are the latest by time, whatever partition they are in", async () => {
    const { places, reading } = await read([at(100, 200, 900_000), at(999_000, 999_500, 999_600, 999_900), at()], { records: 4 });
    expect(places).toEqual(["1:0", "1:1", "1:2", "1:3"]);
    expect(reading).toMatchObject({ topic: "t", partitions: 3, records: 4, oldestMs: 999_000, newestMs: 999_900, gaveUp: false });
  });

  it("are all there is where that is fewer", async () => {
    const { places, reading } = await read([at(1, 2), { ...at(3), first: 7n }], { records: 10 });
    expect(places).toEqual(["0:0", "0:1", "1:7"]);
    expect(reading.gaps).toEqual(new Map());
  });

  it("come from all partitions in equal parts where many have one time", async () => {
    const burst = at(...Array.from({ length: 50 }, () => 500));
    const { records } = await read([burst, burst, at(1)], { records: 20 });
    expect(Map.groupBy(records, ({ partition }) => partition)).toMatchObject(
      new Map([
        [0, expect.objectContaining({ length: 10 })],
        [1, expect.objectContaining({ length: 9 })],
        [2, expect.objectContaining({ length: 1 })],
      ]),
    );
  });

  it("may be of the future", async () => {
    expect((await read([at(1, nowMs * 5, nowMs * 9), at(2)], { records: 2 })).places).toEqual(["0:1", "0:2"]);
  });

  it("are none of before", async () => {
    const { places, reading } = await read([at(100, 600, 300, 700), at(100)], { records: 10, sinceMs: 500 });
    expect(places).toEqual(["0:1", "0:3"]);
    expect(reading).toMatchObject({ records: 2, oldestMs: 600 });
  });

  it("are looked for further back where offsets hold none, and the gaps are counted", async () => {
    const sparse: FakePartition = {
      log: [...at(1, 2, 3, 4, 5, 6).log, { gap: "compacted", offsets: 3 }, ...at(7, 8).log, { gap: "control", offsets: 1 }],
    };
    const { places, reading } = await read([sparse], { records: 4 });
    expect(places.toSorted()).toEqual(["0:10", "0:4", "0:5", "0:9"]);
    expect(reading.gaps).toEqual(new Map([["compacted", 3], ["control", 1]])); // biome-ignore format: a table
  });

  it("are given up where next to none is left", async () => {
    const { reading } = await read([{ log: [...at(1).log, { gap: "compacted", offsets: 100_000 }] }], { records: 3 });
    expect(reading).toMatchObject({
      records: 0,
      oldestMs: undefined,
      newestMs: undefined,
      gaveUp: true,
      gaps: new Map([["compacted", 60]]),
    });
  });

  it("stop before a transaction that is open, which is said", async () => {
    const broker = fakeBroker({ t: [at(1, 2, 3, 4)] });
    const newest = await newestRecords(
      {
        read: broker.read,
        offsets: async (topic, point) => (point === "latest-committed" ? new Map([[0, 2n]]) : broker.offsets(topic, point)),
      },
      { topic: "t", records: 10, nowMs },
    );
    const offsets: bigint[] = [];
    for await (const { offset } of newest.records()) offsets.push(offset);
    expect(offsets).toEqual([0n, 1n]);
    expect(newest.reading().gaps).toEqual(new Map([["open-transaction", 2]]));
  });

  it("are found with few questions", async () => {
    const long = at(...Array.from({ length: 3_000 }, (_, index) => index * 300));
    const { broker, records } = await read([long, long], { records: 100 });
    expect(records).toHaveLength(100);
    expect(broker.calls.filter((call) => call.startsWith("offsets")).length).toBeLessThan(30);
  });

  it("touch no group", async () => {
    const { broker } = await read([at(1)], { records: 1 });
    expect(new Set(broker.calls.map((call) => call.split(" ")[0]))).toEqual(new Set(["offsets", "read"]));
  });

  it("come each once, as many as are wanted or there are, whatever the log", () => {
    const entry = fc.oneof(
      { weight: 3, arbitrary: fc.integer({ min: 0, max: 2_000_000 }).map((atMs) => ({ value: "v", atMs })) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 4 }).map((offsets) => ({ gap: "compacted" as const, offsets })) },
    );
    const partition = fc.record({ log: fc.array(entry, { maxLength: 12 }), first: fc.bigInt(0n, 5n) });
    return fc.assert(
      fc.asyncProperty(fc.array(partition, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 40 }), async (partitions, wanted) => {
        const { places, reading } = await read(partitions, { records: wanted });
        const there = partitions.flatMap(({ log }) => log).filter((each) => "value" in each).length;
        expect(new Set(places).size).toBe(places.length);
        expect(places.length).toBeLessThanOrEqual(wanted);
        if (!reading.gaveUp) expect(places.length).toBe(Math.min(wanted, there));
      }),
    );
  });
});
