import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { JsonSyntaxError, JsonTokens } from "../../../src/core/filter/json-tokens.ts";

function kindsOf(text: string): string[] {
  const tokens = new JsonTokens(text);
  const kinds: string[] = [];
  for (let kind = tokens.next(); kind !== "end"; kind = tokens.next()) kinds.push(kind);
  return kinds;
}

function failure(text: string): JsonSyntaxError {
  try {
    kindsOf(text);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return error;
  }
  throw new Error(`${text} was taken for JSON`);
}

describe("JSON token by token", () => {
  it("gives each token with its place", () => {
    const tokens = new JsonTokens(' {"a\\u0062": [1e5, null]}');
    const seen: [string, string][] = [];
    for (let kind = tokens.next(); kind !== "end"; kind = tokens.next()) seen.push([kind, tokens.text.slice(tokens.start, tokens.end)]);
    expect(seen).toEqual([
      ["{", "{"],
      ["name", '"a\\u0062"'],
      ["[", "["],
      ["number", "1e5"],
      ["null", "null"],
      ["]", "]"],
      ["}", "}"],
    ]);
  });

  it("resolves escapes", () => {
    const tokens = new JsonTokens(String.raw`"\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00"`);
    tokens.next();
    expect(tokens.string()).toBe('"\\/\b\f\n\r\té😀');
  });

  it("ends with the value at the top and tells whether something follows", () => {
    const tokens = new JsonTokens("{} {");
    expect([tokens.next(), tokens.next(), tokens.next(), tokens.next()]).toEqual(["{", "}", "end", "end"]);
    expect(tokens.restIsBlank()).toBe(false);
    const alone = new JsonTokens("{} \n");
    alone.next();
    alone.next();
    expect(alone.restIsBlank()).toBe(true);
  });

  it.each([
    ['{"a":1,}', 7],
    ['{"a" 1}', 5],
    ["[1 2]", 3],
    ["[1,]", 3],
    ["{,}", 1],
    ["[01]", 1],
    ["[1.]", 1],
    ["[.5]", 1],
    ["[+1]", 1],
    ["[tru]", 1],
    ["[nullx]", 1],
    ["[NaN]", 1],
    ['["a\nb"]', 3],
    ['["\\x"]', 2],
    ['["\\u12g4"]', 2],
    ["['a']", 1],
    ["[1}", 2],
  ])("refuses %s at %i", (text, offset) => {
    expect(failure(text).offset).toBe(offset);
  });

  it.each(["", "{", '{"a"', '{"a":', "[1", '"abc'])("refuses %j, which ends too early", (text) => {
    expect(failure(text).message).toContain("ends");
  });

  it("takes exactly what JSON.parse takes", () => {
    const nearJson = fc.oneof(
      fc.json(),
      fc.string({ unit: fc.constantFrom("{", "}", "[", "]", '"', ":", ",", "1", "-", ".", "e", "a", "\\", "u", " ", "true", "null") }),
    );
    fc.assert(
      fc.property(nearJson, (text) => {
        const parses = (read: () => unknown) => {
          try {
            return read() !== false;
          } catch {
            return false;
          }
        };
        const wholly = parses(() => {
          const tokens = new JsonTokens(text);
          while (tokens.next() !== "end");
          return tokens.restIsBlank();
        });
        expect(wholly).toBe(parses(() => [JSON.parse(text)]));
      }),
    );
  });

  it("goes through any depth", () => {
    const depth = 200_000;
    expect(kindsOf("[".repeat(depth) + "]".repeat(depth))).toHaveLength(2 * depth);
  });
});
