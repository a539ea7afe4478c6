import { describe, expect, it } from "vitest";
import { said } from "../lint-samples.ts";

describe("MSK102: an empty list or object", () => {
  it.each([
    ["{}", "{}", undefined],
    ['{"value":{}}', "{}", "value"],
    ['{"value":{"a":[]}}', "[]", "value.a"],
    ['{"value":{"a":[{"anything-but":[]}]}}', "[]", "value.a"],
    ['{"value":{"a":[{"anything-but":{"prefix":[]}}]}}', "[]", "value.a"],
  ])("%s", (text, at, path) => {
    expect(said("MSK102", text)).toMatchObject([{ severity: "error", at, path }]);
  });

  it("offers what asks for any value", () => {
    expect(said("MSK102", '{"value":{"a":[]}}')).toMatchObject([{ fix: '"a":[{"exists":true}]' }]);
    expect(said("MSK102", '{"value":{"a":[{"anything-but":[]}]}}')).toMatchObject([{ fix: '{"exists":true}' }]);
  });
});
