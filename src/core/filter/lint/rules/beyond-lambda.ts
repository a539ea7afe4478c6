import { isLambdaMatcher, type Matcher } from "../../pattern.ts";
import { findingAt } from "../finding-at.ts";
import type { PatternRule } from "../lint-rule.ts";

/** MSK116: works with EventBridge; whether Lambda takes it is not known. Said once for each operator. */
export const beyondLambda: PatternRule = {
  id: "MSK116",
  scope: "pattern",
  severities: ["warning"],
  title:
    "an operator that EventBridge documents and Lambda does not (UNCONFIRMED that Lambda takes it); not said in the dialect eventbridge",
  example: {
    filters: ['{"value":{"path":[{"wildcard":"logs/*/error"}]}}'],
    says: "wildcard is not among the operators that Lambda documents.",
  },
  *check({ dialect, leaves }) {
    if (dialect === "eventbridge") return;
    const places = new Map<string, { readonly matcher: Matcher; readonly path: string; count: number }>();
    for (const { path, condition } of leaves) {
      for (const { matcher } of condition.tests) {
        if (isLambdaMatcher(matcher)) continue;
        const operator = operatorOf(matcher);
        const place = places.get(operator);
        if (place === undefined) places.set(operator, { matcher, path, count: 1 });
        else place.count++;
      }
    }
    for (const [operator, { matcher, path, count }] of places) {
      const message = `${operator} is not among the operators that Lambda documents. ${doubt(matcher)}`;
      yield findingAt(matcher, "warning", message, { path, ...(count > 1 ? { evidence: { places: count } } : {}) });
    }
  },
};

/** EventBridge's table of operators has a column for Pipes; that Pipes filters with the same engine as Lambda is an assumption. */
function doubt({ kind }: Matcher): string {
  switch (kind) {
    case "anything-but":
      return "EventBridge has it and says that its Pipes do not take it, which are taken to filter as Lambda does (UNCONFIRMED).";
    case "wildcard":
      return "EventBridge has it and refuses patterns with too many of them as too complex; that Lambda takes it is UNCONFIRMED.";
    default:
      return "EventBridge has it, and that Lambda takes it is UNCONFIRMED.";
  }
}

function operatorOf(matcher: Matcher): string {
  switch (matcher.kind) {
    case "prefix":
    case "suffix":
      return `${matcher.kind} with equals-ignore-case`;
    case "anything-but":
      return `anything-but with ${matcher.operand.kind}`;
    default:
      return matcher.kind;
  }
}
