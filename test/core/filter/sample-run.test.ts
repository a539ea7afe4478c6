import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainLineCounter } from "../../../src/core/filter/plain-line-counter.ts";
import type { Sample, SampleChunk } from "../../../src/core/filter/sample.ts";
import { sampleCounts } from "../../../src/core/filter/sample-counts.ts";
import { SampleRun } from "../../../src/core/filter/sample-run.ts";
import { bytesOf, decodeUtf8, kafkaFilterOf } from "./matching.ts";

function countsOf(patterns: readonly unknown[], chunks: readonly SampleChunk[], closeLooks = 1_000) {
  const filters = patterns.map(kafkaFilterOf);
  const run = new SampleRun(filters, { decodeUtf8, closeLooks, lineCounter: plainLineCounter(filters, decodeUtf8) });
  for (const chunk of chunks) run.take(chunk);
  return sampleCounts(filters, run.result, true);
}

const lines = (text: string, firstLine = 1): SampleChunk => ({ kind: "lines", source: "s", firstLine, bytes: bytesOf(text) });
const records = (...samples: readonly (Partial<Sample> | string | null)[]): SampleChunk => ({
  kind: "records",
  source: "s",
  samples: samples.map((each, index) => {
    if (each === null || typeof each === "string") return { line: index + 1, value: each === null ? null : bytesOf(each) };
    return { line: index + 1, value: null, ...each };
  }),
});

const paid = { value: { status: ["PAID"] } };

describe("samples through filters", () => {
  it("counts kept, filtered out, bypassed and undecodable, which sum up to the total", () => {
    const counts = countsOf([paid], [records('{"status":"PAID"}', '{"status":"NEW"}', "text", null, { undecodable: "no Avro" })]);
    expect(counts).toMatchObject({ total: 5, kept: 1, filteredOut: 1, bypassed: 2, undecodable: 1 });
    expect(counts.bypassReasons).toEqual([
      { reason: "text, the pattern wants JSON", count: 1 },
      { reason: "no value", count: 1 },
    ]);
    expect(counts.undecodableReasons).toEqual([{ reason: "no Avro", count: 1 }]);
  });

  it("says for each filter what it takes, and where the first ones stand", () => {
    const counts = countsOf([paid, { value: { status: ["NEW"] } }], [lines('{"status":"PAID"}\n\n{"status":"NEW"}\r\n{"status":"OLD"}\n')]);
    expect(counts).toMatchObject({ total: 3, kept: 2, filteredOut: 1 });
    expect(counts.filters).toMatchObject([
      { kept: 1, filteredOut: 2, firstKept: [{ source: "s", line: 1 }], firstFilteredOut: [{ line: 3 }, { line: 4 }] },
      { kept: 1, filteredOut: 2, firstKept: [{ source: "s", line: 3 }] },
    ]);
  });

  it("says which condition rejects how many, and why", () => {
    const pattern = { value: { amount: [{ numeric: [">", 100] }], status: ["PAID"] } };
    const counts = countsOf(
      [pattern],
      [
        lines(
          '{"status":"NEW","amount":1}\n{"status":"NEW","amount":1}\n{"status":1,"amount":1}\n{"amount":1}\n{"status":"PAID","amount":"250"}\n',
        ),
      ],
    );
    expect(counts.filters[0]?.rejectedBy).toEqual([
      {
        path: "value.status",
        operator: "equals",
        count: 4,
        reason: 'value.status is "NEW" in 50 % · absent in 25 % · a number in 25 %; the pattern asks for text',
      },
      {
        path: "value.amount",
        operator: "numeric",
        count: 1,
        reason: "value.amount is text in 100 %; the pattern asks for a number",
      },
    ]);
  });

  it("names no value that only one record has", () => {
    const counts = countsOf([{ value: { token: ["x"] } }], [lines('{"token":"secret-1"}\n{"token":"secret-2"}\n{"token":"secret-3"}\n')]);
    expect(JSON.stringify(counts)).not.toContain("secret");
  });

  it("tells an object from nothing", () => {
    const counts = countsOf([{ value: { a: [{ exists: true }] } }], [lines('{"a":{"b":1}}\n{"a":[]}\n{}\n{"a":{}}\n')]);
    expect(counts.filters[0]?.rejectedBy[0]?.reason).toBe("value.a is an object or an empty list in 75 % · absent in 25 %");
  });

  it("compares with what the author expects", () => {
    const counts = countsOf(
      [paid],
      [
        records(
          { value: bytesOf('{"status":"PAID"}'), expect: true },
          { value: bytesOf('{"status":"NEW"}'), expect: true },
          { value: bytesOf("text"), expect: false },
          { value: bytesOf('{"status":"NEW"}'), expect: false },
          { undecodable: "no Avro", expect: true },
          { value: bytesOf('{"status":"NEW"}') },
        ),
      ],
    );
    expect(counts.expectations).toEqual({
      total: 5,
      passed: 2,
      failed: [
        { source: "s", line: 2, expected: "delivered", actual: "filteredOut" },
        { source: "s", line: 3, expected: "filtered out", actual: "bypassed" },
        { source: "s", line: 5, expected: "delivered", actual: "undecodable" },
      ],
    });
  });

  it("comes to the same counts however many are looked at closely", () => {
    const value = fc.constantFrom('{"status":"PAID"}', '{"status":"NEW"}', '{"a":1}', "text", "", '{"status":["NEW","PAID"]}');
    fc.assert(
      fc.property(fc.array(value, { maxLength: 20 }), fc.nat({ max: 25 }), fc.nat({ max: 20 }), (values, closeLooks, cut) => {
        const [head, tail] = [values.slice(0, cut), values.slice(cut)];
        const text = (each: readonly string[]) => each.map((line) => `${line}\n`).join("");
        const chunks = [lines(text(head)), lines(text(tail), head.length + 1)];
        const withoutReasons = (looks: number) => {
          const { assumed: _, filters, ...others } = countsOf([paid], chunks, looks);
          return { ...others, filters: filters.map((filter) => ({ ...filter, rejectedBy: filter.rejectedBy.map(({ count }) => count) })) };
        };
        expect(withoutReasons(closeLooks)).toEqual(withoutReasons(100));
      }),
    );
  });
});
