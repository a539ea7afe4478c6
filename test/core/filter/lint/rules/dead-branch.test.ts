import { describe, expect, it } from "vitest";
import { said } from "../lint-samples.ts";

describe("MSK121: branches of $or that change nothing", () => {
  it.each([
    ['[{"a":[1]},{"a":[1]}]', '{"a":[1]}', "This branch stands twice. Once is enough."],
    ['[{"a":[1]},{"a":[1],"b":[2]}]', '{"a":[1],"b":[2]}', 'This branch changes nothing: {"a":[1]} lets through all of it.'],
  ])("%s", (branches, at, message) => {
    expect(said("MSK121", `{"value":{"$or":${branches}}}`)).toMatchObject([{ severity: "warning", at, message }]);
  });

  it("says nothing of branches that overlap", () => {
    expect(said("MSK121", '{"value":{"$or":[{"a":[1],"b":[1]},{"a":[1],"c":[1]}]}}')).toEqual([]);
  });
});
