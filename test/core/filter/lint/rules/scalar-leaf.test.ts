import { describe, expect, it } from "vitest";
import { parsePattern } from "../../../../../src/core/filter/parse-pattern.ts";
import { edited, said } from "../lint-samples.ts";

describe("MSK101: a single value where a list belongs", () => {
  it("stands at the value, with the library's words", () => {
    expect(said("MSK101", '{"value":{"order":{"status":"ok"}}}')).toEqual([
      {
        severity: "error",
        message: "value.order.status has a single value where a list belongs. AWS refuses the pattern; a single value is a list of one.",
        path: "value.order.status",
        at: '"ok"',
        fix: '"status":["ok"]',
        evidence: { aws: '"status" must be an object or an array' },
      },
    ]);
  });

  it("is put into a list by --fix, all at once, and the result is a pattern", () => {
    const fixed = edited('{"value":{"a":"x","b":5,"c":true,"$or":[{"d":1.50},{"e":["y"]}]}}');
    expect(fixed).toBe('{"value":{"a":["x"],"b":[5],"c":[true],"$or":[{"d":[1.50]},{"e":["y"]}]}}');
    expect(parsePattern(fixed).errors).toEqual([]);
  });

  it("is not rewritten where something else may be meant", () => {
    for (const text of ['{"value":{"a":null}}', '{"value":"{\\"a\\":[1]}"}', '{"value":{"a":{"prefix":"x"}}}'])
      expect(edited(text)).toBe(text);
  });

  it("knows a part that was written as JSON twice", () => {
    expect(said("MSK101", '{"value":"{\\"a\\":[1]}"}')).toMatchObject([{ at: '"{\\"a\\":[1]}"', fix: '"value":{"a":[1]}' }]);
  });

  it("leaves operators to MSK115", () => {
    expect(said("MSK101", '{"value":{"a":{"prefix":"x"}}}')).toEqual([]);
    expect(said("MSK101", '{"prefix":"x"}')).toHaveLength(1);
  });
});
