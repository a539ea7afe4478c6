import { describe, expect, it } from "vitest";
import { clipboardSequence } from "../../../src/shell/tui/clipboard.ts";

describe("text for the clipboard", () => {
  it.each([
    ["mskctl lag orders", "mskctl lag orders"],
    ["mskctl lag 'é日'", "mskctl lag 'é日'"],
    ["mskctl lag x\nrm -rf .\u0007\u001b]52;c;AAAA", "mskctl lag x rm -rf . ]52;c;AAAA"],
  ])("%j is sent as one sequence that nothing in it can end", (text, sent) => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these begin and end the sequence.
    const [, encoded = ""] = /^\u001b]52;c;([A-Za-z0-9+/=]*)\u0007$/.exec(clipboardSequence(text)) ?? [];
    expect(Buffer.from(encoded, "base64").toString("utf8")).toBe(sent);
  });
});
