import { describe, expect, it } from "vitest";
import { sitesOf } from "../../../../src/core/filter/sites/filter-group.ts";
import { groupsIn, lineFrom, search, siteIn, sitesIn, textsByPath } from "./searching.ts";

const pattern = '{"value":{"status":["new"]}}';

describe("a pattern by itself", () => {
  it("keeps the text of a JSON file as it is written: spaces, numbers, doubled names", async () => {
    const text = '\n {"value": {\n  "a": [1.0, 0.10], "a": [12345678901234567890]\n}} \n';
    const site = await siteIn(text, "pattern.json");
    expect(site).toMatchObject({ text: text.trim(), source: "pattern.json", path: "pattern", group: "pattern" });
    expect([site.positionOf(0), site.positionOf(text.trim().indexOf("0.10"))]).toEqual([
      { line: 2, column: 2 },
      { line: 3, column: 14 },
    ]);
    expect(site.positionOf(1_000)).toEqual({ line: 4, column: 3 });
  });

  it("becomes JSON when it is YAML", async () => {
    const text = "value:\n  status: [new, yes, 0x10, ~, .5, +1, 1.50, 1_000]\n  text: |\n    a\n    b\n  null: [on]\n";
    const site = await siteIn(text, "pattern.yaml");
    expect(site.text).toBe('{"value":{"status":["new","yes",16,null,0.5,1,1.50,"1_000"],"text":"a\\nb\\n","null":["on"]}}');
    expect(lineFrom(text, site.positionOf(site.text?.indexOf("16") ?? 0))).toMatch(/^0x10/);
    expect(lineFrom(text, site.positionOf(site.text?.indexOf("b\\n") ?? 0))).toBe("b");
  });

  it("is one pattern a document in a stream", async () => {
    expect(textsByPath(await sitesIn("value: {a: [1]}\n---\nvalue: {b: [2]}\n", "patterns.yaml"))).toEqual({
      "document[0]": '{"value":{"a":[1]}}',
      "document[1]": '{"value":{"b":[2]}}',
    });
  });

  it("may be a text of JSON", async () => {
    expect(textsByPath(await sitesIn(JSON.stringify(pattern), "-"))).toEqual({ pattern });
    expect(textsByPath(await sitesIn(`'${pattern}'`, "pattern.yaml"))).toEqual({ pattern });
  });

  it("cannot be written with a number that JSON cannot hold, or with tags", async () => {
    expect((await siteIn("value: {a: [.inf]}", "p.yaml")).unknown).toBe(".inf is a number that JSON cannot hold");
    expect((await siteIn("value: {a: [!Ref b]}", "p.yaml")).unknown).toBe("!Ref is a YAML tag that means nothing here");
  });
});

describe("what could be a pattern", () => {
  const objects: readonly (readonly [text: string, named: boolean, inFolder: boolean])[] = [
    [pattern, true, true],
    ['{"$or":[{"value":["a"]},{"value":["b"]}]}', true, true],
    ['{"value":["a"],"topic":["t"]}', true, false],
    ['{"value":"text"}', true, false],
    ['{"status":["new"]}', true, false],
    ['{"status":"new"}', true, false],
    ['{"body":{"a":[1]}, "x": 1}', true, false],
    [`{"Pattern":${JSON.stringify(pattern)}}`, true, true],
    [`{"Pattern":${pattern}}`, true, true],
    ['{"Pattern":"*.txt"}', true, false],
    [`{"Filters":[{"Pattern":${pattern}}]}`, true, true],
    [`{"Filters":[{"Pattern":${pattern}}],"Other":1}`, true, false],
    ['{"Filters":[]}', true, false],
    [`[${pattern}]`, true, true],
    [`[{"Pattern":${pattern}}]`, true, true],
    [`[${JSON.stringify(pattern)}]`, true, true],
    ['{"name":"shop","dependencies":{"a":"1"}}', false, false],
    ['"just text"', false, false],
    ["null", false, false],
    ["5", false, false],
    ["[]", false, false],
    ['["a","b"]', false, false],
    ['[{"a":1,"b":{}}]', false, false],
    ['{"AWSTemplateFormatVersion":"2010-09-09"}', false, false],
    ['{"terraform":{"required_version":"1"}}', false, false],
  ];

  it.each(objects)("%s: named %s, in a folder %s", async (text, named, inFolder) => {
    const isFound = async (asNamed: boolean) => (await search(text, "file.json", { named: asNamed })).groups.length > 0;
    expect([await isFound(true), await isFound(false)]).toEqual([named, inFolder]);
  });
});

describe("a FilterCriteria and a list", () => {
  it("have filters of one mapping", async () => {
    const text = `Filters:\n  - Pattern: '${pattern}'\n  - Pattern: ${pattern}\n`;
    const [group, ...others] = await groupsIn(text, "criteria.yaml");
    expect(others).toEqual([]);
    expect(group).toMatchObject({ group: "filters", path: "Filters", position: { line: 1, column: 1 } });
    expect(textsByPath(sitesOf(group === undefined ? [] : [group]))).toEqual({
      "Filters[0].Pattern": pattern,
      "Filters[1].Pattern": pattern,
    });
  });

  it("may be a list of filters, of objects, or of text", async () => {
    expect(textsByPath(await sitesIn(`[{"Pattern":${pattern}},{"Pattern":""}]`, "a.json"))).toEqual({
      "[0].Pattern": pattern,
      "[1].Pattern": "",
    });
    expect(textsByPath(await sitesIn(`[${pattern}, ${JSON.stringify(pattern)}]`, "a.json"))).toEqual({ "[0]": pattern, "[1]": pattern });
  });

  it("tell where a pattern is missing", async () => {
    const [group] = await groupsIn('{"Filters":[{}, {"pattern":"{}"}, {"Pattern":null}, null]}', "a.json");
    expect(group?.filters).toEqual([
      { kind: "no-pattern", path: "Filters[0]", position: { line: 1, column: 13 }, names: [] },
      { kind: "no-pattern", path: "Filters[1]", position: { line: 1, column: 17 }, names: ["pattern"] },
      { kind: "no-pattern", path: "Filters[2]", position: { line: 1, column: 35 }, names: ["Pattern"] },
      { kind: "no-pattern", path: "Filters[3]", position: { line: 1, column: 53 }, names: [] },
    ]);
  });
});

describe("a mapping spec", () => {
  const specs = `Name: orders
FunctionName: orders
Topics: [orders]
FilterCriteria:
  Filters:
    - Pattern: { value: { status: [new] } }
    - Pattern: |-
        {"value":
          {"a": ["b"]}}
---
FunctionName: payments
FilterCriteria: { Filters: [] }
---
FunctionName: unfiltered
Topics: [a]
`;

  it("has a group by its name; a stream has one for each", async () => {
    const groups = await groupsIn(specs, "specs.yaml");
    expect(groups.map(({ group, path, filters }) => [group, path, filters.length])).toEqual([
      ["document[0] (orders)", "document[0].FilterCriteria.Filters", 2],
      ["document[1]", "document[1].FilterCriteria.Filters", 0],
    ]);
    expect(textsByPath(await sitesIn(specs, "specs.yaml"))).toEqual({
      "document[0].FilterCriteria.Filters[0].Pattern": pattern,
      "document[0].FilterCriteria.Filters[1].Pattern": '{"value":\n  {"a": ["b"]}}',
    });
  });

  it("alone in its file is called by its name", async () => {
    expect(await siteIn(`Name: orders\nFilterCriteria: {Filters: [{Pattern: x}]}\n`, "orders.yaml")).toMatchObject({
      group: "orders",
      path: "FilterCriteria.Filters[0].Pattern",
    });
  });

  it.each(["specs", "EventSourceMappings"])("may stand in a list of %s, with mappings of other sources", async (name) => {
    const filters = { FilterCriteria: { Filters: [{ Pattern: "{}" }] } };
    const list = [
      { UUID: "u-1", ...filters, Topics: ["a"] },
      { ...filters, EventSourceArn: "arn:aws:sqs:eu-central-1:1:q" },
    ];
    const { groups, leftOut } = await search(JSON.stringify({ [name]: list }), "list.json");
    expect(groups.map(({ group, path }) => [group, path])).toEqual([[`${name}[0] (u-1)`, `${name}[0].FilterCriteria.Filters`]]);
    expect([...leftOut]).toEqual([["SQS", 1]]);
  });

  it("may be one of a list", async () => {
    const text = JSON.stringify([
      { Name: "a", FilterCriteria: { Filters: [{ Pattern: "{}" }] } },
      { Name: "b", FilterCriteria: {} },
    ]);
    expect((await groupsIn(text, "specs.json")).map(({ group, path, filters }) => [group, path, filters.length])).toEqual([
      ["[0] (a)", "[0].FilterCriteria.Filters", 1],
      ["[1] (b)", "[1].FilterCriteria", 0],
    ]);
  });
});
