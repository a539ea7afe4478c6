import type { JsonMember } from "../../json-tree.ts";
import { fieldObjects } from "../field-objects.ts";
import { findingAt } from "../finding-at.ts";
import { pathOfPlace, placeOf } from "../json-place.ts";
import type { PatternRule, RuleFinding } from "../lint-rule.ts";
import type { LintSubject } from "../lint-subject.ts";
import { fixWith, quoted } from "../shown.ts";

/** MSK120: `"a.b"` is the same path as `b` inside `a`. */
export const dottedKey: PatternRule = {
  id: "MSK120",
  scope: "pattern",
  severities: ["warning"],
  title: "a name has a dot in it: it means the nested field, too",
  example: { filters: ['{"value":{"order.status":["PAID"]}}'], says: '"order.status" is the same as "status" inside "order".' },
  *check(subject) {
    for (const { members } of fieldObjects(subject.tree))
      for (const member of members) if (member.name.includes(".")) yield finding(subject, member);
  },
};

function finding({ tree, text }: LintSubject, { name, nameStart, nameEnd, value }: JsonMember): RuleFinding {
  const span = { start: nameStart, end: nameEnd };
  const path = pathOfPlace(placeOf(tree, span));
  const steps = name.split(".");
  const last = steps.at(-1) ?? "";
  const message = `${quoted(name)} is the same as ${quoted(last)} inside ${quoted(steps.slice(0, -1).join("."))}. A filter cannot tell a field with a dot in its name from a nested one.`;
  const nested = steps.map((step) => JSON.stringify(step)).join(":{");
  const fix = steps.includes("") ? undefined : `${nested}:${text.slice(value.start, value.end)}${"}".repeat(steps.length - 1)}`;
  return findingAt(span, "warning", message, { ...(path === undefined ? {} : { path }), ...fixWith(fix) });
}
