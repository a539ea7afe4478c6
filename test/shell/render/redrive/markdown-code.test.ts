import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { markdownBlock, markdownCode } from "../../../../src/shell/render/redrive/markdown-code.ts";

describe("markdownCode", () => {
  it.each([
    ["orders", "`orders`"],
    ["<script>alert(1)</script> @admin [x](http://evil) **b**", "`<script>alert(1)</script> @admin [x](http://evil) **b**`"],
    ["a`b", "``a`b``"],
    ["`a``b", "``` `a``b ```"],
    ["a|b", "`a\\x7cb`"],
    ["a\\|b", "`a\\\\x7cb`"],
    [" a", "`  a `"],
    ["a\nb\u001b", "`a\\x0ab\\x1b`"],
    ["", "–"],
    ["  ", "–"],
  ])("%j becomes %s", (text, code) => expect(markdownCode(text)).toBe(code));

  it("opens and closes with a fence that is nowhere inside, on one line, without a pipe", () => {
    const text = fc.string({ unit: fc.constantFrom("`", "|", "\\", " ", "a", "\n", "<", "\u202e") });
    fc.assert(
      fc.property(text, (given) => {
        const code = markdownCode(given);
        if (code === "–") return;
        const [, fence = "", inside = ""] = /^(`+)(.*)\1$/s.exec(code) ?? [];
        expect(fence).not.toBe("");
        expect([...inside.matchAll(/`+/g)].some(([ticks]) => ticks.length === fence.length)).toBe(false);
        expect(inside).not.toMatch(/[|\n]/);
      }),
    );
  });
});

describe("a block", () => {
  it("cannot be ended from within, nor steer anything", () => {
    expect(markdownBlock("a: 1\n```\n<b>\u001b[2J")).toBe("````\na: 1\n```\n<b>\\x1b[2J\n````");
  });
});
