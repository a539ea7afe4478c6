import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type JsonTape, readJson } from "../../../src/platform/documents/json-tape.ts";

const bounds = { levels: 50, values: 10_000, members: 1_000 };

function tapeOf(text: string): JsonTape {
  const read = readJson(text, bounds);
  return read.kind === "tape" ? read.tape : expect.unreachable(read.reason);
}

/** The value at an entry, put together from its parts alone. */
function jsonAt(text: string, tape: JsonTape, index: number): unknown {
  const source = text.slice(tape.startOf(index), tape.endOf(index));
  const parts: number[] = [];
  for (let part = index + 1; part < tape.next(index); part = tape.next(part)) parts.push(part);
  if (source.startsWith("[")) return parts.map((part) => jsonAt(text, tape, part));
  if (!source.startsWith("{")) return JSON.parse(source);
  return Object.fromEntries(parts.filter((_, at) => at % 2 === 0).map((name) => [jsonAt(text, tape, name), jsonAt(text, tape, name + 1)]));
}

describe("the tape of a JSON text", () => {
  it("has every value of it", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), fc.constantFrom(undefined, 2, "\t"), (json, indent) => {
        const text = ` ${JSON.stringify(JSON.parse(json), null, indent)}\r\n`;
        expect(jsonAt(text, tapeOf(text), 0)).toEqual(JSON.parse(text));
      }),
    );
  });

  it("has both of two members with one name", () => {
    const text = '{"a":1,"a":2}';
    const tape = tapeOf(text);
    expect([1, 2, 3, 4].map((index) => text.slice(tape.startOf(index), tape.endOf(index)))).toEqual(['"a"', "1", '"a"', "2"]);
  });
});

describe("what is no JSON", () => {
  it("is refused exactly when JSON.parse refuses it", () => {
    const parts = fc.constantFrom(
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      '"a"',
      '"',
      "1",
      "-",
      "0",
      "1.5",
      "1e5",
      "e",
      ".",
      "true",
      "null",
      "nul",
      " ",
      "\n",
      "\\",
      "\\n",
      "\\u00e9",
      "\\x",
      "\t",
      "/",
      "\u00a0",
    );
    const almost = fc
      .json()
      .chain((json) =>
        fc
          .tuple(fc.nat(json.length), fc.nat(2), fc.constantFrom("", ",", "}", '"', "1", "\\"))
          .map(([at, cut, put]) => json.slice(0, at) + put + json.slice(at + cut)),
      );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(parts, { maxLength: 8 }).map((some) => some.join("")),
          almost,
        ),
        (text) => {
          expect(readJson(text, bounds).kind).toBe(isJson(text) ? "tape" : "fault");
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it.each<[text: string, offset: number, reason: string]>([
    ["", 0, "a value was expected, not the end of the file"],
    ['{"a": [1, 2', 11, "a comma or ] was expected, not the end of the file"],
    ['{"a": 1 "b": 2}', 8, 'a comma or } was expected, not "\\""'],
    ['{"a": 1,}', 8, 'a name in double quotes was expected, not "}"'],
    ["{a: 1}", 1, 'a name in double quotes was expected, not "a"'],
    ['{"a" 1}', 5, 'a colon was expected behind the name, not "1"'],
    ["[1,]", 3, 'a value was expected, not "]"'],
    ["[01]", 1, 'a value was expected, not "01"'],
    ["[undefined]", 1, 'a value was expected, not "undefined"'],
    ["[1 // one\n]", 3, "a comma or ] was expected, not a comment, which JSON does not have"],
    ["# a\n[]", 0, "a value was expected, not a comment, which JSON does not have"],
    ["{} {}", 3, '"{" comes behind the end of the JSON'],
    ['["a\nb"]', 3, "a line break or another control character inside a text"],
    ['["\\x41"]', 2, "JSON has no such escape"],
    ['["abc', 1, "a text that does not end"],
    ["[\ud800]", 1, 'a value was expected, not "\\ud800"'],
  ])("%j at %i: %s", (text, offset, reason) => {
    expect(readJson(text, bounds)).toEqual({ kind: "fault", offset, reason });
  });
});

describe("bounds", () => {
  it.each<[what: string, text: string, offset: number, reason: string]>([
    ["levels", "[".repeat(200_000), 50, "nested deeper than 50 levels"],
    ["levels of objects", '{"a":'.repeat(100_000), 250, "nested deeper than 50 levels"],
    ["members of a list", `[${"1,".repeat(1_000)}1]`, 2_000, "more than 1000 members in one list"],
    ["members of an object", `{${'"a":1,'.repeat(1_000)}"a":1}`, 6_000, "more than 1000 members in one object"],
    ["values", `[${"[1,1,1,1,1,1,1,1,1],".repeat(999)}[1,1,1,1,1,1,1,1,1,1,1,1,1]]`, 19_998, "more than 10000 values and names"],
  ])("of %s are held", (_, text, offset, reason) => {
    expect(readJson(text, bounds)).toEqual({ kind: "fault", offset, reason });
  });

  it("let through what is within them", () => {
    expect(readJson("[".repeat(50) + "]".repeat(50), bounds).kind).toBe("tape");
    expect(readJson(`[${"1,".repeat(999)}1]`, bounds).kind).toBe("tape");
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
