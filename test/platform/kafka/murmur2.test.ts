import { expect, it } from "vitest";
import { murmur2, partitionOfKey } from "../../../src/platform/kafka/murmur2.ts";

// The values of Kafka's own test of its Java client (UtilsTest.testMurmur2).
it.each([
  ["21", -973_932_308],
  ["foobar", -790_332_482],
  ["a-little-bit-long-string", -985_981_536],
  ["a-little-bit-longer-string", -1_486_304_829],
  ["lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58_897_971],
  ["abc", 479_470_107],
])("%s hashes to %i", (key, hash) => {
  expect(murmur2(Buffer.from(key))).toBe(hash);
});

it("gives a partition that there is, whatever the hash's sign", () => {
  expect(partitionOfKey(Buffer.from("foobar"), 10)).toBe((-790_332_482 & 0x7fffffff) % 10);
  expect(partitionOfKey(Buffer.alloc(0), 1)).toBe(0);
});
