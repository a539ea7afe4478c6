import { describe, expect, it } from "vitest";
import { MskctlError } from "../../../src/core/errors.ts";
import { compactJson } from "../../../src/core/filter/sites/compact-json.ts";
import type { DocumentNode } from "../../../src/core/filter/sites/document-node.ts";
import { itemsOf, valueAt } from "../../../src/core/filter/sites/node-access.ts";
import { plainFormat } from "../../../src/core/filter/sites/source-format.ts";
import { yamlDocuments } from "../../../src/platform/documents/yaml-documents.ts";

function rootOf(text: string): DocumentNode {
  const [document] = yamlDocuments(text, "a.yaml");
  return document?.root ?? expect.unreachable("there should be a document");
}

/** A document as compact JSON, or why it is not known. */
function jsonOf(node: DocumentNode): string {
  const read = compactJson(node, plainFormat);
  return read.kind === "json" ? read.traced.text : `? ${read.reason}`;
}

function refusalOf(text: string): MskctlError {
  try {
    yamlDocuments(text, "a.yaml");
  } catch (error) {
    if (error instanceof MskctlError) return error;
    throw error;
  }
  return expect.unreachable("it should have been refused");
}

describe("YAML is read as", () => {
  it.each<[what: string, text: string, json: string]>([
    ["objects and lists", "a: [1, {b: c}]\nd:\n  - e\n  - f: g\n", '{"a":[1,{"b":"c"}],"d":["e",{"f":"g"}]}'],
    ["names without values", "a:\n? b\nc: {d, e: }\n", '{"a":null,"b":null,"c":{"d":null,"e":null}}'],
    ["names that look like numbers", "1: a\nyes: b\n2.0: c\n", '{"1":"a","yes":"b","2.0":"c"}'],
    ["aliases", "a: &x [1]\nb: {c: *x}\n", '{"a":[1],"b":{"c":[1]}}'],
    ["an anchor that is named twice", "a: &x 1\nb: *x\nc: &x 2\nd: *x\n", '{"a":1,"b":1,"c":2,"d":2}'],
    [
      "merges, in their place, behind what is there",
      "x: &x {a: 1, b: 2}\ny: {b: 3, <<: *x, c: 4}\n",
      '{"x":{"a":1,"b":2},"y":{"b":3,"a":1,"c":4}}',
    ],
    ["merges of several", "x: &x {a: 1}\ny: &y {a: 2, b: 2}\nz: {<<: [*x, *y]}\n", '{"x":{"a":1},"y":{"a":2,"b":2},"z":{"a":1,"b":2}}'],
    ["a quoted << as any name", 'a: {"<<": {b: 1}}', '{"a":{"<<":{"b":1}}}'],
    ["types that are told", "a: !!str 5\nb: !!int '5'\nc: ! 5\n", '{"a":"5","b":5,"c":"5"}'],
    ["__proto__ as any name", "__proto__: {polluted: true}\n", '{"__proto__":{"polluted":true}}'],
    ["JSON with tabs", '{\n\t"a": {\n\t\t"b": 1\n\t}\n}', '{"a":{"b":1}}'],
    ["lone surrogates", 'a: "\\ud800"', '{"a":"\\ud800"}'],
  ])("%s", (_, text, json) => {
    expect(jsonOf(rootOf(text))).toBe(json);
  });

  it("tags of CloudFormation, on text, lists and objects", () => {
    const root = rootOf("a: !Sub b\nc: !GetAtt d.e\nf: !If [g, !Ref h, i]\nj: !Transform {Name: k}\n");
    const tags = ["a", "c", "f", "j"].map((name) => valueAt(root, name)?.tag);
    expect(tags).toEqual(["!Sub", "!GetAtt", "!If", "!Transform"]);
    expect(itemsOf(valueAt(root, "f"))[1]?.tag).toBe("!Ref");
  });

  it("a stream, without its empty documents", () => {
    const documents = yamlDocuments("---\n---\na: 1\n---\n# nothing\n---\n- b\n", "a.yaml");
    expect(documents.map(({ root, index, count }) => [jsonOf(root), index, count])).toEqual([
      ['{"a":1}', 0, 2],
      ['["b"]', 1, 2],
    ]);
    expect(yamlDocuments("# nothing\n", "a.yaml")).toEqual([]);
  });
});

describe("nodes know where they end, without the comments and lines behind them", () => {
  it.each<[what: string, text: string, source: string]>([
    ["a block of lines", "a:\n  b: 1 # one\n  c: [2] # two\n\n# three\nd: 4\n", "b: 1 # one\n  c: [2]"],
    ["a list of lines", "a:\n  - 1\n  -\n    x: y # two\n\nd: 4\n", "- 1\n  -\n    x: y"],
    ["a text in lines", "a: |\n  b\n\n  c\n\nd: 4\n", "|\n  b\n\n  c"],
    ["quotes", "a: 'b' # c\n", "'b'"],
    ["nothing", "a: # c\nb: 1\n", ""],
    ["brackets", "a: { b: c,\n  d: e } # f\n", "{ b: c,\n  d: e }"],
  ])("%s", (_, text, source) => {
    const node = valueAt(rootOf(text), "a");
    expect(text.slice(node?.start, node?.end)).toBe(source);
  });
});

describe("what several places share is marked", () => {
  it("where it is written and where it is meant, and below", () => {
    const root = rootOf("a: &x {b: [1]}\nc: *x\nd: &y [2]\ne: {<<: *x}\n");
    const shared = (...path: string[]) => valueAt(root, ...path)?.shared;
    expect([shared("a"), shared("a", "b"), shared("c"), shared("c", "b"), shared("d"), shared("e"), shared("e", "b")]).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
      true,
    ]);
  });
});

describe("a changed text", () => {
  it("gives the same document of it, or none", () => {
    const [, second] = yamlDocuments("a: 1\n---\nb: 2\n", "a.yaml");
    expect(jsonOf(second?.reread("a: 1\n---\nb: 3\n")?.root ?? expect.unreachable("it parses"))).toBe('{"b":3}');
    expect(second?.reread("a: 1\n")).toBeUndefined();
    expect(second?.reread("a: [1\n")).toBeUndefined();
  });
});

describe("YAML that is refused, with its place", () => {
  const laughs = (names: string) =>
    [
      "a: &a [x, x]",
      ...names.split("").map((name, index) => `${name}: &${name} [${`*${"abcdefghijklmnopqrst"[index]}, `.repeat(9)}]`),
    ].join("\n");

  it.each<[what: string, text: string, line: number, column: number, reason: RegExp]>([
    ["an open list", "a: [1\nb: 2\n", 2, 1, /./],
    ["a tab as indentation", "a:\n\t- b\n", 2, 1, /[Tt]ab/],
    ["a doubled name", "a: 1\nb: {c: 1, d: 2, c: 3}\n", 2, 17, /must be unique/],
    ["a name that is no text", "? [x]\n: 2\n", 1, 3, /key/],
    ["an alias without an anchor", "a: *nope\n", 1, 4, /no anchor before this alias has the name nope/],
    ["an alias before its anchor", "a: *x\nb: &x 1\n", 1, 4, /no anchor before/],
    ["an alias inside what it stands for", "a: &x\n  - [*x]\n", 2, 6, /an alias inside what it stands for/],
    ["aliases that explode", laughs("bcdefghijklmnopqrst"), 8, 7, /stand for more than anybody could write out/],
    [
      "aliases that nest without end",
      Array.from({ length: 600 }, (_, n) => `k${n}: &k${n} [${n === 0 ? "" : `*k${n - 1}`}]`).join("\n"),
      501,
      13,
      /stand for more/,
    ],
    ["an error in a later document", "a: 1\n---\nb: {\n", 4, 1, /./],
    ["more than there is time for", `a: "${"x".repeat(4_000_000)}"`, 1, 1, /4 MB of YAML are more than mskctl reads/],
    ["brackets without end", "[".repeat(3_000_000), 1, 204, /nested deeper than 200 levels/],
    ["list items without end", "- ".repeat(500_000), 1, 406, /nested deeper than 200 levels/],
    ["objects without end", "{a: ".repeat(100_000), 1, 810, /nested deeper than 200 levels/],
    ["anchors without end", "&a ".repeat(1_300_000), 1, 900_001, /more than 600000 words and marks/],
    ["documents without end", "--- a\n".repeat(100_000), 20_002, 4, /more than 20000 documents/],
  ])("%s", (_, text, line, column, reason) => {
    const error = refusalOf(text);
    expect(error).toMatchObject({ code: "malformed-file", details: { file: "a.yaml", line, column } });
    expect(error.message).toMatch(reason);
  });

  it("keeps stack traces for everybody else", () => {
    const before = Error.stackTraceLimit;
    refusalOf("a: [1\nb: 2\n");
    expect(Error.stackTraceLimit).toBe(before);
  });
});
