import { describe, expect, it } from "vitest";
import { parsePattern } from "../../../../../src/core/filter/parse-pattern.ts";
import { said } from "../lint-samples.ts";

describe("MSK115: an operator that is the name of a field", () => {
  it.each([
    ['{"numeric":[">",5]}', "warning", '"a":[{"numeric":[">",5]}]'],
    ['{"prefix":["x"]}', "warning", '"a":[{"prefix":"x"}]'],
    ['{"prefix":["x","y"],"suffix":["z"]}', "warning", '"a":[{"prefix":"x"},{"prefix":"y"},{"suffix":"z"}]'],
    ['{"anything_but":["x","y"]}', "warning", '"a":[{"anything-but":["x","y"]}]'],
    ['{"Exists":[true]}', "warning", '"a":[{"exists":true}]'],
    ['{"prefix":"x"}', "error", '"a":[{"prefix":"x"}]'],
    ['{"exists":false}', "error", '"a":[{"exists":false}]'],
    ['{"anything-but":"x"}', "error", '"a":[{"anything-but":"x"}]'],
  ])("%s is a(n) %s", (object, severity, fix) => {
    const text = `{"value":{"a":${object}}}`;
    expect(said("MSK115", text)).toMatchObject([{ severity, fix, path: expect.stringMatching(/^value\.a\./) }]);
    // A warning is what AWS takes.
    expect(parsePattern(text).errors.length === 0).toBe(severity === "warning");
    expect(parsePattern(`{${fix}}`).errors).toEqual([]);
  });

  it("is not said where other names show that they are fields", () => {
    expect(said("MSK115", '{"value":{"name":{"prefix":["Dr."],"last":["Smith"]}}}')).toEqual([]);
    expect(said("MSK115", '{"value":{"a":{"prefix":{"code":["x"]}}}}')).toEqual([]);
    expect(said("MSK115", '{"value":{"prefixes":["x"],"numerics":[1]}}')).toEqual([]);
  });

  it("leaves names that AWS refuses below $or to MSK111", () => {
    expect(said("MSK115", '{"value":{"$or":[{"a":{"prefix":["x"]}},{"b":[1]}]}}')).toEqual([]);
  });
});
