import { expect, it } from "vitest";
import type { KafkaRecord, LogItem } from "../../../../src/core/record/kafka-record.ts";
import { markedHeaders } from "../../../../src/core/redrive/redrive-headers.ts";
import { deliveredToTopic } from "../../../../src/core/redrive/verify/delivered-to-topic.ts";

const createdAtMs = Date.parse("2026-11-23T12:00:00Z");

function record(partition: number, offset: bigint, origin: string | undefined, runId = "01JD"): LogItem {
  const headers = origin === undefined ? [] : markedHeaders([], { origin, runId, count: 1 });
  const written: KafkaRecord = {
    partition,
    offset,
    timestampMs: createdAtMs,
    timestampType: "CREATE_TIME",
    key: null,
    value: null,
    headers,
  };
  return { kind: "record", record: written };
}

const log = new Map<number, readonly LogItem[]>([
  [
    1,
    [record(1, 7n, "arn:aws:kafka:x:cluster/shop/1/orders/3/41"), record(1, 8n, "shop/orders/3/42", "another"), record(1, 9n, undefined)],
  ],
  [0, [{ kind: "gap", from: 4n, until: 5n, cause: "control" }, record(0, 5n, "shop/orders-1/0/9007199254740993")]],
]);

it("reads what the run has written since it began, and passes over what others wrote", async () => {
  const asked: unknown[] = [];
  const broker = {
    offsets: async (topic: string, at: unknown) => {
      asked.push([topic, at]);
      return at === "latest"
        ? new Map([
            [0, 6n],
            [1, 10n],
            [2, 99n],
          ])
        : new Map([
            [1, 7n],
            [0, 4n],
          ]);
    },
    async *read({ topic, partition, from, until }: { topic: string; partition: number; from: bigint; until: bigint }) {
      asked.push([topic, partition, from, until]);
      yield* log.get(partition) ?? [];
    },
  };
  const found = await all(deliveredToTopic(broker, "copies", { runId: "01JD", sinceMs: createdAtMs }));
  expect(found).toEqual([
    { lane: { topic: "orders-1", partition: 0 }, offset: 9_007_199_254_740_993n, place: "copies-0" },
    { lane: { topic: "orders", partition: 3 }, offset: 41n, place: "copies-1" },
  ]);
  expect(asked).toEqual([
    ["copies", { atOrAfterMs: createdAtMs - 900_000 }],
    ["copies", "latest"],
    ["copies", 0, 4n, 6n],
    ["copies", 1, 7n, 10n],
  ]);
});

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
