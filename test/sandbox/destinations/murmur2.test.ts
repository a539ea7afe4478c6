import { expect, it } from "vitest";
import { murmur2, partitionOfKey } from "../../../src/sandbox/destinations/murmur2.ts";

it.each([
  // Cases of Kafka's own test of its client.
  ["21", -973932308],
  ["abc", 479470107],
  ["foobar", -790332482],
  ["a-little-bit-long-string", -985981536],
  ["a-little-bit-longer-string", -1486304829],
  ["lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971],
])("hashes %s as Kafka's client does", (key, hash) => {
  expect(murmur2(Buffer.from(key))).toBe(hash);
});

it("takes the hash without its sign for the partition", () => {
  // -973932308 without its highest bit is 1173551340.
  expect([1, 6, 7].map((partitions) => partitionOfKey(Buffer.from("21"), partitions))).toEqual([0, 1173551340 % 6, 1173551340 % 7]);
});
