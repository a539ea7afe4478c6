import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePattern } from "../../../src/core/filter/parse-pattern.ts";
import type { Pattern } from "../../../src/core/filter/pattern.ts";
import { printPattern } from "../../../src/core/filter/print-pattern.ts";
import { anyPattern } from "./random-patterns.ts";

function parsed(text: string): Pattern {
  const { pattern } = parsePattern(text);
  if (pattern === undefined) throw new Error(`no pattern: ${text}`);
  return pattern;
}

/** What a pattern says, without where it stands. */
function meaningOf({ root }: Pattern): unknown {
  return JSON.parse(JSON.stringify(root, (name, value) => (["start", "end", "nameSpan"].includes(name) ? undefined : value)));
}

describe("a printed pattern", () => {
  it.each([
    [' { "a" : [ 1.50 , -0, 3.0e2, true, null, "x" ] } ', '{"a":[1.50,-0,3.0e2,true,null,"x"]}'],
    ['{"a":{"b":["x"]},"a.b":["y"],"a":["z"]}', '{"a":{"b":["x"]},"a.b":["y"],"a":["z"]}'],
    ['{"$or": [{"a": [1]}, {"b": [2]}]}', '{"$or":[{"a":[1]},{"b":[2]}]}'],
    ['{"a":[{"prefix": "x"}, {"suffix": {"equals-ignore-case": "y"}}]}', '{"a":[{"prefix":"x"},{"suffix":{"equals-ignore-case":"y"}}]}'],
    ['{"a":[{"numeric": [">", 1.0, "<=", 5]}, {"exists": false}]}', '{"a":[{"numeric":[">",1.0,"<=",5]},{"exists":false}]}'],
    ['{"a":[{"anything-but": "x"}, {"anything-but": ["x"]}]}', '{"a":[{"anything-but":"x"},{"anything-but":["x"]}]}'],
    [
      '{"a":[{"anything-but": 1.0}, {"anything-but": {"prefix": ["x", "y"]}}]}',
      '{"a":[{"anything-but":1.0},{"anything-but":{"prefix":["x","y"]}}]}',
    ],
    [
      '{"a":[{"cidr": "10.0.0.0/8"}, {"wildcard": "\\\\*"}, {"exactly": "1.2.3.4"}]}',
      '{"a":[{"cidr":"10.0.0.0/8"},{"wildcard":"\\\\*"},{"exactly":"1.2.3.4"}]}',
    ],
    ['{"\\u0061\\n":["\\ud800"]}', '{"a\\n":["\\ud800"]}'],
  ])("of %s is %s", (text, printed) => {
    expect(printPattern(parsed(text))).toBe(printed);
  });

  it("reads as the same pattern", () => {
    fc.assert(
      fc.property(anyPattern, (text) => {
        const pattern = parsed(text);
        const printed = printPattern(pattern);
        expect(meaningOf(parsed(printed))).toEqual(meaningOf(pattern));
        expect(printPattern(parsed(printed))).toBe(printed);
      }),
      { numRuns: 300 },
    );
  });
});
