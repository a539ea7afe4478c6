import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, parseDocument, Scalar } from "yaml";
import type { ScalarNode } from "../../../src/core/filter/sites/document-node.ts";
import { valueAt } from "../../../src/core/filter/sites/node-access.ts";
import type { TracedText } from "../../../src/core/filter/sites/traced-text.ts";
import { readPatternDocuments } from "../../../src/platform/documents/pattern-documents.ts";
import { type ScalarStyle, spelledIn, tracedScalar } from "../../../src/platform/documents/scalar-offsets.ts";

/** The scalar at `a.b` of a file. */
async function scalarIn(text: string, source: string): Promise<ScalarNode> {
  const [document] = await readPatternDocuments(text, source);
  const node = valueAt(document?.root, "a", "b");
  return node?.kind === "scalar" ? node : expect.unreachable("a.b should be a scalar");
}

/** Each character (a pair of surrogates is one) with what is written for it. */
function written(
  text: string,
  traced: TracedText,
): { readonly character: string; readonly source: string; readonly start: number; readonly end: number }[] {
  let offset = 0;
  return [...traced.text].map((character) => {
    const { start } = traced.rangeOf(offset);
    const { end } = traced.rangeOf(offset + character.length - 1);
    offset += character.length;
    return { character, source: text.slice(start, end), start, end };
  });
}

const yamlFile = (scalar: string) => `a:\n  b: ${scalar}\n  c: d\n`;
const anyText = fc.string({ unit: "grapheme", maxLength: 30 });
const oddText = fc
  .array(fc.constantFrom(" ", "  ", "\n", "\t", "'", '"', "\\", "#", ": ", "- ", "é", "😀", "x", "{", "\u2028", "\x7f"), { maxLength: 12 })
  .map((parts) => parts.join(""));
const text = fc.oneof(anyText, oddText);
/** What blocks can hold. */
const lines = fc.array(fc.string({ unit: fc.constantFrom("a", " ", "'", '"', "\\", "#", "😀", "{"), maxLength: 8 }), {
  minLength: 1,
  maxLength: 5,
});

describe("each character of a text is traced to exactly what is written for it", () => {
  it("in JSON, where any character may be an escape", async () => {
    const spelling = fc
      .tuple(text, fc.infiniteStream(fc.boolean()))
      .map(([value, escapes]) =>
        [...value].map((character) => (escapes.next().value ? hex(character) : JSON.stringify(character).slice(1, -1))).join(""),
      );
    await fc.assert(
      fc.asyncProperty(spelling, async (inner) => {
        const file = `{"a": {"b": "${inner}"}}`;
        const { traced } = await scalarIn(file, "a.json");
        const pieces = written(file, traced());
        for (const { character, source } of pieces) expect(JSON.parse(`"${source}"`)).toBe(character);
        expect(pieces.map(({ source }) => source).join("")).toBe(inner);
      }),
    );
  });

  it("in double quotes, where any character may be an escape", async () => {
    const spelling = fc
      .tuple(text, fc.infiniteStream(fc.integer({ min: 0, max: 2 })))
      .map(([value, ways]) =>
        [...value].map((character) => [quoted(character), hex(character), longHex(character)][ways.next().value ?? 0]).join(""),
      );
    await fc.assert(
      fc.asyncProperty(spelling, async (inner) => {
        const file = yamlFile(`"${inner}"`);
        const pieces = written(file, (await scalarIn(file, "a.yaml")).traced());
        for (const { character, source } of pieces) expect(parse(`"${source}"`)).toBe(character);
        expect(pieces.map(({ source }) => source).join("")).toBe(inner);
      }),
    );
  });

  it("in single quotes and without quotes", async () => {
    const oneLine = text.filter((value) => !/[\n\r\u2028\u2029\p{Cc}\p{Cs}]/u.test(value));
    await fc.assert(
      fc.asyncProperty(oneLine, async (value) => {
        const file = yamlFile(`'${value.replaceAll("'", "''")}'`);
        const pieces = written(file, (await scalarIn(file, "a.yaml")).traced());
        expect(pieces.map(({ character }) => character).join("")).toBe(value);
        for (const { character, source } of pieces) expect(source).toBe(character === "'" ? "''" : character);
      }),
    );
    const plain = fc.stringMatching(/^[a-z]([a-z{}",'#\\]| [a-z{}",'\\]){0,20}$/);
    await fc.assert(
      fc.asyncProperty(plain, async (value) => {
        const file = yamlFile(value);
        const pieces = written(file, (await scalarIn(file, "a.yaml")).traced());
        for (const { character, source } of pieces) expect(source).toBe(character);
        expect(pieces.map(({ source }) => source).join("")).toBe(value);
      }),
    );
  });

  it.each<["|" | ">", "-" | "+" | ""]>([
    ["|", ""],
    ["|", "-"],
    ["|", "+"],
    [">", ""],
    [">", "-"],
    [">", "+"],
  ])("in blocks of %s%s", async (mark, chomping) => {
    await fc.assert(
      fc.asyncProperty(lines, fc.constantFrom("\n", "\r\n"), async (content, lineBreak) => {
        const file = [`a:`, `  b: ${mark}2${chomping}`, ...content.map((line) => `    ${line}`), "  c: d", ""].join(lineBreak);
        const scalar = await scalarIn(file, "a.yaml");
        const expected: unknown = parseDocument(file).getIn(["a", "b"]);
        const pieces = written(file, scalar.traced());
        expect(scalar.traced().text).toBe(expected);
        for (const { character, source } of pieces) {
          if (character === "\n") expect(source).toMatch(/^\s*\n\s*$/);
          else if (source !== " " && character === " ") expect(source).toMatch(/^\r?\n *$/);
          else expect(source).toBe(character);
        }
        expectInOrder(pieces);
      }),
    );
  });

  it.each<[style: string, scalar: string]>([
    ["without quotes", "one\n    two\n\n    three  \n\n\n    four"],
    ["in single quotes", "' one  \n    t''wo\n\n    three\n    \t\n\n    four '"],
    ["in double quotes", '" one\\t  \n    t\\"wo\n\n    three\\\n      and\n\n\n    four "'],
  ])("over several lines %s", async (_, scalar) => {
    const file = yamlFile(scalar);
    const node = await scalarIn(file, "a.yaml");
    expect(node.traced().text).toBe(parseDocument(file).getIn(["a", "b"]));
    const pieces = written(file, node.traced());
    for (const { character, source } of pieces) {
      if (source === character || source === "''" || source.startsWith("\\")) continue;
      // A fold: one break is a space, each further one is itself.
      expect([source.trim(), character]).toEqual(["", source.split("\n").length === 2 && character === " " ? " " : "\n"]);
    }
    expectInOrder(pieces);
    // Only the escaped line break stands for nothing.
    const unread = pieces.reduce((rest, { source }) => rest - source.length, scalar.replaceAll(/^["']|["']$/g, "").length);
    expect(unread).toBe(scalar.startsWith('"') ? "\\\n      ".length : 0);
  });
});

describe("what is spelled in a style", () => {
  const styles: readonly (readonly [style: ScalarStyle, type: Scalar.Type])[] = [
    ["single-quoted", Scalar.QUOTE_SINGLE],
    ["double-quoted", Scalar.QUOTE_DOUBLE],
  ];

  it.each(styles)("%s is read as it was, or refused", (style, type) => {
    fc.assert(
      fc.property(text, (value) => {
        const spelled = spelledIn(style, value);
        const quote = type === Scalar.QUOTE_SINGLE ? "'" : '"';
        if (spelled === undefined) expect(type).toBe(Scalar.QUOTE_SINGLE);
        else expect(parse(`${quote}${spelled}${quote}`)).toBe(value);
      }),
    );
  });

  it("in JSON is read as it was, lone surrogates too", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), (units) => {
        const value = String.fromCharCode(...units);
        expect(JSON.parse(`"${spelledIn("json", value)}"`)).toBe(value);
      }),
    );
    expect(spelledIn("json", "\ud800")).toBe("\\ud800");
  });

  it("in a block goes on below its first line, and in a folded one is refused", () => {
    expect(spelledIn("literal", "a\nb", "    ")).toBe("a\n    b");
    expect(spelledIn("literal", "\x00")).toBeUndefined();
    expect(spelledIn("folded", "a")).toBeUndefined();
  });
});

describe("the ends of a text", () => {
  it.each<[ScalarStyle, string, number]>([
    ["json", '""', 11],
    ["double-quoted", '""', 11],
    ["single-quoted", "''", 11],
    ["plain", "", 10],
  ])("of an empty one in %s are between the quotes", (style, source, at) => {
    expect(tracedScalar({ style, source, offset: 10 }).rangeOf(0)).toEqual({ start: at, end: at });
  });

  it("are the nearest places for offsets beyond them", () => {
    const traced = tracedScalar({ style: "json", source: '"a\\n"', offset: 0 });
    expect([traced.rangeOf(-1), traced.rangeOf(2), traced.rangeOf(99)]).toEqual([
      { start: 1, end: 2 },
      { start: 4, end: 4 },
      { start: 4, end: 4 },
    ]);
  });
});

function expectInOrder(pieces: readonly { readonly start: number; readonly end: number }[]): void {
  for (const [index, piece] of pieces.entries()) {
    expect(piece.end).toBeGreaterThanOrEqual(piece.start);
    expect(piece.start).toBeGreaterThanOrEqual(pieces[index - 1]?.start ?? 0);
  }
}

/** Each unit as an escape that JSON and YAML have. */
function hex(character: string): string {
  return character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}

function longHex(character: string): string {
  return `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, "0")}`;
}

/** As short as YAML allows inside double quotes in the middle of a line; spaces may be folded away at its ends. */
function quoted(character: string): string {
  if (character === " ") return "\\ ";
  return /[\p{Cc}\p{Cs}\u2028\u2029\ufeff]/u.test(character) ? longHex(character) : JSON.stringify(character).slice(1, -1);
}
