import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  anyText,
  exactForm,
  hasForm,
  prefixForm,
  suffixForm,
  type TextForm,
  wildcardForm,
} from "../../../../../src/core/filter/lint/sets/text-form.ts";
import { isWithin, type TextGroup } from "../../../../../src/core/filter/lint/sets/text-inclusion.ts";
import { WorkBudget } from "../../../../../src/core/filter/lint/work-budget.ts";
import { budget } from "./set-samples.ts";

const word = fc.array(fc.constantFrom("a", "b"), { maxLength: 3 }).map((all) => all.join(""));
const form: fc.Arbitrary<TextForm> = fc.oneof(
  word.map(exactForm),
  word.map((each) => prefixForm(exactForm(each))),
  word.map((each) => suffixForm(exactForm(each))),
  fc.array(word, { minLength: 1, maxLength: 4 }).map(wildcardForm),
);
const group = fc.record({ forms: fc.array(form, { maxLength: 3 }), negated: fc.boolean() });

/** All words of two letters, and one that no form names, up to a length that tells these forms apart. */
const words = [...new Set(allWords(7))];

function allWords(length: number): string[] {
  return length === 0 ? [""] : allWords(length - 1).flatMap((each) => [each, `${each}a`, `${each}b`, ...(length > 4 ? [] : [`${each}c`])]);
}

const has = ({ forms, negated }: TextGroup, text: string) => forms.some((each) => hasForm(each, text)) !== negated;

describe("whether texts are all among others", () => {
  it("is answered as looking at every text does", () => {
    fc.assert(
      fc.property(group, fc.array(group, { maxLength: 3 }), (inner, others) => {
        const missing = words.find((text) => has(inner, text) && !others.some((other) => has(other, text)));
        const answer = isWithin(inner, others, budget());
        // A text that is missing may be longer than those here.
        if (missing !== undefined) expect(answer).toBe("no");
        else expect(["yes", "no"]).toContain(answer);
      }),
      { numRuns: 1000 },
    );
  });

  it("finds out about texts that are put together of others", () => {
    const without = (forms: readonly TextForm[]) => ({ forms, negated: true });
    const all = without([]);
    expect(isWithin(all, [without([exactForm("a")]), { forms: [exactForm("a")], negated: false }], budget())).toBe("yes");
    expect(isWithin(all, [without([exactForm("a"), exactForm("b")]), without([exactForm("b"), exactForm("c")])], budget())).toBe("no");
    expect(isWithin(without([anyText]), [], budget())).toBe("yes");
  });

  it("is not answered when that would take too long", () => {
    expect(
      isWithin({ forms: [anyText], negated: false }, [{ forms: [wildcardForm(["", "a", ""])], negated: true }], new WorkBudget(3)),
    ).toBe("unknown");
  });
});
