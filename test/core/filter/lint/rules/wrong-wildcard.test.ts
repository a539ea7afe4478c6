import { describe, expect, it } from "vitest";
import { parsePattern } from "../../../../../src/core/filter/parse-pattern.ts";
import { said } from "../lint-samples.ts";

describe("MSK108: no wildcard", () => {
  it.each([
    ["a**b", "two stars in a row", "a*b"],
    ["a***", "two stars in a row", "a*"],
    ["a\\db", "a backslash that escapes nothing", "a\\\\db"],
    ["a\\", "a backslash that escapes nothing", "a\\\\"],
    ["\\**\\x", "a backslash that escapes nothing", "\\**\\\\x"],
  ])("%s", (text, problem, better) => {
    const [finding, ...more] = said("MSK108", `{"value":{"a":[{"wildcard":${JSON.stringify(text)}}]}}`);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ severity: "error", at: JSON.stringify(text), fix: `{"wildcard":${JSON.stringify(better)}}` });
    expect(finding?.message).toContain(problem);
    expect(parsePattern(`{"a":[${finding?.fix}]}`).errors).toEqual([]);
  });

  it("is found inside anything-but, too", () => {
    expect(said("MSK108", '{"value":{"a":[{"anything-but":{"wildcard":["x","y**"]}}]}}')).toMatchObject([{ at: '"y**"' }]);
  });
});
