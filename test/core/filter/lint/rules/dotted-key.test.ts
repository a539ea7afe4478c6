import { describe, expect, it } from "vitest";
import { said } from "../lint-samples.ts";

describe("MSK120: names with dots", () => {
  it("shows the nested field that is the same", () => {
    expect(said("MSK120", '{"value":{"a.b.c":["x"]}}')).toMatchObject([
      { severity: "warning", at: '"a.b.c"', path: "value.a.b.c", fix: '"a":{"b":{"c":["x"]}}' },
    ]);
    expect(said("MSK120", '{"value.a":["x"]}')).toMatchObject([{ at: '"value.a"', fix: '"value":{"a":["x"]}' }]);
  });

  it("says nothing of dots in values", () => {
    expect(said("MSK120", '{"value":{"a":["x.y",{"prefix":"a."},1.5]}}')).toEqual([]);
  });
});
