import { describe, expect, it } from "vitest";
import { said } from "../lint-samples.ts";

describe("MSK111: $or that AWS refuses", () => {
  it.each([
    ['{"value":{"$or":{"a":[1],"b":[2]}}}', '{"a":[1],"b":[2]}', '"$or":[{"a":[1]},{"b":[2]}]'],
    ['{"value":{"$or":[]}}', "[]", undefined],
    ['{"value":{"$or":[{"a":[1],"b":[2]}]}}', '[{"a":[1],"b":[2]}]', '"a":[1],"b":[2]'],
    ['{"value":{"$or":[{"a":[1]},5]}}', "5", undefined],
    ['{"value":{"a":[{"$or":[1,2]}]}}', '"$or"', undefined],
    ['{"value":{"$or":[{"a":{"prefix":["x"]}},{"b":[1]}]}}', '"prefix"', '[{"prefix":"x"}]'],
    ['{"value":{"$or":[{"regex":["x"]},{"b":[1]}]}}', '"regex"', undefined],
  ])("%s", (text, at, fix) => {
    expect(said("MSK111", text)).toMatchObject([{ severity: "error", at, fix, evidence: { aws: expect.any(String) } }]);
  });

  it("is not said of reserved names outside of $or", () => {
    expect(said("MSK111", '{"value":{"regex":["x"],"$or":[{"a":[1]},{"b":[2]}]}}')).toEqual([]);
  });
});
