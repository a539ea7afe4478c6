import { describe, expect, it } from "vitest";
import { renderVerification } from "../../../../src/shell/render/redrive/verification-text.ts";
import { textWidth } from "../../../../src/shell/render/text-width.ts";
import { checks, sampleVerification } from "../../../support/redrive/verifications.ts";
import { plainLook } from "../look.ts";

describe("renderVerification", () => {
  it("has a line a check, and below it what does not hold", () =>
    expect(renderVerification(sampleVerification(checks.balance, checks.target, checks.function), plainLook(80))).toEqual([
      "01JDK7Q2 ● finished",
      "✔ balance       41,203 records, each with one outcome",
      "✖ target        41,201 redriven records looked for, 1 missing, 0 there twice",
      "                shipments-0 60..98: 1 record missing",
      "                and 2 more",
      "– function      not checked: the target is a topic",
      "1 of 2 checks does not hold",
    ]));

  it("says when all holds", () =>
    expect(renderVerification(sampleVerification(checks.balance, checks.function), plainLook(80)).at(-1)).toBe("1 check, all hold"));

  it("fits every terminal, and keeps what others wrote from it", () => {
    const hostile = { ...checks.target, says: "\u001b[2J".repeat(40), mismatches: ["\u202e".repeat(60)] };
    for (let columns = 40; columns <= 130; columns += 5) {
      const lines = renderVerification(sampleVerification(hostile), plainLook(columns));
      expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(columns);
      expect(["\u001b", "\u202e"].filter((character) => lines.join("").includes(character))).toEqual([]);
    }
  });
});
