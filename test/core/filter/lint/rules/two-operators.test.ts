import { describe, expect, it } from "vitest";
import { said } from "../lint-samples.ts";

describe("MSK105: two operators in one expression", () => {
  it("offers a wildcard for both ends of a text, its stars escaped", () => {
    expect(said("MSK105", '{"value":{"sku":[{"prefix":"A*","suffix":"Z"}]}}')).toMatchObject([
      {
        severity: "error",
        at: '"suffix"',
        path: "value.sku",
        fix: '{"wildcard":"A\\\\**Z"}',
        evidence: { aws: "Only one key allowed in match expression" },
      },
    ]);
  });

  it.each([
    ['{"numeric":[">",5],"exists":true}', 2],
    ['{"prefix":"a","suffix":"b","exists":true}', 3],
    ['{"anything-but":{"prefix":"a","suffix":"b"}}', 2],
  ])("counts those of %s", (expression, count) => {
    expect(said("MSK105", `{"value":{"a":[${expression}]}}`)).toMatchObject([
      { message: expect.stringContaining(`here are ${count}.`), fix: undefined },
    ]);
  });
});
