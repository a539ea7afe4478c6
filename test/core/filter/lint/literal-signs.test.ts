import { describe, expect, it } from "vitest";
import type { ComparedText } from "../../../../src/core/filter/lint/compared-texts.ts";
import { literalSigns } from "../../../../src/core/filter/lint/literal-signs.ts";

const whole: Omit<ComparedText, "text"> = {
  path: "value.a",
  part: "whole",
  excluded: false,
  operator: undefined,
  ignoresCase: false,
  start: 0,
  end: 0,
};

describe("signs that a text is not meant as it is", () => {
  it.each(["application/json", "https://example.com/?q=[a]", "10.50 €", "-", "Müller & Söhne", "a_b-c", "{0}", "50%", "#1", "1+1"])(
    "%s has none",
    (text) => {
      expect(literalSigns({ ...whole, text })).toBeUndefined();
    },
  );

  it("looks only at the edges that are compared with an edge", () => {
    expect(literalSigns({ ...whole, part: "start", text: "a " })).toBeUndefined();
    expect(literalSigns({ ...whole, part: "start", text: " a" })).toBeDefined();
    expect(literalSigns({ ...whole, part: "end", text: " a" })).toBeUndefined();
    expect(literalSigns({ ...whole, part: "end", text: "a " })).toBeDefined();
  });

  it("shortens what is long", () => {
    expect(literalSigns({ ...whole, text: `${"x".repeat(5_000)}*` })?.message.length).toBeLessThan(200);
  });
});
