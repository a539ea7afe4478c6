import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MskctlError } from "../../../src/core/errors.ts";
import { readDocuments, writeDocuments } from "../../../src/platform/documents/documents.ts";

function valuesOf(text: string): unknown[] {
  return readDocuments(text, "spec.yaml").map(({ value }) => value);
}

function refusalOf(text: string): MskctlError {
  try {
    readDocuments(text, "spec.yaml");
  } catch (error) {
    if (error instanceof MskctlError) return error;
    throw error;
  }
  return expect.unreachable("it should have been refused");
}

describe("reading", () => {
  it.each<[string, string, unknown[]]>([
    ["one YAML document", "BatchSize: 10\n", [{ BatchSize: 10 }]],
    ["a YAML stream", "a: 1\n---\nb: 2\n", [{ a: 1 }, { b: 2 }]],
    ["a stream with empty documents", "---\n---\na: 1\n---\n# nothing\n", [{ a: 1 }]],
    ["one JSON object", '{"a": "\\ud83d\\ude00\\/", "b": [1.5, null, true]}', [{ a: "😀/", b: [1.5, null, true] }]],
    ["JSON indented by tabs", '{\n\t"a": {\n\t\t"b": 1\n\t}\n}', [{ a: { b: 1 } }]],
    ["a JSON list", '[{"a": 1}, {"b": 2}]', [{ a: 1 }, { b: 2 }]],
    ["a YAML list", "- a: 1\n- b: 2\n", [{ a: 1 }, { b: 2 }]],
    ["text after a byte order mark", "\uFEFFa: 1\n", [{ a: 1 }]],
    ["times and words of YAML 1.1 as text", "t: 2026-11-23T12:00:00Z\nu: yes\n", [{ t: "2026-11-23T12:00:00Z", u: "yes" }]],
    ["a few aliases", "a: &x [1]\nb: [*x, *x]\n", [{ a: [1], b: [[1], [1]] }]],
    ["numbers of many forms", "[0x1F, 1e3, -0.5, 9007199254740991, 0.000001]", [31, 1_000, -0.5, 9_007_199_254_740_991, 0.000001]],
    ["keys that look like numbers as text", "Tags:\n  42: x\n", [{ Tags: { "42": "x" } }]],
  ])("takes %s", (_, text, expected) => {
    expect(valuesOf(text)).toEqual(expected);
  });

  it("takes __proto__ for a key like any other", () => {
    const [value] = valuesOf('{"__proto__": {"polluted": true}, "a": {"__proto__": 1}}') as [Record<string, unknown>];
    expect(Object.keys(value)).toEqual(["__proto__", "a"]);
    expect(value["polluted"]).toBeUndefined();
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});

describe("refusing", () => {
  const laughs = [
    "a: &a [x, x]",
    ..."bcdefghij".split("").map((name, index) => `${name}: &${name} [${`*${"abcdefghi"[index]}, `.repeat(9)}]`),
  ].join("\n");

  it.each<[string, string, number, number, RegExp]>([
    ["an open list", "a: [1\nb: 2\n", 2, 1, /./],
    ["a tab as indentation", "a:\n\t- b\n", 2, 1, /[Tt]ab/],
    ["a doubled key", "a: 1\nb: 2\na: 3\n", 3, 1, /unique/],
    ["a doubled key in JSON", '{"a": 1, "a": 2}', 1, 10, /unique/],
    ["a tag that means nothing here", "a:\n  b: !Sub x\n", 2, 6, /!Sub/],
    ["an alias without an anchor", "a: *nope\n", 1, 1, /nope/],
    ["aliases that explode", laughs, 1, 1, /alias/],
    ["a key that is no text", "a: 1\n? [x]\n: 2\n", 2, 3, /key/],
    ["an error in a later document", "a: 1\n---\nb: {\n", 4, 1, /./],
    ["an empty file", "", 1, 1, /nothing in this file/],
    ["only comments", "# a\n", 1, 1, /nothing in this file/],
    ["a number that would be another one", "a: 1\nb: [1, 9007199254740993]\n", 2, 8, /9007199254740993 is more than a number can hold/],
    ["a number without end", "a: .inf\n", 1, 4, /\.inf/],
    ["more fields than anything has", Array.from({ length: 1_001 }, (_, n) => `k${n}: 1`).join("\n"), 1, 1, /more than 1000 fields/],
    ["more fields than anything has in JSON", `{${Array.from({ length: 1_001 }, (_, n) => `"k${n}": 1`)}}`, 1, 1, /more than 1000 fields/],
    ["a file too large", `a: "${"x".repeat(4_000_000)}"`, 1, 1, /too large/],
  ])("%s, with its place", (_, text, line, column, reason) => {
    const error = refusalOf(text);
    expect(error).toMatchObject({ code: "malformed-file", details: { file: "spec.yaml", line, column } });
    expect(error.message).toMatch(new RegExp(`^spec\\.yaml:${line}:${column}: `));
    expect(error.message).toMatch(reason);
  });

  it.each([
    ["brackets", "[".repeat(200_000)],
    ["objects", '{"a":'.repeat(50_000)],
    ["list items", "- ".repeat(50_000)],
    ["keys of keys", "? ".repeat(50_000)],
  ])("nesting without end: %s", (_, text) => {
    expect(refusalOf(text)).toMatchObject({ code: "malformed-file", message: expect.stringContaining("nested deeper than 64 levels") });
  });
});

describe("positions", () => {
  const text = `FunctionName: orders
FilterCriteria:
  Filters:
    - Pattern: one
    - Pattern: two
Tags: { team: shop, a.b: c }
Copy: &copy
  Inner: 1
Again: *copy
`;

  it.each<[path: (string | number)[], line: number, column: number]>([
    [[], 1, 1],
    [["FunctionName"], 1, 1],
    [["FilterCriteria", "Filters"], 3, 3],
    [["FilterCriteria", "Filters", 1], 5, 7],
    [["FilterCriteria", "Filters", 1, "Pattern"], 5, 7],
    [["Tags", "team"], 6, 9],
    [["Tags", "a.b"], 6, 21],
    [["Again", "Inner"], 8, 3],
    [["FilterCriteria", "Filters", 7, "Pattern"], 3, 3],
    [["FilterCriteria", "Nothing"], 2, 1],
    [["Nothing"], 1, 1],
  ])("%j stands at %i:%i", (path, line, column) => {
    expect(readDocuments(text, "spec.yaml")[0]?.positionOf(path)).toEqual({ line, column });
  });

  it("count within the whole file for later documents and list items", () => {
    expect(readDocuments("a: 1\n---\nb: 2\n", "x")[1]?.positionOf(["b"])).toEqual({ line: 3, column: 1 });
    expect(readDocuments('[{"a": 1},\n {"b": 2}]', "x")[1]?.positionOf(["b"])).toEqual({ line: 2, column: 3 });
  });
});

describe("writing", () => {
  const specs = [
    { Name: "orders", FilterCriteria: { Filters: [{ Pattern: `{"value":{"a":["${"x".repeat(100)}"]}}` }] }, Tags: { on: "yes" } },
    { Name: "b", Topics: ["b"] },
  ];

  it("gives a YAML stream that people can edit", () => {
    expect(writeDocuments(specs, "yaml")).toBe(`Name: orders
FilterCriteria:
  Filters:
    - Pattern: '{"value":{"a":["${"x".repeat(100)}"]}}'
Tags:
  "on": "yes"
---
Name: b
Topics:
  - b
`);
  });

  it("gives a JSON object for one, a list for several", () => {
    expect(writeDocuments([{ a: 1 }], "json")).toBe('{\n  "a": 1\n}\n');
    expect(JSON.parse(writeDocuments(specs, "json"))).toEqual(specs);
  });

  it("repeats what is shared instead of naming it", () => {
    const shared = { x: 1 };
    expect(writeDocuments([{ a: shared, b: shared }], "yaml")).toBe("a:\n  x: 1\nb:\n  x: 1\n");
  });

  it.each(["yaml", "json"] as const)("is read back as it was (%s)", (format) => {
    const shortNumbers = (_key: string, member: unknown) => (typeof member === "number" ? Number(member.toPrecision(15)) : member);
    const value = fc
      .dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 }), { noNullPrototype: true })
      .map((each) => JSON.parse(JSON.stringify(each), shortNumbers));
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 4 }), (values) => {
        expect(valuesOf(writeDocuments(values, format))).toEqual(values);
      }),
    );
  });
});
