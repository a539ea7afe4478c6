import { describe, expect, it } from "vitest";
import { explainRecord } from "../../../src/core/filter/explain/explain.ts";
import { malformedFilter } from "../../../src/core/filter/explain/malformed-filter.ts";
import { renderExplainedFilters } from "../../../src/shell/render/explained-filters.ts";
import type { ExplainedFilter } from "../../../src/shell/render/explanation-document.ts";
import { readPatternOf } from "../../core/filter/explain/reading.ts";
import { plainLook } from "./look.ts";

function explained(text: string, value: string): ExplainedFilter {
  return { kind: "record", text, words: [], explanation: explainRecord(readPatternOf(text), value, () => undefined) };
}

const record = { source: "--record", sample: {} };
const [first, second] = ['{"value":{"a":[1]}}', '{"value":{"b":[2]}}'];

describe("explained filters", () => {
  it("of which there is one have no head", () => {
    expect(renderExplainedFilters([explained(first, '{"a":1}')], record, plainLook(80))[0]).toBe("✔ kept");
  });

  it("stand one below the other, with what they come to", () => {
    expect(
      renderExplainedFilters(
        [first, second].map((text) => explained(text, '{"b":2}')),
        record,
        plainLook(80),
      ).join("\n"),
    ).toBe(
      `filter 1 of 2 · {"value":{"a":[1]}}
✖ filtered out
└ ✖ value.a  is 1  found nothing

filter 2 of 2 · {"value":{"b":[2]}}
✔ kept
└ ✔ value.b  is 2  found 2

delivered: kept by filter 2`,
    );
  });

  it("may not parse: then lint's finding stands there, and nothing is said of them together", () => {
    const linted = malformedFilter('{"value":{"a":1}}', "--pattern, filter 2");
    const filters: ExplainedFilter[] = [explained(first, '{"a":1}'), { kind: "malformed", text: linted.site.text ?? "", linted }];
    expect(renderExplainedFilters(filters, record, plainLook(80)).slice(4)).toEqual([
      'filter 2 of 2 · {"value":{"a":1}}',
      expect.stringMatching(/^--pattern, filter 2:1:15 {2}error {4}MSK1\d\d/),
      expect.anything(),
      '     1 │ {"value":{"a":1}}',
      "       │               ~",
      expect.anything(),
      expect.stringContaining("[1]"),
    ]);
  });

  it("have nothing to say of a record that cannot be decoded", () => {
    const undecodable = { source: "orders.avro", line: 3, sample: { undecodable: "a block that is damaged or too large" } };
    expect(renderExplainedFilters([{ kind: "undecodable", text: first, words: [] }], undecodable, plainLook(80))).toEqual([
      "✖ orders.avro:3 cannot be decoded: a block that is damaged or too large",
    ]);
  });
});
