import { describe, expect, it } from "vitest";
import { markdownText } from "../../../../src/shell/render/tune/markdown-text.ts";

describe("markdownText", () => {
  it.each([
    ["97 % of batches close on the window, with 43 of 100", "97 % of batches close on the window, with 43 of 100"],
    ["BatchSize 100 → 500; saves $75–$84 a month", "BatchSize 100 → 500; saves $75–$84 a month"],
    ["ask @admin", "ask `@admin`"],
    ["see http://evil.test/ or www.evil.test", "see `http://evil.test/` or `www.evil.test`"],
    ["<b>x</b> **bold** _a_ [l](u) #12", "`<b>x</b>` `**bold**` `_a_` `[l](u)` `#12`"],
    ["a|b :tada: a\nb", "`a\\x7cb` `:tada:` `a\\x0ab`"],
    ["on-demand at 12:00", "on-demand at 12:00"],
  ])("%j becomes %s", (text, shown) => expect(markdownText(text)).toBe(shown));
});
