import { describe, expect, it } from "vitest";
import { explainRecord } from "../../../../src/core/filter/explain/explain.ts";
import { readPatternOf } from "./reading.ts";

function hintsFor(pattern: unknown, value: string): readonly string[] {
  return explainRecord(readPatternOf(pattern), value, () => undefined).hints;
}

const paid = '{"status":"PAID"}';

describe("hints", () => {
  it.each([
    [{ status: ["PAID"] }, '{"value":{"status":["PAID"]}}'],
    [{ body: { status: ["PAID"] } }, '{"value":{"status":["PAID"]}}'],
    [{ a: [1], $or: [{ b: [2] }, { c: [3] }] }, '{"value":{"a":[1],"$or":[{"b":[2]},{"c":[3]}]}}'],
    [{ data: { a: [1] }, b: [2] }, '{"value":{"data":{"a":[1]},"b":[2]}}'],
  ])("for %j, which is not below value, show what may be meant", (pattern, fix) => {
    const [why, meant] = hintsFor(pattern, paid);
    expect(why).toMatch(/ cannot be filtered on: of a Kafka record only its value can, below "value"$/);
    expect(meant).toBe(`did you mean ${fix}`);
  });

  it.each([[{ key: ["k"] }], [{ key: ["k"], value: { status: ["PAID"] } }]])("for %j show no other pattern: there is none", (pattern) => {
    expect(hintsFor(pattern, paid)).toEqual(['key cannot be filtered on: of a Kafka record only its value can, below "value"']);
  });

  it("are not given when the value is the reason", () => {
    expect(hintsFor({ value: { status: ["SHIPPED"] } }, paid)).toEqual([]);
    expect(hintsFor({ $or: [{ key: ["k"] }, { value: { status: ["SHIPPED"] } }] }, paid)).toEqual([]);
  });

  it("are not given for what is kept", () => {
    expect(hintsFor({ value: { status: ["PAID"], value: [{ exists: false }] } }, paid)).toEqual([]);
  });

  it("say that a record is taken without its wrapper", () => {
    expect(hintsFor({ value: { status: ["PAID"] } }, `{"value":${paid}}`)).toEqual([
      'this record has a field "value" of its own: a record is only what follows "value":, without {"value": …} around it',
    ]);
  });

  it.each([
    ['{"status":"PAID"', 'the value starts like JSON, but is none: at character 17, the text ends where "," or "}" is expected'],
    ['{"status":"PAID"} x', "the value starts like JSON, but something follows it at character 18"],
  ])("say why %s is text", (value, expected) => {
    expect(hintsFor({ value: { status: ["PAID"] } }, value)).toEqual([expected]);
  });
});
