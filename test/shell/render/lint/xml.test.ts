import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { xmlDocument } from "../../../../src/shell/render/lint/xml.ts";
import { anyText } from "./any-text.ts";
import { isChar, readXml } from "./read-xml.ts";

const inText = (content: string) => xmlDocument({ name: "a", attributes: [], content }).split("\n").slice(1).join("\n");
const inAttribute = (value: string) =>
  xmlDocument({ name: "a", attributes: [["b", value]] })
    .split("\n")
    .slice(1)
    .join("\n");

const codeOf = (character: string) => character.codePointAt(0) ?? 0;

describe("XML", () => {
  it("has an element a line, but for those with text", () => {
    const root = {
      name: "suite",
      attributes: [
        ["name", "x"],
        ["tests", 2],
      ] as const,
      content: [
        { name: "case", attributes: [] },
        { name: "case", attributes: [], content: "a\nb" },
      ],
    };
    expect(xmlDocument(root)).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<suite name="x" tests="2">\n  <case/>\n  <case>a\nb</case>\n</suite>',
    );
  });

  it.each([
    ["markup", '<&>"]]>', '&lt;&amp;&gt;"]]&gt;', "&lt;&amp;&gt;&quot;]]&gt;"],
    ["line breaks", "a\nb\r\tc", "a\nb&#xd;&#x9;c", "a&#xa;b&#xd;&#x9;c"],
    ["what XML cannot carry", "\u001b\u0000\ud800\uffff", "\\u001b\\u0000\\ud800\\uffff", "\\u001b\\u0000\\ud800\\uffff"],
    ["what a terminal would obey or not show", "\u009b\u202e\u200b", "&#x9b;&#x202e;&#x200b;", "&#x9b;&#x202e;&#x200b;"],
    ["letters of all scripts", "größe 日本 😀", "größe 日本 😀", "größe 日本 😀"],
  ])("escapes %s", (_, raw, text, value) => {
    expect(inText(raw)).toBe(`<a>${text}</a>`);
    expect(inAttribute(raw)).toBe(`<a b="${value}"/>`);
  });

  it("gives back what was put in, whatever it is, and is never broken by it", () => {
    const anything = anyText(["<", "&", '"', "]]>", "\n", "\r", "\t", "\u0000", "\ud800", "\udc00", "\ufffe", "&#x0;"]);
    fc.assert(
      fc.property(anything, (raw) => {
        const { text, attributes } = readXml(xmlDocument({ name: "a", attributes: [["b", raw]], content: raw }));
        // A pair may come together from two pieces, so what is lone is asked of the whole.
        const shown = [...raw].map((character) =>
          isChar(character) ? character : `\\u${codeOf(character).toString(16).padStart(4, "0")}`,
        );
        expect(text).toBe(shown.join(""));
        expect(attributes.get("b")).toBe(shown.join(""));
      }),
    );
  });
});
