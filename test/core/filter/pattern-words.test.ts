import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { patternWords } from "../../../src/core/filter/pattern-words.ts";
import { readPatternOf } from "./explain/reading.ts";
import { anyRecordPattern } from "./random-patterns.ts";

function words(pattern: unknown): string {
  return patternWords(readPatternOf(pattern)).join("\n");
}

describe("a pattern in words", () => {
  it("says what is kept, and what is delivered without a look", () => {
    const pattern = { value: { status: ["PAID", "SHIPPED"], amount: [{ numeric: [">", 100] }], country: [{ "anything-but": "DE" }] } };
    expect(words(pattern)).toBe(`Keeps a JSON value when all of this holds:
  value.status is "PAID" or "SHIPPED"
  value.amount > 100
  value.country is there and is not "DE"
Delivers without a look: text, what is not UTF-8, records without a value.`);
  });

  it("says it of text", () => {
    expect(words({ value: [{ prefix: "ERR" }] })).toBe(`Keeps a text value when this holds:
  value starts with "ERR"
Delivers without a look: JSON, what is not UTF-8, records without a value.`);
  });

  it("nests choices", () => {
    const pattern = { value: { a: [1], b: { $or: [{ c: [2] }, { d: [3], e: [4] }] } } };
    expect(words(pattern)).toContain(`when all of this holds:
  value.a is 1
  one of these holds:
    value.b.c is 2
    all of this holds:
      value.b.d is 3
      value.b.e is 4
`);
  });

  it("gives a choice that is all of the pattern no line of its own", () => {
    expect(words({ value: { a: { $or: [{ b: [1] }, { c: [2] }] } } })).toContain(`when one of these holds:
  value.a.b is 1
  value.a.c is 2
`);
  });

  it("says which conditions do not count", () => {
    expect(words('{"value":{"a":[1],"a":[2]}}')).toContain(`value.a is 1 (does not count: a later condition on the same path does)
  value.a is 2
`);
    expect(words('{"value":{"a":[1],"$or":[{"a":[2]},{"b":[3]}]}}')).toContain(
      "value.a is 1 (unless a later condition on the same path counts)\n",
    );
  });

  it("says that a pattern without the value keeps nothing", () => {
    expect(words({ status: ["ok"] })).toBe(`Keeps no record: nothing here is below "value".
  status is "ok" (never: only the value of a Kafka record can be filtered on)`);
  });

  it("says which conditions never hold, and which always do", () => {
    const text = words({ key: ["k"], topic: [{ exists: false }], value: { a: [1] } });
    expect(text).toContain('key is "k" (never: only the value of a Kafka record can be filtered on)\n');
    expect(text).toContain("topic is absent (always: only the value of a Kafka record can be filtered on)\n");
    // Nothing bypasses what asks for a key.
    expect(text).not.toContain("Delivers");
  });

  it("says that a pattern for every format filters nothing out", () => {
    expect(words({ $or: [{ value: ["x"] }, { value: { a: ["x"] } }] })).toBe(`Keeps a value when one of these holds:
  value is "x"
  value.a is "x"
Filters nothing out: what it does not keep bypasses it and is delivered.`);
  });

  it("stays short for any pattern", () => {
    const branches = Array.from({ length: 1000 }, (_, index) => ({ [`a${index}`]: [index], b: [1] }));
    const lines = patternWords(readPatternOf({ value: { $or: branches } }));
    expect(lines).toHaveLength(103);
    // A line for each branch and two for its conditions, and the first hundred are shown.
    expect(lines.at(-2)).toBe("  and 2,900 lines more");
    fc.assert(
      fc.property(anyRecordPattern, (pattern) => {
        expect(patternWords(readPatternOf(pattern)).length).toBeLessThanOrEqual(103);
      }),
      { numRuns: 100 },
    );
  });
});
