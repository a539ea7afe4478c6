import { formatCount } from "../../../figures.ts";
import { mostRules } from "../../compiled-pattern.ts";
import { findingAt } from "../finding-at.ts";
import type { PatternRule } from "../lint-rule.ts";

/** EventBridge is said to allow that many; for Lambda no page says anything. */
const allowedCombinations = 1_000;

/** MSK112: more fields than AWS's library takes, or more `$or` combinations than it is said to. */
export const tooLarge: PatternRule = {
  id: "MSK112",
  scope: "pattern",
  severities: ["error", "warning"],
  title:
    "more than 256 fields in one rule, or more $or combinations than can be worked through (error), or more than 1,000 (UNCONFIRMED for Lambda)",
  example: {
    filters: [manyCombinations()],
    says: "Its $or parts come to 1,024 combinations.",
    described: "ten $or of two branches beside each other",
  },
  *check({ text, errors, pattern, combinations }) {
    for (const error of errors) {
      if (error.kind !== "too-large") continue;
      const message = "A way through the pattern has more than 256 fields. AWS refuses it.";
      yield findingAt({ start: 0, end: text.length }, "error", message, { evidence: { aws: error.message } });
    }
    if (pattern === undefined || combinations <= allowedCombinations) return;
    const count = Number.isFinite(combinations) ? formatCount(combinations) : "countless";
    const message =
      `Its $or parts come to ${count} combinations. More than ${formatCount(allowedCombinations)} are said to be refused (UNCONFIRMED for Lambda); ` +
      "$or parts beside each other multiply, several filters or longer lists of values do not.";
    // AWS's library works all of them out, as ours does: so many fit into no memory.
    yield findingAt(pattern.root, combinations > mostRules ? "error" : "warning", message, {
      evidence: { combinations, limit: allowedCombinations },
    });
  },
};

function manyCombinations(): string {
  const parts = Array.from({ length: 10 }, (_, index) => `"f${index}":{"$or":[{"a":[1]},{"b":[2]}]}`);
  return `{"value":{${parts.join(",")}}}`;
}
