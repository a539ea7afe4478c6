import { describe, expect, it } from "vitest";
import { said } from "../lint-samples.ts";

describe("MSK110: a number beyond a double's precision", () => {
  it.each(["9007199254740993", "0.12345678901234567", "1e400"])("%s as an exact value is a warning", (number) => {
    expect(said("MSK110", `{"value":{"id":[${number}]}}`)).toMatchObject([{ severity: "warning", at: number, path: "value.id" }]);
  });

  it.each(['{"numeric":[">",9007199254740993]}', '{"anything-but":9007199254740993}', '{"anything-but":[1,9007199254740993]}'])(
    "%s is refused",
    (expression) => {
      expect(said("MSK110", `{"value":{"id":[${expression}]}}`)).toMatchObject([
        { severity: "error", at: "9007199254740993", evidence: { aws: "Cannot compare number : 9007199254740993" } },
      ]);
    },
  );

  it("is not said of numbers that can be compared", () => {
    expect(said("MSK110", '{"value":{"id":[9007199254740992,0.1,1e300,{"numeric":["=",3.0e2]}]}}')).toEqual([]);
  });
});
