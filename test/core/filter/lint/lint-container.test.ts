import { describe, expect, it } from "vitest";
import { lintContainer, objectInsteadOfText, withoutPattern } from "../../../../src/core/filter/lint/lint-container.ts";

describe("findings on a list of filters", () => {
  it.each([
    [1, []],
    [5, []],
    [6, [{ id: "MSK140", severity: "warning", evidence: { filters: 6, limit: 5 } }]],
    [10, [{ id: "MSK140", severity: "warning" }]],
    [11, [{ id: "MSK140", severity: "error", evidence: { filters: 11, limit: 10 } }]],
    [0, [{ id: "MSK141", severity: "warning" }]],
  ])("%i filters: %j", (filters, expected) => {
    expect(lintContainer({ filters })).toMatchObject(expected);
  });

  it("wants a pattern in each entry, and knows one by another name", () => {
    expect(withoutPattern([])).toMatchObject({
      id: "MSK142",
      severity: "error",
      message: "This filter has no Pattern. AWS wants one in each.",
    });
    expect(withoutPattern(["Comment", "patern"]).message).toContain('"patern" was probably meant to be it.');
  });

  it("wants text where the format hands on what it gets", () => {
    expect(objectInsteadOfText()).toMatchObject({ id: "MSK145", severity: "error" });
  });
});
