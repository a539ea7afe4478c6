import { describe, expect, it } from "vitest";
import { said } from "../lint-samples.ts";

describe("MSK103: no such operator", () => {
  it.each([
    ['{"Prefix":"AB"}', 'There is no operator "Prefix", only "prefix". AWS refuses the pattern.', '{"prefix":"AB"}'],
    [
      '{"anything_but":["x"]}',
      'There is no operator "anything_but", only "anything-but". AWS refuses the pattern.',
      '{"anything-but":["x"]}',
    ],
    ['{"EXISTS":true}', 'There is no operator "EXISTS", only "exists". AWS refuses the pattern.', '{"exists":true}'],
    ['{"sufix":"x"}', 'There is no operator "sufix". Probably meant: "suffix". AWS refuses the pattern.', '{"suffix":"x"}'],
    ['{"startsWith":"x"}', 'There is no operator "startsWith". Probably meant: "prefix". AWS refuses the pattern.', '{"prefix":"x"}'],
    ['{">=":5}', 'There is no operator ">=". Probably meant: "numeric". AWS refuses the pattern.', '{"numeric":[">=",5]}'],
    ['{"contains":"x"}', 'There is no operator "contains". Probably meant: "wildcard". AWS refuses the pattern.', '{"wildcard":"*TEXT*"}'],
    [
      '{"prefix":{"Equals-Ignore-Case":"x"}}',
      'There is no operator "Equals-Ignore-Case" inside prefix, only "equals-ignore-case". AWS refuses the pattern.',
      '{"prefix":{"equals-ignore-case":"x"}}',
    ],
    [
      '{"anything-but":{"numeric":[">",5]}}',
      'There is no operator "numeric" inside anything-but. anything-but takes a value, or one of these: prefix, suffix, equals-ignore-case, wildcard. AWS refuses the pattern.',
      undefined,
    ],
  ])("%s", (expression, message, fix) => {
    expect(said("MSK103", `{"value":{"sku":[${expression}]}}`)).toMatchObject([{ severity: "error", path: "value.sku", message, fix }]);
  });

  it("knows comparisons of other languages", () => {
    expect(said("MSK103", '{"value":{"a":[{"$gte":5}]}}')).toMatchObject([{ fix: '{"numeric":[">=",5]}' }]);
    expect(said("MSK103", '{"value":{"a":[{"lt":[5]}]}}')).toMatchObject([{ fix: '{"numeric":[">=",0,"<",100]}' }]);
  });

  it("names all operators when none is near", () => {
    const [finding] = said("MSK103", '{"value":{"sku":[{"foo":"x"}]}}');
    expect(finding?.at).toBe('"foo"');
    expect(finding?.evidence).toEqual({ aws: "Unrecognized match type foo" });
    for (const operator of ["prefix", "suffix", "equals-ignore-case", "anything-but", "numeric", "exists", "wildcard", "cidr"])
      expect(finding?.message).toContain(operator);
  });

  it.each(["{}", '{"prefix":{}}', '{"anything-but":{}}'])("wants an operator in %s", (expression) => {
    expect(said("MSK103", `{"value":{"sku":[${expression}]}}`)).toMatchObject([{ at: "{}", message: expect.stringContaining("is empty") }]);
  });

  it("knows words that were to join conditions, and says it once", () => {
    expect(said("MSK103", '{"value":{"or":[{"a":[1]},{"b":[2]}]}}')).toMatchObject([{ at: '"or"', fix: '"$or":[{"a":[1]},{"b":[2]}]' }]);
    expect(said("MSK103", '{"value":{"all":[{"prefx":"x"}]}}')).toMatchObject([{ at: '"prefx"', fix: '{"prefix":"x"}' }]);
    expect(said("MSK103", '{"value":{"$and":[{"a":[1]},{"b":[2]}]}}')).toMatchObject([
      { at: '"$and"', message: expect.stringContaining('"and"') },
    ]);
  });
});
