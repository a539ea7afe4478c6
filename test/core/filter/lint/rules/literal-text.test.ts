import { describe, expect, it } from "vitest";
import { said } from "../lint-samples.ts";

const inField = (entry: string) => `{"value":{"a":[${entry}]}}`;

describe("MSK123: texts that are hardly meant as they are", () => {
  it.each([
    ['"foo*"', "compared character by character", '{"prefix":"foo"}'],
    ['"*.png"', "compared character by character", '{"suffix":".png"}'],
    ['"a*b"', "compared character by character", '{"wildcard":"a*b"}'],
    ['"*"', "compared character by character", '{"exists":true}'],
    ['{"prefix":"foo*"}', "compared character by character", undefined],
    ['{"anything-but":["foo*"]}', "compared character by character", undefined],
    ['"^foo"', "looks like a regular expression", '{"prefix":"foo"}'],
    ['"foo.*"', "looks like a regular expression", undefined],
    ['"[0-9]+"', "looks like a regular expression", undefined],
    ['"(PAID|SHIPPED)"', "looks like a regular expression", undefined],
    ['"\\\\d+"', "looks like a regular expression", undefined],
    ['" PAID"', "has blanks at its edge", '"PAID"'],
    ['"PAID\\n"', "has blanks at its edge", '"PAID"'],
    ['{"prefix":" PAID"}', "has blanks at its edge", undefined],
    ['"PA\\u200bID"', "has an invisible character in it (U+200B)", '"PAID"'],
  ])("%s %s", (entry, problem, fix) => {
    expect(said("MSK123", inField(entry))).toMatchObject([
      { severity: "warning", at: entry, path: "value.a", fix, message: expect.stringContaining(problem) },
    ]);
  });

  it.each([
    '{"prefix":"PAID "}',
    '{"suffix":" PAID"}',
    '"2 * 3"',
    '"US$"',
    '"C++"',
    '"a|b"',
    '"[x]"',
    '"(y)"',
    '"what?"',
    '"a.b"',
    '{"wildcard":"a*"}',
    '"👩‍👩‍👧"',
    '"^"',
  ])("%s is taken as it is", (entry) => {
    expect(said("MSK123", inField(entry))).toEqual([]);
  });

  it("warns of a wildcard without a star", () => {
    expect(said("MSK123", inField('{"wildcard":"foo"}'))).toMatchObject([{ severity: "warning", at: '{"wildcard":"foo"}', fix: '"foo"' }]);
    expect(said("MSK123", inField('{"wildcard":"a\\\\*b"}'))).toMatchObject([
      { fix: '"a*b"', message: expect.stringContaining("A star behind a backslash stands for itself.") },
    ]);
  });

  it("looks at names, too", () => {
    expect(said("MSK123", '{"value":{"status ":["PAID"]}}')).toMatchObject([{ at: '"status "', fix: '"status"' }]);
  });
});
