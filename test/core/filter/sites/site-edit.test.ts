import { describe, expect, it } from "vitest";
import type { PatternSite } from "../../../../src/core/filter/pattern-site.ts";
import { sitesOf } from "../../../../src/core/filter/sites/filter-group.ts";
import { edited, search, siteIn, sitesIn } from "./searching.ts";

async function change(text: string, part: string, wanted: string, source = "criteria.yaml"): Promise<string | undefined> {
  return edited(text, await siteIn(text, source), part, wanted);
}

const criteria = (pattern: string) => `Filters:\n  - Pattern: ${pattern}\n    # the end\n`;

describe("an edit of a pattern that is text", () => {
  const json = '{"value":{"a":"it\'s"}}';
  const rows: readonly (readonly [style: string, before: string, after: string])[] = [
    ["single quotes", `'{"value":{"a":"it''s"}}'`, `'{"value":{"a":["it''s"]}}'`],
    ["double quotes", `"{\\"value\\":{\\"a\\":\\"it's\\"}}"`, `"{\\"value\\":{\\"a\\":[\\"it's\\"]}}"`],
    ["a block", `|-\n      {"value":{"a":"it's"}}`, `|-\n      {"value":{"a":["it's"]}}`],
  ];

  it.each(rows)("in %s is spelled as they ask for", async (_, before, after) => {
    const text = criteria(before);
    expect((await siteIn(text, "criteria.yaml")).text).toBe(json);
    expect(await change(text, '"it\'s"', '["it\'s"]')).toBe(criteria(after));
  });

  it("in JSON is escaped", async () => {
    const text = JSON.stringify({ Filters: [{ Pattern: '{"value":{"a":"b"}}' }] });
    expect(await change(text, '"b"', '["b"]', "criteria.json")).toBe(JSON.stringify({ Filters: [{ Pattern: '{"value":{"a":["b"]}}' }] }));
  });

  it("in a block of several lines keeps their indentation", async () => {
    const text = criteria('|\n      {"value":\n        {"a": "b"}}');
    expect(await change(text, '"b"', '[\n"b"]')).toBe(criteria('|\n      {"value":\n        {"a": [\n      "b"]}}'));
  });

  it("without quotes gets some where it needs them", async () => {
    expect(await change(criteria("ab"), "b", "c")).toBe(criteria("ac"));
    expect(await change(criteria("ab"), "b", ": c # d")).toBe(criteria('"a: c # d"'));
  });

  it("in a folded block is not made", async () => {
    expect(await change(criteria('>-\n      {"value":\n      {"a": "b"}}'), '"b"', '["b"]')).toBeUndefined();
  });

  it("is not made of line breaks where the style has no way to write them", async () => {
    expect(await change(criteria("'ab'"), "a", "a\nb")).toBeUndefined();
    expect(await change(criteria('"ab"'), "a", "a\nb")).toBe(criteria('"a\\nbb"'));
  });

  it("is not made where one anchor serves several filters", async () => {
    const text = "Filters:\n  - Pattern: &a '{}'\n  - Pattern: *a\n";
    for (const site of await sitesIn(text, "criteria.yaml")) expect(edited(text, site, "{}", "[]")).toBeUndefined();
  });

  it("is made where nobody uses the anchor", async () => {
    expect(await change("Filters:\n  - Pattern: &a '{}'\n", "{}", "[]")).toBe("Filters:\n  - Pattern: &a '[]'\n");
  });

  it("does not make a template of a text", async () => {
    const text = `Resources: {A: {Type: "AWS::Lambda::EventSourceMapping", Properties: {Topics: [a], FilterCriteria: {Filters: [{Pattern: !Sub '{"a":1}'}]}}}}`;
    expect(await change(text, "1", '["x"]', "t.yaml")).toBe(text.replace("1}", '["x"]}'));
    expect(await change(text, "1", `"\${x}"`, "t.yaml")).toBeUndefined();
  });

  it("is not made of what is unknown", async () => {
    const site = await siteIn("value: {a: [!Ref b]}", "p.yaml");
    expect(site.edit(0, 1, "x")).toBeUndefined();
  });

  it("may be an insertion", async () => {
    const text = criteria("'ab'");
    const site = await siteIn(text, "criteria.yaml");
    const at = (offset: number) => {
      const edit = site.edit(offset, offset, "-");
      return edit === undefined ? undefined : text.slice(0, edit.start) + edit.text + text.slice(edit.end);
    };
    expect([at(0), at(1), at(2)]).toEqual([criteria("'-ab'"), criteria("'a-b'"), criteria("'ab-'")]);
  });
});

describe("an edit of a pattern that is an object", () => {
  it.each<[what: string, before: string, part: string, wanted: string, after: string]>([
    ["a value without quotes", "status: ok", '"ok"', '["ok"]', 'status: ["ok"]'],
    ["a value in quotes", "status: 'o''k'", '"o\'k"', '["o\'k"]', 'status: ["o\'k"]'],
    ["a number", "status: 0x10", "16", "[16]", "status: [16]"],
    ["a name", "status: [{Prefix: a}]", '"Prefix"', '"prefix"', 'status: [{"prefix": a}]'],
    ["a part of a name", "status: [{Prefix: a}]", "P", "p", "status: [{prefix: a}]"],
    ["a part of a text", 'status: ["a\\tb"]', "a\\t", "c", 'status: ["cb"]'],
    [
      "a part of a list in brackets",
      'status: [{numeric: ["<", 5, ">=", 1]}]',
      '"<",5,">=",1',
      '">=",1,"<",5',
      'status: [{numeric: [">=",1,"<",5]}]',
    ],
    [
      "a list of lines, which becomes one in brackets",
      'status:\n          - numeric:\n              - "<"\n              - 5\n              - ">="\n              - 1',
      '"<",5,">=",1',
      '">=",1,"<",5',
      'status:\n          - numeric:\n              [">=",1,"<",5]',
    ],
  ])("changes %s", async (_, before, part, wanted, after) => {
    const text = (inner: string) => `Filters:\n  - Pattern:\n      value:\n        ${inner} # why\n        other: [x]\n`;
    expect(await change(text(before), part, wanted)).toBe(text(after));
  });

  it("changes a block of text, without what follows it", async () => {
    const text = (inner: string) => `value:\n  a: ${inner}\n\n  # the rest\n  b: [x]\n`;
    expect(await change(text("|-\n    ok"), '"ok"', '["ok"]', "p.yaml")).toBe(text('["ok"]'));
  });

  it("changes JSON in JSON", async () => {
    const text = '{"Filters": [ {"Pattern": {"value": {"a": "b", "a": 1.0}}} ]}';
    expect(await change(text, '"b"', '["b"]', "criteria.json")).toBe('{"Filters": [ {"Pattern": {"value": {"a": ["b"], "a": 1.0}}} ]}');
  });

  it("changes a file that is nothing but the pattern", async () => {
    expect(await change('{ "value": {"a": "b"} }', '"b"', '["b"]', "pattern.json")).toBe('{ "value": {"a": ["b"]} }');
  });

  it("is not made where a part of it is shared with another pattern", async () => {
    const text = "Filters:\n  - Pattern: {value: {a: &a [x], b: [y]}}\n  - Pattern: {value: {a: *a, b: [z]}}\n";
    const [first, second] = await sitesIn(text, "criteria.yaml");
    const tried = (site: PatternSite | undefined, part: string) => (site === undefined ? undefined : edited(text, site, part, '"new"'));
    expect([tried(first, '"x"'), tried(second, '"x"')]).toEqual([undefined, undefined]);
    expect(tried(second, '"z"')).toBe(text.replace("[z]", '["new"]'));
  });

  it("is not made of what is no JSON", async () => {
    expect(await change("value: {a: b}", '"b"', '["b"', "p.yaml")).toBeUndefined();
  });

  it("finds its pattern again among several documents", async () => {
    const text = "value: {a: x}\n---\nvalue: {a: x}\n";
    const [, second] = sitesOf((await search(text, "p.yaml")).groups);
    expect(second === undefined ? undefined : edited(text, second, '"x"', '["x"]')).toBe('value: {a: x}\n---\nvalue: {a: ["x"]}\n');
  });
});
