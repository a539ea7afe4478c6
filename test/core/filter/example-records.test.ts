import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eventValues } from "../../../src/core/filter/event-values.ts";
import { type ExampleRecord, exampleRecords } from "../../../src/core/filter/example-records.ts";
import type { ReadPattern } from "../../../src/core/filter/explain/read-pattern.ts";
import { filterVerdict, kafkaFilter, type RecordVerdict } from "../../../src/core/filter/kafka-filter.ts";
import { readRecordValue } from "../../../src/core/filter/record-value.ts";
import { readPatternOf } from "./explain/reading.ts";
import { anyRecordPattern } from "./random-patterns.ts";

function examplesOf(pattern: unknown) {
  return exampleRecords(readPatternOf(pattern));
}

/** As a broker would give it: bytes. */
function verdictOf({ compiled }: ReadPattern, { value }: ExampleRecord): RecordVerdict {
  const decoder = new TextDecoder();
  return filterVerdict(
    kafkaFilter(compiled),
    readRecordValue(new TextEncoder().encode(value), compiled.steps, (bytes) => decoder.decode(bytes)),
  );
}

describe("example records", () => {
  it("are up to three that match, and one near miss for each condition", () => {
    const pattern = {
      value: { status: ["PAID", "SHIPPED"], amount: [{ numeric: [">", 100, "<=", 500] }], country: [{ "anything-but": "DE" }] },
    };
    const { matches, nearMisses, more } = examplesOf(pattern);
    expect(matches).toEqual([
      { format: "json", value: '{"status":"PAID","amount":101,"country":"other"}' },
      { format: "json", value: '{"status":"SHIPPED","amount":500,"country":"another"}' },
      { format: "json", value: '{"status":"PAID","amount":300,"country":"1"}' },
    ]);
    expect(nearMisses).toEqual([
      {
        format: "json",
        value: '{"status":"paid","amount":101,"country":"other"}',
        path: "value.status",
        expected: 'is "PAID" or "SHIPPED"',
        found: '"paid"',
      },
      {
        format: "json",
        value: '{"status":"PAID","amount":100,"country":"other"}',
        path: "value.amount",
        expected: "> 100 and ≤ 500",
        found: "100",
      },
      {
        format: "json",
        value: '{"status":"PAID","amount":101,"country":"DE"}',
        path: "value.country",
        expected: 'is not "DE"',
        found: '"DE"',
      },
    ]);
    expect(more).toBe(0);
  });

  it("are text where the pattern wants text", () => {
    const { matches, nearMisses } = examplesOf({ value: [{ prefix: "ERR" }] });
    expect(matches.map(({ format, value }) => [format, value])).toEqual([
      ["text", "ERR1"],
      ["text", "ERR"],
    ]);
    expect(nearMisses).toMatchObject([{ format: "text", value: "err1", path: "value" }]);
  });

  it("come from several branches of a choice", () => {
    const { matches, nearMisses } = examplesOf({ value: { a: [1], $or: [{ b: [2] }, { c: [3] }] } });
    expect(matches.map(({ value }) => value)).toEqual(['{"a":1,"b":2}', '{"a":1,"c":3}']);
    expect(nearMisses.map(({ value }) => value)).toEqual(['{"a":2,"b":2}', '{"a":1,"b":3}', '{"a":1,"c":4}']);
  });

  it("leave out a near miss that another branch keeps", () => {
    expect(examplesOf({ value: { $or: [{ a: ["x"] }, { a: [{ exists: true }] }] } }).nearMisses).toMatchObject([
      // Only without the field; that is the near miss of the second branch.
      { value: "{}" },
      { value: "{}" },
    ]);
  });

  it("have a list where there is a value and something below it", () => {
    expect(examplesOf({ value: { a: [1], "a.b": [2] } }).matches[0]?.value).toBe('{"a":[1,{"b":2}]}');
  });

  it.each([
    ["asks for no value", { status: ["ok"] }],
    ["asks text to be a number", { value: [5] }],
    ["asks for a key, too", { key: ["k"], value: { a: [1] } }],
    ["has a range with no number in it", { value: { a: [{ numeric: [">", 1, "<", 1.0000000000000002] }] } }],
  ])("are none when the pattern %s", (_, pattern) => {
    expect(examplesOf(pattern)).toEqual({ matches: [], nearMisses: [], more: 0 });
  });

  it("have no near miss for what everything satisfies", () => {
    const { matches, nearMisses } = examplesOf({ value: { a: [{ exists: true }, { exists: false }], b: [1] } });
    expect(matches.length).toBeGreaterThan(0);
    expect(nearMisses.map(({ path }) => path)).toEqual(["value.b"]);
  });

  it("are few for any pattern", () => {
    const fields = Object.fromEntries(Array.from({ length: 250 }, (_, index) => [`f${index}`, [index]]));
    const { matches, nearMisses, more } = examplesOf({ value: fields });
    expect(matches).toHaveLength(1);
    expect(nearMisses).toHaveLength(10);
    expect(more).toBe(240);
  });

  it("are what the engine says they are, and near misses differ from a match at one path", () => {
    let found = 0;
    fc.assert(
      fc.property(anyRecordPattern, (text) => {
        const read = readPatternOf(text);
        const { matches, nearMisses } = exampleRecords(read);
        for (const match of matches) expect(verdictOf(read, match)).toBe("kept");
        for (const miss of nearMisses) {
          expect(verdictOf(read, miss)).toBe("filteredOut");
          const valuesOf = ({ value, format }: ExampleRecord) =>
            new Map([...eventValues(format === "json" ? value : JSON.stringify(value), read.compiled.steps, "value").values]);
          const isNear = (match: ExampleRecord) => {
            const [mine, theirs] = [valuesOf(miss), valuesOf(match)];
            return [...new Set([...mine.keys(), ...theirs.keys()])].every(
              (path) => path === miss.path || JSON.stringify(shapes(mine.get(path))) === JSON.stringify(shapes(theirs.get(path))),
            );
          };
          expect(matches.some(isNear)).toBe(true);
        }
        found += matches.length;
        expect(exampleRecords(read)).toEqual({ matches, nearMisses, more: expect.any(Number) });
      }),
      { numRuns: 300 },
    );
    // Else the property would say nothing.
    expect(found).toBeGreaterThan(100);
  });
});

/** Values without the elements that they stand in: a list of two may become one value. */
function shapes(values: readonly { readonly kind: string; readonly text: string }[] | undefined) {
  return values?.map(({ kind, text }) => ({ kind, text }));
}
