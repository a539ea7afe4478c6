import { errorsOf, refusedAt } from "../finding-at.ts";
import type { PatternRule } from "../lint-rule.ts";
import { operandProblem } from "../operand-problem.ts";
import { fixWith } from "../shown.ts";
import { isEmptyList } from "./empty-container.ts";

/** MSK106: an operator has something behind it that it does not take. */
export const wrongOperand: PatternRule = {
  id: "MSK106",
  scope: "pattern",
  severities: ["error"],
  title: "an operator has an operand that it does not take",
  example: { filters: ['{"value":{"sku":[{"prefix":["A","B"]}]}}'], says: "prefix takes a text, not a list." },
  *check(subject) {
    for (const { error, place } of errorsOf(subject, "operand", "numeric-operator", "too-many-terms", "nested-list")) {
      if (isEmptyList(place)) continue;
      const { problem, fix } = operandProblem(subject.text, error, place);
      yield refusedAt(error, place, `${problem} AWS refuses the pattern.`, fixWith(fix));
    }
  },
};
