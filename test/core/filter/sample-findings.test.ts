import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { plainLineCounter } from "../../../src/core/filter/plain-line-counter.ts";
import { sampleCounts } from "../../../src/core/filter/sample-counts.ts";
import { sampleFindings, sampleRules } from "../../../src/core/filter/sample-findings.ts";
import { SampleRun } from "../../../src/core/filter/sample-run.ts";
import { bytesOf, decodeUtf8, kafkaFilterOf, textOf } from "./matching.ts";

function findingsOf(pattern: unknown, values: readonly string[]) {
  const filters = [kafkaFilterOf(pattern)];
  const run = new SampleRun(filters, { decodeUtf8, closeLooks: 100, lineCounter: plainLineCounter(filters, decodeUtf8) });
  run.take({ kind: "lines", source: "s", firstLine: 1, bytes: bytesOf(values.map((value) => `${value}\n`).join("")) });
  const counts = sampleCounts(filters, run.result, false);
  const [observations = []] = run.result.observations;
  const [filterCounts] = counts.filters;
  if (filterCounts === undefined) throw new Error("no filter");
  const text = textOf(pattern);
  return sampleFindings({ root: { start: 0, end: text.length }, observations, counts: filterCounts }, counts).map((finding) => ({
    ...finding,
    at: text.slice(finding.start, finding.end),
  }));
}

const idsOf = (pattern: unknown, values: readonly string[]) => findingsOf(pattern, values).map(({ id }) => id);

describe("what samples say of a filter", () => {
  it.each(sampleRules)("$id stands in docs/findings.md", ({ id, title }) => {
    expect(readFileSync(new URL("../../../docs/findings.md", import.meta.url), "utf8")).toContain(`| ${id} | warning | ${title} |`);
  });

  it("is nothing without samples, and nothing where all is well", () => {
    expect(findingsOf({ value: { a: ["x"] } }, [])).toEqual([]);
    expect(findingsOf({ value: { a: ["x"] } }, ['{"a":"x"}', '{"a":"y"}'])).toEqual([]);
  });

  it("MSK131: no sample matches, with the values that are there", () => {
    const values = ['{"status":"PAID"}', '{"status":"PAID"}', '{"status":"NEW"}', '{"status":"NEW"}'];
    expect(findingsOf({ value: { status: ["DONE"] } }, values)).toMatchObject([
      {
        id: "MSK131",
        severity: "warning",
        at: '["DONE"]',
        message: 'No sample matches: value.status is never "DONE".',
        evidence: {
          samples: 4,
          found: [
            { value: "PAID", count: 2 },
            { value: "NEW", count: 2 },
          ],
        },
      },
    ]);
  });

  it("MSK130: records bypass", () => {
    expect(findingsOf({ value: { a: ["x"] } }, ["text", '{"a":"x"}'])).toMatchObject([
      { id: "MSK130", message: "1 sample (50 %) bypassed this filter: the format does not fit the pattern. Lambda delivers such records." },
    ]);
  });

  it("MSK132: values of a kind that the pattern cannot match", () => {
    const [, wrongKind] = findingsOf({ value: { amount: [{ numeric: [">", 5] }] } }, ['{"amount":"250"}', '{"amount":"1"}']);
    expect(wrongKind).toMatchObject({
      id: "MSK132",
      path: "value.amount",
      message:
        "value.amount is text (it reads as a number) in 2 of 2 samples looked at. The pattern asks for a number and matches none of them.",
    });
  });

  it("MSK132 is not said where the right kind is there, or where both are asked for", () => {
    expect(idsOf({ value: { a: ["1"] } }, ['{"a":1}', '{"a":"1"}'])).toEqual([]);
    expect(idsOf({ value: { a: ["1", 1] } }, ['{"a":1}'])).toEqual([]);
  });

  it.each([
    ["MSK133", "exists on an object", { value: { a: [{ exists: false }] } }, ['{"a":{"b":1}}', "{}"]],
    ["MSK134", "anything-but does not match what is absent", { value: { a: [{ "anything-but": "x" }] } }, ['{"a":"y"}', "{}"]],
    ["MSK135", "anything-but and a list", { value: { a: [{ "anything-but": "x" }] } }, ['{"a":["x","y"]}']],
    ["MSK136", "null is not missing", { value: { a: [null] } }, ['{"a":null}', "{}"]],
    ["MSK137", "case", { value: { a: ["x"] } }, ['{"a":"x"}', '{"a":"X"}']],
    ["MSK139", "numbers beyond a double", { value: { a: [{ numeric: [">", 5] }] } }, ['{"a":9007199254740993}', '{"a":6}']],
    ["MSK138", "not in one element", { value: { l: { a: [1], b: [1] } } }, ['{"l":[{"a":1},{"b":1}]}', '{"l":[{"a":1,"b":1}]}']],
  ] as const)("%s: %s", (id, _, pattern, values) => {
    expect(idsOf(pattern, values)).toEqual([id]);
  });

  it("leaves alone what the author has thought of", () => {
    expect(idsOf({ value: { a: [{ "anything-but": "x" }, { exists: false }] } }, ['{"a":"y"}', "{}"])).toEqual([]);
    expect(idsOf({ value: { a: [null, { exists: false }] } }, ['{"a":null}', "{}"])).toEqual([]);
  });
});
