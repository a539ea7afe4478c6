import { describe, expect, it } from "vitest";
import { readPatternDocuments } from "../../../src/platform/documents/pattern-documents.ts";
import { errorOf } from "../../support/aws.ts";

async function syntaxOf(text: string, source: string): Promise<string | undefined> {
  return (await readPatternDocuments(text, source))[0]?.syntax;
}

describe("a file is read", () => {
  it.each<[source: string, text: string, syntax: string | undefined]>([
    ["a.json", '{"a":1}', "json"],
    ["a.yaml", '{"a":1}', "yaml"],
    ["a.yml", "a: 1", "yaml"],
    ["a.template", '\n{"a":1}', "json"],
    ["a.template", "a: !Ref b", "yaml"],
    ["a.template", "{a: !Ref b}", "yaml"],
    ["-", '["a"]', "json"],
    ["-", "a: 1", "yaml"],
    ["-", '"a": 1', "yaml"],
    ["-", "{a: 1}", "yaml"],
    ["a.json", " \n", undefined],
    ["-", "", undefined],
  ])("%s with %j: %s", async (source, text, syntax) => {
    expect(await syntaxOf(text, source)).toBe(syntax);
  });

  it("with both of two members of one name, when it is JSON", async () => {
    const [document] = await readPatternDocuments('{"a":1,"b":2,"a":3}', "a.json");
    const root = document?.root;
    if (root?.kind !== "object") return expect.unreachable("it is an object");
    expect(root.members().map(({ name }) => name)).toEqual(["a", "b", "a"]);
    return expect(root.member("a")?.value).toMatchObject({ text: "3" });
  });

  it("with names and texts that have escapes", async () => {
    const [document] = await readPatternDocuments('{"\\u0061b":"\\ud83d\\ude00\\/"}', "a.json");
    const root = document?.root;
    if (root?.kind !== "object") return expect.unreachable("it is an object");
    expect(root.member("ab")?.value).toMatchObject({ text: "😀/", plain: false });
    return expect([root.member("\\u0061b"), root.member("a")]).toEqual([undefined, undefined]);
  });
});

describe("a file that does not parse is refused with its place", () => {
  it.each<[source: string, text: string, message: string]>([
    ["a.json", '{"a": 1,\n "b": }', 'a.json:2:7: a value was expected, not "}"'],
    ["a.json", "a: 1", 'a.json:1:1: a value was expected, not "a"'],
    ["-", '{"a": [1, 2}', 'standard input:1:12: a comma or ] was expected, not "}"'],
  ])("%s with %j", async (source, text, message) => {
    expect(await errorOf(readPatternDocuments(text, source))).toMatchObject({ code: "malformed-file", message, details: { file: source } });
  });

  it("with the place in YAML for a YAML file", async () => {
    expect(await errorOf(readPatternDocuments('{"a": 1', "a.yaml"))).toMatchObject({
      code: "malformed-file",
      details: { line: 1, column: 8 },
    });
  });

  it.each([
    ["a.json", "nested deeper than 500 levels"],
    ["-", "nested deeper than 500 levels"],
    ["a.yaml", "nested deeper than 200 levels"],
  ])("%s with 10,000 nested lists", async (source, reason) => {
    const error = await errorOf(readPatternDocuments("[".repeat(10_000) + "]".repeat(10_000), source));
    expect(error.message).toContain(reason);
  });
});
