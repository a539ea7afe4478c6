import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { html } from "../../../../../src/shell/render/tune/report/markup.ts";

describe("html", () => {
  it.each([
    ["<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"],
    [`" onload='x' `, "&quot; onload=&#39;x&#39; "],
    ["a & b &amp; c", "a &amp; b &amp;amp; c"],
    ["\u202edcba\u0000\u001b[31m", "\\u202edcba\\x00\\x1b[31m"],
    ["orders ← 界", "orders ← 界"],
  ])("escapes %j", (text, escaped) => expect(html`<b>${text}</b>`.text).toBe(`<b>${escaped}</b>`));

  it("leaves markup as it is, once it is some", () => {
    const inner = html`<i>${"<"}</i>`;
    expect(html`<p>${inner}${[inner, "&"]}${undefined}</p>`.text).toBe("<p><i>&lt;</i><i>&lt;</i>&amp;</p>");
  });

  it("takes no object for markup that only looks like it", () => {
    const forged = JSON.parse('{"text":"<script>"}') as string;
    expect(() => html`${forged}`.text.includes("<script>")).toThrow(/map/);
  });

  it("writes coordinates with two digits", () => expect(html`${1 / 3} ${100} ${-0.001}`.text).toBe("0.33 100 0"));

  it("lets no text end a tag, an attribute or a line, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(html`${text}`.text).not.toMatch(/[<>"'\p{Cc}\u202e]/u);
        expect(html`${text}`.text).not.toMatch(/&(?!(amp|lt|gt|quot|#39);)/);
      }),
    );
  });
});
