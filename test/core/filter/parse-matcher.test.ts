import { describe, expect, it } from "vitest";
import { errorsOf } from "./matching.ts";

const inField = (matcher: string) => errorsOf(`{"a":[${matcher}]}`);

describe("match expressions", () => {
  // Words and causes: the reference, section 1, the table of operators.
  it.each([
    ["{}", "empty-expression", "Match expression name not found"],
    ['{"Prefix":"x"}', "unknown-operator", "Unrecognized match type Prefix"],
    ['{"prefix":"x","suffix":"y"}', "two-operators", "Only one key allowed in match expression"],
    ['{"exactly":33}', "operand", "exact match pattern must be a string"],
    ['{"prefix":3}', "operand", "prefix match pattern must be a string"],
    ['{"suffix":["x"]}', "operand", "suffix match pattern must be a string"],
    ['{"prefix":{}}', "empty-expression", "Prefix expression name not found"],
    ['{"prefix":{"x":"y"}}', "unknown-operator", "Unsupported prefix pattern: x"],
    ['{"suffix":{"equals-ignore-case":5}}', "operand", "equals-ignore-case match pattern must be a string"],
    ['{"suffix":{"equals-ignore-case":"x","y":1}}', "two-operators", "Only one key allowed in match expression"],
    ['{"equals-ignore-case":["x"]}', "operand", "equals-ignore-case match pattern must be a string"],
    ['{"wildcard":5}', "operand", "wildcard match pattern must be a string"],
    ['{"wildcard":"a**"}', "wildcard", "Consecutive wildcard characters at pos 2"],
    ['{"exists":"true"}', "operand", "exists match pattern must be either true or false."],
    ['{"exists":null}', "operand", "exists match pattern must be either true or false."],
    ['{"exists":true,"x":1}', "two-operators", "Only one key allowed in match expression"],
    ['{"cidr":"10.0.0.1/32"}', "cidr", "IPv4 mask bits must be < 32"],
    ['{"cidr":5}', "operand", "prefix match pattern must be a string"],
  ])("%s is refused", (matcher, kind, message) => {
    expect(inField(matcher)).toMatchObject([{ kind, message }]);
  });

  it.each([
    '"x"',
    "1",
    "null",
    '{"exactly":"x"}',
    '{"prefix":""}',
    '{"suffix":{"equals-ignore-case":"x"}}',
    '{"wildcard":"a*\\\\*"}',
    '{"cidr":"::/0"}',
    '{"exists":false}',
  ])("%s is fine", (matcher) => {
    expect(inField(matcher)).toEqual([]);
  });
});
