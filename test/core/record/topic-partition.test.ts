import fc from "fast-check";
import { expect, it } from "vitest";
import { byTopicPartition, isTopicName, parseTopicPartition, topicPartitionName } from "../../../src/core/record/topic-partition.ts";

it.each<[string, string, number]>([
  ["orders-0", "orders", 0],
  ["eu-orders-v2-11", "eu-orders-v2", 11],
  ["a--1", "a-", 1],
  ["--1", "-", 1],
  ["__proto__-0", "__proto__", 0],
  ["x.y_z-2147483647", "x.y_z", 2_147_483_647],
  ["1-1-1", "1-1", 1],
])("%s is topic %s, partition %i", (name, topic, partition) => {
  expect(parseTopicPartition(name)).toEqual({ topic, partition });
});

it.each([
  "",
  "-",
  "orders",
  "orders-",
  "-0",
  "orders-x",
  "orders-01",
  "orders- 1",
  "orders-+1",
  "orders-1e1",
  "orders-2147483648",
  "orders-99999999999999999999",
  ".-0",
  "..-0",
  "or ders-0",
  "örders-0",
  "orders\n-0",
  "orders-0\n",
  `${"x".repeat(250)}-0`,
])("%j is no topic and partition", (name) => {
  expect(parseTopicPartition(name)).toBeUndefined();
});

it("takes topics of 249 characters", () => {
  expect(isTopicName("x".repeat(249))).toBe(true);
  expect(isTopicName("x".repeat(250))).toBe(false);
});

it("reads what it writes", () => {
  const topics = fc.stringMatching(/^[a-zA-Z0-9._-]{1,20}$/).filter(isTopicName);
  fc.assert(
    fc.property(topics, fc.integer({ min: 0, max: 0x7fff_ffff }), (topic, partition) => {
      expect(parseTopicPartition(topicPartitionName({ topic, partition }))).toEqual({ topic, partition });
    }),
  );
});

it("groups what takes turns among partitions, in the order of their first ones", () => {
  const item = (topic: string, partition: number, id: number) => ({ topic, partition, id });
  const groups = byTopicPartition([item("a", 1, 1), item("a", 1, 2), item("b", 1, 3), item("a", 2, 4), item("a", 1, 5)]);
  expect([...groups].map(([name, items]) => [name, items.map(({ id }) => id)])).toEqual([
    ["a-1", [1, 2, 5]],
    ["b-1", [3]],
    ["a-2", [4]],
  ]);
  expect(byTopicPartition([])).toEqual(new Map());
});
