import { describe, expect, it } from "vitest";
import { lintFilters } from "../../../../../src/core/filter/lint/lint-filters.ts";
import { saidTogether } from "../lint-samples.ts";

const paid = '{"value":{"status":["PAID"]}}';
const paidInGermany = '{"value":{"status":["PAID"],"country":["DE"]}}';

describe("MSK124: filters that change nothing", () => {
  it("stands at the narrower one, wherever it stands", () => {
    expect(saidTogether("MSK124", [paid, paidInGermany])).toMatchObject([
      {
        filter: 2,
        severity: "warning",
        at: paidInGermany,
        evidence: { filters: [1] },
        message: expect.stringContaining("Filter 2 changes nothing: filter 1 delivers"),
      },
    ]);
    expect(saidTogether("MSK124", [paidInGermany, paid])).toMatchObject([{ filter: 1, evidence: { filters: [2] } }]);
  });

  it("says of the same text that it stands twice, also when it is no pattern", () => {
    expect(saidTogether("MSK124", [paid, ` ${paid}`])).toMatchObject([
      { filter: 2, message: "Filter 2 stands twice: filter 1 is the same." },
    ]);
    expect(saidTogether("MSK124", ['{"a":5}', '{"a":5}'])).toMatchObject([{ filter: 2 }]);
  });

  it("counts filters that cannot be known", () => {
    const findings = lintFilters([{ unknown: "Fn::Join" }, paid, paidInGermany], { dialect: "lambda" });
    expect(findings[2]?.find(({ id }) => id === "MSK124")?.message).toContain("Filter 3 changes nothing: filter 2 delivers");
  });

  it("warns of two that accept every value of a field together", () => {
    const more = '{"value":{"amount":[{"numeric":[">",5]}]}}';
    const less = '{"value":{"amount":[{"numeric":["<",10]}]}}';
    expect(saidTogether("MSK124", [more, less])).toMatchObject([
      {
        filter: 2,
        path: "value.amount",
        message: expect.stringContaining("Filters 1 and 2 together accept every number at value.amount."),
      },
    ]);
    const other = (text: string) => `{"value":{"kind":[{"anything-but":"${text}"}]}}`;
    expect(saidTogether("MSK124", [other("A"), other("B")])).toMatchObject([
      { message: expect.stringContaining("every value at value.kind") },
    ]);
  });

  it("says nothing of filters that complete each other in part", () => {
    expect(saidTogether("MSK124", ['{"value":{"a":[{"numeric":["<",5]}]}}', '{"value":{"a":[{"numeric":[">",5]}]}}'])).toEqual([]);
    expect(saidTogether("MSK124", [paid, '{"value":{"country":["DE"]}}'])).toEqual([]);
  });
});
