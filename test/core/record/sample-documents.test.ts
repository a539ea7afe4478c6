import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DocumentSplitter, type FoundDocument } from "../../../src/core/record/sample-documents.ts";
import { utf8 } from "../../support/samples.ts";

type Shown = [line: number, text: string] | [line: number, text: "", broken: string];

/** What is found when `bytes` come in pieces of `pieceBytes`. */
function documentsIn(text: string, { pieceBytes = 1_000, limitBytes = 1_000 } = {}): Shown[] {
  const splitter = new DocumentSplitter(limitBytes);
  const bytes = utf8(text);
  const shown = ({ line, bytes: found, broken }: FoundDocument): Shown =>
    broken === undefined ? [line, Buffer.from(found).toString()] : [line, "", broken];
  const all: Shown[] = [];
  for (let start = 0; start < bytes.length; start += pieceBytes) {
    // Each piece is spoilt behind: what is held must be a copy.
    const piece = Buffer.from(bytes.subarray(start, start + pieceBytes));
    for (const found of splitter.push(piece)) all.push(shown(found));
    piece.fill(0x21);
  }
  for (const found of splitter.end()) all.push(shown(found));
  return all;
}

const breaksOff = "a JSON document that breaks off";
const noObject = "no JSON object";

describe("splitting documents", () => {
  it.each<[string, string, Shown[]]>([
    ["nothing", "", []],
    ["blanks", " \r\n\t\n", []],
    ["a document", '{"a":1}', [[1, '{"a":1}']]],
    ["a document over several lines", '\n{\n  "a": [\n    1\n  ]\n}\n', [[2, '{\n  "a": [\n    1\n  ]\n}']]],
    [
      "documents behind each other",
      '{"a":1}{"b":2} [3]\n{\n}',
      [
        [1, '{"a":1}'],
        [1, '{"b":2}'],
        [1, "[3]"],
        [2, "{\n}"],
      ],
    ],
    ["brackets and quotes in strings", '{"}":"\\"}{[\\\\"}', [[1, '{"}":"\\"}{[\\\\"}']]],
    ["a document whose parts begin lines", '{\n"a":\n{\n"b":[\n{\n},\n{\n}]\n}\n}', [[1, '{\n"a":\n{\n"b":[\n{\n},\n{\n}]\n}\n}']]],
    [
      "Windows line ends",
      '{\r\n "a": 1\r\n}\r\n{}',
      [
        [1, '{\r\n "a": 1\r\n}'],
        [4, "{}"],
      ],
    ],
  ])("finds %s", (_, text, expected) => {
    expect(documentsIn(text)).toEqual(expected);
  });

  it.each<[string, string, Shown[]]>([
    [
      "text between documents",
      '{}\nhello {}\n{"a":1}',
      [
        [1, "{}"],
        [2, "", noObject],
        [3, '{"a":1}'],
      ],
    ],
    [
      "text at the end",
      "{}\nhello",
      [
        [1, "{}"],
        [2, "", noObject],
      ],
    ],
    [
      "a scalar",
      "5\n{}",
      [
        [1, "", noObject],
        [2, "{}"],
      ],
    ],
    [
      "a bracket too many",
      "{}}\n{}",
      [
        [1, "{}"],
        [1, "", noObject],
        [2, "{}"],
      ],
    ],
    [
      "an end in a document",
      '{}\n{"a":[',
      [
        [1, "{}"],
        [2, "", breaksOff],
      ],
    ],
    ["an end in a string", '{"a', [[1, "", breaksOff]]],
    ["an end in an escape", '{"a\\', [[1, "", breaksOff]]],
    [
      "a line end in a string",
      '{"a": "b\n  "c": {}\n{}',
      [
        [1, "", breaksOff],
        [3, "{}"],
      ],
    ],
    [
      "a line end in an escape",
      '{"a\\\n"}\n{}',
      [
        [1, "", breaksOff],
        [3, "{}"],
      ],
    ],
    [
      "a document cut off behind a value",
      '{\n "a": 1\n{\n "b": 2\n}',
      [
        [1, "", breaksOff],
        [3, '{\n "b": 2\n}'],
      ],
    ],
    // Here the grammar alone would take the second for a part of the first.
    [
      "a document cut off behind a comma",
      '{\n "a": [\n  1,\n{\n "b": 2\n}\n',
      [
        [1, "", breaksOff],
        [4, '{\n "b": 2\n}'],
      ],
    ],
    [
      "a document cut off within a line",
      '{"a": 1 {"b": 2}}\n {}\n{"c": 3}',
      [
        [1, "", breaksOff],
        [3, '{"c": 3}'],
      ],
    ],
    [
      "two that are cut off",
      '{\n "a": [\n{\n "b": [\n{}',
      [
        [1, "", breaksOff],
        [3, "", breaksOff],
        [5, "{}"],
      ],
    ],
  ])("goes on behind %s", (_, text, expected) => {
    expect(documentsIn(text)).toEqual(expected);
  });

  it("leaves it to others whether brackets belong together", () => {
    expect(documentsIn("{]{}")).toEqual([
      [1, "{]"],
      [1, "{}"],
    ]);
  });

  it("does not hold a document that is too large, and finds the next one", () => {
    const large = `{"a":"${"x".repeat(30)}"}`;
    const expected: Shown[] = [
      [1, "{}"],
      [2, "", "a JSON document of more than 37 bytes"],
      [3, '{"b":2}'],
    ];
    expect(documentsIn(`{}\n${large}\n{"b":2}`, { limitBytes: 37 })).toEqual(expected);
    expect(documentsIn(`{}\n${large}\n{"b":2}`, { limitBytes: 37, pieceBytes: 7 })).toEqual(expected);
    expect(documentsIn(large, { limitBytes: 38, pieceBytes: 7 })).toEqual([[1, large]]);
  });

  it("finds the same in pieces of any size", () => {
    const part = fc.constantFrom("{", "}", "[", "]", ",", ":", '"', "\\", "\n", "\n{", " ", "1", '{"a":1}', '{\n  "b": [\n  ]\n}\n', "é");
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 30 }),
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom(12, 1_000),
        (parts, pieceBytes, limitBytes) => {
          const text = parts.join("");
          expect(documentsIn(text, { pieceBytes, limitBytes })).toEqual(documentsIn(text, { limitBytes }));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it("gives back any documents, printed in any way", () => {
    const printed = fc.tuple(fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue())), fc.constantFrom(0, 2, "\t"));
    fc.assert(
      fc.property(fc.array(printed), fc.constantFrom("\n", "", "\r\n\n"), (values, between) => {
        const texts = values.map(([value, indent]) => JSON.stringify(value, null, indent));
        expect(documentsIn(texts.join(between), { limitBytes: 100_000 }).map(([, text]) => text)).toEqual(texts);
      }),
    );
  });
});
