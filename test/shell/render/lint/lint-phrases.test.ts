import { describe, expect, it } from "vitest";
import type { SampleGate } from "../../../../src/core/filter/sample-gate.ts";
import {
  evidencePieces,
  expectationsPhrase,
  failedExpectationPhrase,
  filterName,
  gatePhrase,
  reasonsPhrase,
  sharePhrase,
  unknownPhrase,
} from "../../../../src/shell/render/lint/lint-phrases.ts";
import { argument, bigPaid, paidFinding, paidSite } from "./reports.ts";

describe("a share", () => {
  it.each([
    [0, 10, "0.0 %"],
    [10, 10, "100.0 %"],
    [1_204, 10_000, "12.0 %"],
    [1, 3, "33.3 %"],
    [1, 1_000_000, "<0.1 %"],
    [5, 10_000, "0.1 %"],
    [999_999, 1_000_000, ">99.9 %"],
    [0, 0, "0.0 %"],
  ])("of %i in %i", (count, total, phrase) => {
    expect(sharePhrase(count, total)).toBe(phrase);
  });
});

describe("reasons", () => {
  it("have counts where there are several", () => {
    expect(reasonsPhrase([{ reason: "not UTF-8", count: 24 }])).toBe("not UTF-8");
    expect(
      reasonsPhrase([
        { reason: "not UTF-8", count: 1_024 },
        { reason: "null", count: 3 },
      ]),
    ).toBe("not UTF-8 1,024, null 3");
  });
});

describe("expectations", () => {
  it.each([
    [12, 14, "12 of 14 expectations hold"],
    [1, 14, "1 of 14 expectations holds"],
    [1, 1, "1 of 1 expectation holds"],
    [0, 1, "0 of 1 expectation holds"],
  ])("%i of %i", (passed, total, phrase) => {
    expect(expectationsPhrase({ total, passed, failed: [] })).toBe(phrase);
  });

  it.each([
    ["delivered", "filteredOut", "expected delivered, was filtered out"],
    ["delivered", "undecodable", "expected delivered, could not be decoded"],
    ["filtered out", "kept", "expected filtered out, was delivered"],
    ["filtered out", "bypassed", "expected filtered out, was delivered: it bypassed the filter"],
  ] as const)("%s, %s", (expected, actual, phrase) => {
    expect(failedExpectationPhrase({ source: "s", line: 1, expected, actual })).toBe(phrase);
  });
});

describe("a gate", () => {
  it.each([
    [{ gate: "min-delivered", limitShare: 0.01, deliveredShare: 0.12, holds: true }, "12.0 % delivered, as --min-delivered 1 % allows"],
    [{ gate: "min-delivered", limitShare: 0.5, deliveredShare: 0.12, holds: false }, "12.0 % delivered, less than --min-delivered 50 %"],
    [{ gate: "max-delivered", limitShare: 0.075, deliveredShare: 0.12, holds: false }, "12.0 % delivered, more than --max-delivered 7.5 %"],
    [{ gate: "max-delivered", limitShare: 0.57, deliveredShare: 0, holds: true }, "0.0 % delivered, as --max-delivered 57 % allows"],
    [{ gate: "max-delivered", limitShare: 0.6, holds: false }, "no samples for --max-delivered 60 %"],
  ] satisfies readonly [SampleGate, string][])("%j", (gate, phrase) => {
    expect(gatePhrase(gate)).toBe(phrase);
  });
});

describe("a filter", () => {
  it("is called by its way inside the source, else by the source", () => {
    expect(filterName({ site: paidSite, findings: [] })).toBe("Resources.Line58.Properties.FilterCriteria.Filters[0].Pattern");
    expect(filterName({ site: argument(bigPaid), findings: [] })).toBe("--pattern");
  });

  it("whose pattern is not known says why", () => {
    expect(unknownPhrase({ site: paidSite, findings: [] })).toBeUndefined();
    expect(unknownPhrase({ site: { ...paidSite, text: undefined, unknown: "!Ref Status" }, findings: [] })).toBe("!Ref Status");
    expect(unknownPhrase({ site: { ...paidSite, text: undefined }, findings: [] })).toBe("its pattern is not known");
  });
});

describe("evidence", () => {
  const withEvidence = (evidence: Readonly<Record<string, unknown>>) => evidencePieces({ ...paidFinding, evidence }, "…");

  it("is what was counted in the samples", () => {
    expect(
      withEvidence({
        samples: 9_976,
        found: [
          { value: "PAID", count: 5_012 },
          { value: 250, count: 3 },
          { value: null, count: 1 },
        ],
      }),
    ).toEqual(['9,976 samples: "PAID" 5,012', "250 3", "null 1"]);
    expect(withEvidence({ found: [{ value: true, count: 2 }] })).toEqual(["samples: true 2"]);
  });

  it("names the first six values and shortens long ones", () => {
    const found = Array.from({ length: 9 }, (_, index) => ({ value: `${index}${"x".repeat(100)}`, count: 1 }));
    expect(withEvidence({ found })).toHaveLength(7);
    expect(withEvidence({ found })[0]).toBe(`samples: "0${"x".repeat(58)}… 1`);
    expect(withEvidence({ found }).at(-1)).toBe("3 more");
  });

  it("is nothing where nothing was counted", () => {
    expect(withEvidence({ lower: 10, upper: 5, names: ["a"], odd: [null, { count: "2", value: 1 }, { count: 2 }] })).toEqual([]);
    expect(evidencePieces({ ...paidFinding, evidence: {} }, "…")).toEqual([]);
  });
});
