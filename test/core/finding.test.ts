import { describe, expect, it } from "vitest";
import { bySeverity, type Finding, reaches } from "../../src/core/finding.ts";

const finding = (severity: Finding["severity"], message: string): Finding => ({ id: "MSK001", severity, message });

describe("findings", () => {
  it.each([
    ["error", "error", true],
    ["warning", "error", false],
    ["warning", "warning", true],
    ["error", "info", true],
    ["info", "warning", false],
    ["error", "never", false],
  ] as const)("a finding of severity %s reaches --fail-on %s: %s", (severity, threshold, expected) => {
    expect(reaches([finding(severity, "m")], threshold)).toBe(expected);
  });

  it("stand most severe first, else in their order", () => {
    const sorted = bySeverity([finding("info", "a"), finding("error", "b"), finding("warning", "c"), finding("error", "d")]);
    expect(sorted.map(({ message }) => message)).toEqual(["b", "d", "c", "a"]);
  });
});
