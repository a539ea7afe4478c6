import { describe, expect, it } from "vitest";
import { quotedText, shortToken, shownPath } from "../../../src/core/filter/quoted-text.ts";

describe("texts that are shown", () => {
  it("are quoted as JSON quotes them", () => {
    expect(quotedText('say "hi"\n')).toBe('"say \\"hi\\"\\n"');
  });

  it("show what would hide or move the cursor", () => {
    expect(quotedText("\u001b[2J\u202e\ud800\u200b")).toBe('"\\u001b[2J\\u202e\\ud800\\u200b"');
  });

  it("are cut between characters, and say so outside of the quotes", () => {
    expect(quotedText("x".repeat(60))).toBe(`"${"x".repeat(60)}"`);
    expect(quotedText("😀".repeat(61))).toBe(`"${"😀".repeat(60)}"…`);
    expect(quotedText("x".repeat(10_000_000))).toHaveLength(63);
  });

  it("are cut when they are numbers, too", () => {
    expect(shortToken("1".repeat(60))).toBe("1".repeat(60));
    expect(shortToken("1".repeat(61))).toBe(`${"1".repeat(60)}…`);
  });

  it("keep the end of a path, since the field is what is asked about", () => {
    expect(shownPath("value.a")).toBe("value.a");
    expect(shownPath("")).toBe('""');
    expect(shownPath(`${"a.".repeat(1000)}\u001bstatus`)).toMatch(/^….{150,}\.\\x1bstatus$/);
  });
});
