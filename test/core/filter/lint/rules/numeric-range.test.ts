import { describe, expect, it } from "vitest";
import { parsePattern } from "../../../../../src/core/filter/parse-pattern.ts";
import { edited, said } from "../lint-samples.ts";

const withNumeric = (list: string) => `{"value":{"amount":[{"numeric":${list}}]}}`;

describe("MSK104: the range is empty", () => {
  it("stands at the operator and its list", () => {
    expect(said("MSK104", withNumeric('[">",10,"<",5]'))).toEqual([
      {
        severity: "error",
        message: "numeric range is empty: > 10 and < 5. AWS refuses it.",
        path: "value.amount",
        at: '"numeric":[">",10,"<",5]',
        fix: '{"numeric":[">",5,"<",10]}',
        evidence: { aws: "Bottom must be less than top" },
      },
    ]);
  });

  it.each([
    ['[">=",5,"<=",5]', '{"numeric":["=",5]}'],
    ['[">=",7,"<",5.0]', '{"numeric":[">=",5.0,"<",7]}'],
    // Below one and above the other is what an "or" of two says.
    ['["<",5,">",10]', '{"numeric":["<",5]},{"numeric":[">",10]}'],
  ])("%s was probably meant as %s", (list, fix) => {
    expect(said("MSK104", withNumeric(list))).toMatchObject([{ fix }]);
    expect(parsePattern(`{"a":[${fix}]}`).errors).toEqual([]);
    expect(edited(withNumeric(list))).toBe(withNumeric(list));
  });

  it("is found where AWS does not refuse it: no double lies between, or above the largest", () => {
    for (const list of ['[">",5,"<",5.000000000000001]', '[">",1.7976931348623157e308]'])
      expect(said("MSK104", withNumeric(list))).toMatchObject([
        { severity: "error", at: `"numeric":${list}`, message: expect.stringContaining("never matches") },
      ]);
  });

  it.each(['[">",5,"<",10]', '[">=",5,"<",5.000000000000001]', '["=",5]', '[">=",-1,"<=",0]'])("is not said of %s", (list) => {
    expect(said("MSK104", withNumeric(list))).toEqual([]);
  });
});

describe("MSK107: the upper bound stands first", () => {
  it("is put in order by --fix", () => {
    const text = withNumeric('["<=",10,">",5.50]');
    expect(said("MSK107", text)).toMatchObject([{ severity: "error", at: '["<=",10,">",5.50]', fix: '{"numeric":[">",5.50,"<=",10]}' }]);
    expect(edited(text)).toBe(withNumeric('[">",5.50,"<=",10]'));
    expect(parsePattern(edited(text)).errors).toEqual([]);
  });

  it("is left to MSK104 when the range is empty either way, and to MSK106 when it is none", () => {
    for (const list of ['["<",5,">",10]', '["<",5,">",5]', '["<",5,"<",10]', '["=",5,"<",10]'])
      expect(said("MSK107", withNumeric(list))).toEqual([]);
  });
});
