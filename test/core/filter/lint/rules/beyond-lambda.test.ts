import { describe, expect, it } from "vitest";
import { said } from "../lint-samples.ts";

const inList = (expression: string) => `{"value":{"a":[${expression}]}}`;

describe("MSK116: operators that Lambda does not document", () => {
  it.each([
    '{"wildcard":"a*b"}',
    '{"cidr":"10.0.0.0/8"}',
    '{"exactly":"a"}',
    '{"prefix":{"equals-ignore-case":"a"}}',
    '{"suffix":{"equals-ignore-case":"a"}}',
    '{"anything-but":{"prefix":"a"}}',
    '{"anything-but":{"wildcard":"a*"}}',
  ])("%s is a warning, but not in the dialect eventbridge", (expression) => {
    expect(said("MSK116", inList(expression))).toMatchObject([
      { severity: "warning", at: expression, message: expect.stringContaining("UNCONFIRMED") },
    ]);
    expect(said("MSK116", inList(expression), "eventbridge")).toEqual([]);
  });

  it.each([
    '"a"',
    "5",
    "null",
    '{"prefix":"a"}',
    '{"suffix":"a"}',
    '{"equals-ignore-case":"a"}',
    '{"anything-but":["a"]}',
    '{"anything-but":5}',
    '{"numeric":[">",5]}',
    '{"exists":true}',
  ])("%s is documented", (expression) => {
    expect(said("MSK116", inList(expression))).toEqual([]);
  });

  it("is said once for each operator, at the first place", () => {
    expect(said("MSK116", '{"value":{"a":[{"wildcard":"x*y"},{"wildcard":"z*z"}],"b":[{"cidr":"10.0.0.0/8"}]}}')).toMatchObject([
      { at: '{"wildcard":"x*y"}', evidence: { places: 2 } },
      { at: '{"cidr":"10.0.0.0/8"}', evidence: undefined },
    ]);
  });
});
