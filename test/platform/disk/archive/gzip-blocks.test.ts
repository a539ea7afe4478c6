import { gunzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { blocksIn, packBlock, unpackBlock } from "../../../../src/platform/disk/archive/gzip-blocks.ts";

const texts = ["one\n", "", "x".repeat(100_000)];

it("are one gzip file together, and each can be unpacked alone", async () => {
  const blocks = await Promise.all(texts.map((text) => packBlock(Buffer.from(text))));
  const file = Buffer.concat(blocks);
  expect(gunzipSync(file).toString()).toBe(texts.join(""));
  const found = blocksIn(file) ?? [];
  expect(found).toHaveLength(3);
  for (const [index, { from, bytes }] of found.entries())
    expect((await unpackBlock(file.subarray(from, from + bytes))).toString()).toBe(texts[index]);
});

it("are none in what is cut off, or something else", async () => {
  const file = Buffer.concat(await Promise.all(texts.map((text) => packBlock(Buffer.from(text)))));
  expect(blocksIn(file.subarray(0, -1))).toBeUndefined();
  expect(blocksIn(file.subarray(1))).toBeUndefined();
  expect(blocksIn(Buffer.from("hello"))).toBeUndefined();
  expect(blocksIn(Buffer.alloc(0))).toEqual([]);
});
