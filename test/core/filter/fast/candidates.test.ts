import { describe, expect, it } from "vitest";
import type { ByteTest } from "../../../../src/core/filter/fast/byte-tests.ts";
import { type Candidates, FieldCandidates, NeedleCandidates } from "../../../../src/core/filter/fast/candidates.ts";
import { byteShares } from "../../../../src/core/filter/fast/fragment.ts";
import { nodeBytes } from "../../../../src/platform/bytes/node-bytes.ts";
import { bytesOf } from "../matching.ts";

/** The numbers of the lines that speak for the condition, before and after a search was chosen for the data. */
function linesOf(candidates: Candidates, text: string): number[] {
  const bytes = bytesOf(text);
  const find = () => {
    const found: number[] = [];
    for (let at = candidates.next(bytes, 0); at >= 0; at = candidates.next(bytes, at + 1)) found.push(text.slice(0, at).split("\n").length);
    return [...new Set(found)];
  };
  const before = find();
  candidates.tune(byteShares(bytes));
  expect(find()).toEqual(before);
  return before;
}

describe("lines with a needle", () => {
  it("are found wherever it stands", () => {
    const text = '{"s":"PAID"}\n{"s":"UNPAID"}\n{"t":["PAID"]}\n{"s":"PAIDX"}\n{"x":"PAID"}';
    expect(linesOf(new NeedleCandidates(bytesOf('"PAID"'), nodeBytes), text)).toEqual([1, 3, 5]);
  });
});

const isOne: ByteTest = (bytes, start, end) => end - start === 1 && bytes[start] === "1".charCodeAt(0);

describe("lines with a field", () => {
  const field = (test?: ByteTest, isWholeName = true) => new FieldCandidates(bytesOf('tier"'), isWholeName, test, nodeBytes);

  it.each([
    ["whose value passes", '{"tier":1}', true],
    ["… however deep it stands", '{"a":{"b":[{"tier":1}]}}', true],
    ["… with white space around", '{"tier" :\t1 }', true],
    ["… as a string", '{"tier":"1"}', true],
    ["whose value does not pass", '{"tier":2}', false],
    ["… as a string", '{"tier":"2"}', false],
    ["the second of two", '{"tier":2,"x":{"tier":1}}', true],
    ["whose value is a list: it may be in it", '{"tier":[2]}', true],
    ["whose value has an escape", '{"tier":"\\u0031"}', true],
    ["whose value is an object: what is in it is elsewhere", '{"tier":{"1":1}}', false],
    ["whose name goes on before it", '{"frontier":1}', false],
    ["whose name has a dot before it", '{"customer.tier":2}', true],
    ["whose name goes on behind it", '{"tier2":1}', false],
    ["no field: a string", '{"a":"tier","1":1}', false],
    ["the value breaks off", '{"tier":', true],
    ["the string breaks off", '{"tier":"1', true],
  ])("%s", (_, line, speaks) => {
    expect(linesOf(field(isOne), line)).toEqual(speaks ? [1] : []);
  });

  it("are found by the name alone when there is no test", () => {
    expect(linesOf(field(), '{"tier":2}\n{"tiers":2}\n{"tier":{}}\n{"a":"tier"}')).toEqual([1, 3]);
  });

  it("are found by the end of a name that can be written in two ways", () => {
    expect(linesOf(field(isOne, false), '{"a\\/tier":1}\n{"a/tier":1}\n{"a/tier":2}')).toEqual([1, 2]);
  });
});
