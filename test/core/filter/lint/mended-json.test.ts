import { describe, expect, it } from "vitest";
import { isPatternText, mendedJson } from "../../../../src/core/filter/lint/mended-json.ts";
import { parsePattern } from "../../../../src/core/filter/parse-pattern.ts";

function mended(text: string): string | undefined {
  return mendedJson(text, parsePattern(text).errors[0]?.start ?? 0)?.text;
}

describe("accidents on the way of a pattern", () => {
  it.each(["{'value':{'a':['x']}}", "{value:{a:['x']}}", '\'{"value":{"a":["x"]}}\'', '{“value”:{"a":["x"]}}'])(
    "%s becomes a pattern, or nothing",
    (text) => {
      const result = mended(text);
      if (result !== undefined) expect(isPatternText(result)).toBe(true);
    },
  );

  it("does not touch what stands inside of texts", () => {
    expect(mended('{"value":{"a":["x, y: z"],}}')).toBe('{"value":{"a":["x, y: z"]}}');
    expect(mended('{"value":{"a":["[{"]}')).toBe('{"value":{"a":["[{"]}}');
  });

  it("gives no text when the rest is wrong, too", () => {
    const text = "{'value':{'a':'x'}}";
    expect(mendedJson(text, 1)).toEqual({ problem: "names and texts want double quotes" });
  });

  it("knows nothing of other accidents", () => {
    expect(mendedJson('{"value":{"a":[01]}}', 15)).toBeUndefined();
  });
});
