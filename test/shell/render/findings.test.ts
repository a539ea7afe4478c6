import { describe, expect, it } from "vitest";
import type { Finding } from "../../../src/core/finding.ts";
import { countFindings, renderFindings } from "../../../src/shell/render/findings.ts";
import { plainLook } from "./look.ts";

const failing: Finding = {
  id: "MSK021",
  severity: "error",
  message: "The function fails: 41 % of invocations in the last 15 min (Errors 82 of 200). Each failure retries its whole batch of 200.",
  fix: "mskctl update shipments --bisect --partial-responses --max-retries 3",
};
const unseen: Finding = {
  id: "MSK034",
  severity: "warning",
  message: "ErrorCount metrics are off: a failing destination would go unseen.",
};
const aside: Finding = { id: "MSK014", severity: "info", message: "StartingPosition LATEST." };

describe("findings as text", () => {
  it("say what is the matter, then what follows, then what to paste", () => {
    expect(renderFindings([failing, unseen, aside], plainLook(125))).toEqual([
      "✖ MSK021  The function fails: 41 % of invocations in the last 15 min (Errors 82 of 200).",
      "          Each failure retries its whole batch of 200.",
      "          mskctl update shipments --bisect --partial-responses --max-retries 3",
      "▲ MSK034  ErrorCount metrics are off: a failing destination would go unseen.",
      "i MSK014  StartingPosition LATEST.",
    ]);
  });

  it("break between words on a narrow terminal, but never a command", () => {
    expect(renderFindings([failing], plainLook(40))).toEqual([
      "✖ MSK021  The function fails: 41 % of",
      "          invocations in the last 15 min",
      "          (Errors 82 of 200).",
      "          Each failure retries its whole",
      "          batch of 200.",
      "          mskctl update shipments --bisect --partial-responses --max-retries 3",
    ]);
  });

  it("have a sign besides their colour, in ASCII too", () => {
    expect(renderFindings([failing, unseen], plainLook(125, { unicode: false })).filter((line) => !line.startsWith(" "))).toEqual([
      "x MSK021  The function fails: 41 % of invocations in the last 15 min (Errors 82 of 200).",
      "^ MSK034  ErrorCount metrics are off: a failing destination would go unseen.",
    ]);
    expect(renderFindings([failing], plainLook(125, { colour: true }))[0]).toContain("\u001b[31m✖ MSK021\u001b[39m  The");
  });

  it("show hostile content as escapes", () => {
    const [line, fix] = renderFindings([{ ...aside, message: "topic \u001b[2J\nMSK999 is fine", fix: "mskctl \u009b1A" }], plainLook());
    expect(line).toBe("i MSK014  topic \\x1b[2J\\x0aMSK999 is fine");
    expect(fix).toBe("          mskctl \\x9b1A");
  });
});

describe("a count of findings", () => {
  it.each([
    [[], "no findings"],
    [[failing], "1 error"],
    [[failing, failing, unseen, aside], "2 errors, 1 warning, 1 info"],
    [[aside], "1 info"],
  ])("of %j", (findings, text) => {
    expect(countFindings(findings)).toBe(text);
  });
});
