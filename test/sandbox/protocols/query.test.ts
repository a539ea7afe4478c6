import { describe, expect, it } from "vitest";
import { readQuery } from "../../../src/sandbox/protocols/query.ts";
import { list, map, number, readValue, string, structure } from "../../../src/sandbox/protocols/shape.ts";
import { escapeXml, writeXml } from "../../../src/sandbox/protocols/xml.ts";

const shape = structure({
  Name: string,
  Names: list(string),
  Parts: list(structure({ Id: string, Sizes: list(number) })),
  Labels: map(string),
  One: structure({ Id: string }),
});

const read = (form: string) => readValue(shape, readQuery(shape, new URLSearchParams(form)));

describe("the flat form", () => {
  it.each([
    ["Action=X&Version=1", {}],
    ["Name=a%20b", { Name: "a b" }],
    ["Name=", { Name: "" }],
    ["Names.member.1=a&Names.member.2=b", { Names: ["a", "b"] }],
    ["Names.member.10=c&Names.member.2=b&Names.member.1=a", { Names: ["a", "b", "c"] }],
    ["Names=", { Names: [] }],
    ["Parts.member.2.Id=q&Parts.member.1.Sizes.member.1=4&Parts.member.1.Id=p", { Parts: [{ Id: "p", Sizes: [4] }, { Id: "q" }] }],
    ["Labels.entry.1.key=k&Labels.entry.1.value=v", { Labels: new Map([["k", "v"]]) }],
    ["One.Id=x", { One: { Id: "x" } }],
    ["__proto__.polluted=1&constructor.x=1", {}],
  ])("%s", (form, value) => {
    expect(read(form)).toEqual(value);
  });
});

describe("XML", () => {
  it("escapes what would end an element, and what XML cannot hold", () => {
    expect(escapeXml(`<a href="x">&'\u0000\u001b[31m\ud800 😀`)).toBe("&lt;a href=&quot;x&quot;&gt;&amp;&apos;\ufffd\ufffd[31m\ufffd 😀");
  });

  it("writes members in the order of the shape, lists as members and maps as entries", () => {
    const value = { Labels: new Map([["k", "v&"]]), Names: ["a", "b"], Name: undefined };
    expect(writeXml(shape, value)).toBe(
      "<Names><member>a</member><member>b</member></Names><Labels><entry><key>k</key><value>v&amp;</value></entry></Labels>",
    );
  });
});
