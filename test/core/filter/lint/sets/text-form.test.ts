import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { caseVariants, endsIgnoringCase, equalsIgnoringCase, startsIgnoringCase } from "../../../../../src/core/filter/ignoring-case.ts";
import {
  exactForm,
  hasForm,
  ignoringCaseForm,
  madeOf,
  prefixForm,
  suffixForm,
  wildcardForm,
  witnessOf,
} from "../../../../../src/core/filter/lint/sets/text-form.ts";
import { matchesWildcard, parseWildcard } from "../../../../../src/core/filter/wildcard.ts";

const text = fc.array(fc.constantFrom("a", "A", "b", "ß", "S", "s", "*"), { maxLength: 6 }).map((all) => all.join(""));

describe("forms of texts", () => {
  it("have the texts that the engine says", () => {
    fc.assert(
      fc.property(text, text, (form, value) => {
        const variants = caseVariants(form);
        expect(hasForm(exactForm(form), value)).toBe(value === form);
        expect(hasForm(prefixForm(exactForm(form)), value)).toBe(value.startsWith(form));
        expect(hasForm(suffixForm(exactForm(form)), value)).toBe(value.endsWith(form));
        expect(hasForm(ignoringCaseForm(form), value)).toBe(equalsIgnoringCase(value, variants));
        expect(hasForm(prefixForm(ignoringCaseForm(form)), value)).toBe(startsIgnoringCase(value, variants));
        expect(hasForm(suffixForm(ignoringCaseForm(form)), value)).toBe(endsIgnoringCase(value, variants));
        const parts = parseWildcard(form);
        if (!("error" in parts)) expect(hasForm(wildcardForm(parts), value)).toBe(matchesWildcard(value, parts));
      }),
      { numRuns: 1000 },
    );
  });

  it("have their own witness", () => {
    fc.assert(
      fc.property(text, (each) => {
        const form = suffixForm(ignoringCaseForm(each));
        expect(hasForm(form, witnessOf(form))).toBe(true);
      }),
    );
  });

  it("can be limited to characters", () => {
    expect([hasForm(madeOf("ab"), ""), hasForm(madeOf("ab"), "abba"), hasForm(madeOf("ab"), "abc")]).toEqual([true, true, false]);
  });
});
