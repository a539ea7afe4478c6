import { formatCount } from "../../../figures.ts";
import { findingAt } from "../finding-at.ts";
import type { ContainerRule, PatternRule, RuleFinding } from "../lint-rule.ts";

/** Lambda API, Filter: Pattern. */
const longestPattern = 4_096;

/** MSK143: longer than AWS takes. */
export const longPattern: PatternRule = {
  id: "MSK143",
  scope: "pattern",
  severities: ["error"],
  title: "a pattern has more than 4,096 characters",
  example: {
    filters: [`{"value":{"id":["${"x".repeat(longestPattern)}"]}}`],
    says: "The pattern has 4,117 characters, and AWS takes 4,096.",
    described: "a pattern of 4,117 characters",
  },
  *check({ text }) {
    if (text.length > longestPattern) yield tooLong(text);
  },
};

/** Where AWS stops taking it. */
export function tooLong(text: string): RuleFinding {
  const message = `The pattern has ${formatCount(text.length)} characters, and AWS takes ${formatCount(longestPattern)}. It refuses the pattern; several filters hold more.`;
  return findingAt({ start: longestPattern, end: text.length }, "error", message, {
    evidence: { characters: text.length, limit: longestPattern },
  });
}

/** MSK144: nobody knows the pattern before the template is deployed. */
export const unknownPattern: ContainerRule = {
  id: "MSK144",
  scope: "container",
  severities: ["info"],
  title: "a pattern cannot be known before the template is deployed, and is not checked",
  example: { filters: [undefined], says: "The pattern cannot be known here", described: "`Pattern: !ImportValue Filter`" },
};

export function notChecked(reason: string | undefined): RuleFinding {
  const message = `The pattern cannot be known here${reason === undefined ? "" : `: ${reason}`}. It is not checked.`;
  return findingAt({ start: 0, end: 0 }, "info", message);
}
