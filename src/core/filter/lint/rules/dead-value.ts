import type { DeadValue } from "../dead-values.ts";
import { deadValues } from "../dead-values.ts";
import { findingAt } from "../finding-at.ts";
import type { PatternRule, RuleFinding } from "../lint-rule.ts";
import { written } from "../shown.ts";

/** MSK117: an entry of a list that the rest of the list makes superfluous. */
export const deadValue: PatternRule = {
  id: "MSK117",
  scope: "pattern",
  severities: ["warning"],
  title: "an entry of a list stands twice, or others accept all that it accepts",
  example: {
    filters: ['{"value":{"sku":[{"prefix":"A"},{"prefix":"AB"}]}}'],
    says: '{"prefix":"AB"} changes nothing: {"prefix":"A"} accepts all of it.',
  },
  *check({ text, leaves, budget }) {
    for (const { path, condition } of leaves) for (const dead of deadValues(condition, budget)) yield finding(text, path, dead);
  },
};

function finding(text: string, path: string, { matcher, by }: DeadValue): RuleFinding {
  const entry = written(text, matcher, 40);
  const other = by && written(text, by, 40);
  const joined = `Entries of one list are joined by "or"`;
  if (other === entry) return findingAt(matcher, "warning", `${entry} stands twice in the list of ${path}. Once is enough.`, { path });
  const reason = other === undefined ? "the rest of the list accepts all of it" : `${other} accepts all of it`;
  const hint = by?.kind === "anything-but" || by?.kind === "exists" ? `${joined}, so that it does not narrow ${other}.` : `${joined}.`;
  return findingAt(matcher, "warning", `${entry} changes nothing: ${reason}. ${hint}`, { path });
}
