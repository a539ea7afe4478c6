import fc from "fast-check";
import { expect, it } from "vitest";
import { createEmbeddedDestinationTopic } from "../../../src/sandbox/destinations/embedded-destination-topic.ts";
import { partitionOfKey } from "../../../src/sandbox/destinations/murmur2.ts";

const message = (key: string | null, value: string) => ({ key: key === null ? null : Buffer.from(key), value: Buffer.from(value) });

it("keeps messages of one key in order, in the partition of the key", () => {
  const key = fc.constantFrom("a", "bc", "def", "ghij");
  fc.assert(
    fc.property(fc.array(key), fc.integer({ min: 1, max: 9 }), (keys, partitions) => {
      const topic = createEmbeddedDestinationTopic({ partitions });
      topic.append(keys.map((each, index) => message(each, String(index))));
      const found = Array.from({ length: partitions }, (_, partition) => topic.messages(partition));
      for (const [partition, messages] of found.entries()) {
        expect(messages.map(({ offset }) => offset)).toEqual(messages.map((_, index) => BigInt(index)));
        const inOrder = keys.flatMap((each, index) => (partitionOfKey(Buffer.from(each), partitions) === partition ? [String(index)] : []));
        expect(messages.map(({ value }) => String(value))).toEqual(inOrder);
      }
    }),
  );
});

it("spreads messages without a key in turn, from one batch to the next", () => {
  const topic = createEmbeddedDestinationTopic({ partitions: 3 });
  topic.append([message(null, "a"), message(null, "b")]);
  topic.append([message(null, "c"), message(null, "d")]);
  expect([0, 1, 2].map((partition) => topic.messages(partition).map(({ value }) => String(value)))).toEqual([["a", "d"], ["b"], ["c"]]);
});

it("drops the oldest messages when there are too many bytes, and goes on counting", () => {
  const topic = createEmbeddedDestinationTopic({ partitions: 2 }, 2_000);
  for (let index = 0; index < 8; index++) topic.append([message(null, String(index).repeat(300))]);
  const left = [0, 1].map((partition) => topic.messages(partition).map(({ offset, value }) => [offset, String(value).charAt(0)]));
  expect(left).toEqual([
    [
      [2n, "4"],
      [3n, "6"],
    ],
    [
      [2n, "5"],
      [3n, "7"],
    ],
  ]);
});
