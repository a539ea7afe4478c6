import type { Matcher } from "../../pattern.ts";
import { fieldObjects } from "../field-objects.ts";
import { findingAt } from "../finding-at.ts";
import { pathOfPlace, placeOf } from "../json-place.ts";
import type { PatternRule, RuleFinding } from "../lint-rule.ts";
import type { LintSubject } from "../lint-subject.ts";
import type { PatternLeaf } from "../pattern-leaves.ts";
import { fixWith } from "../shown.ts";

/** MSK127: what happens where a field is absent, or is a list. Said only where the pattern gives a reason to ask. */
export const absenceAndLists: PatternRule = {
  id: "MSK127",
  scope: "pattern",
  severities: ["info"],
  title: "anything-but and null do not match where the field is absent; conditions below a list are about one element",
  example: {
    filters: ['{"value":{"status":[{"anything-but":["TEST"]}]}}'],
    says: "anything-but does not match where value.status is absent.",
  },
  *check(subject) {
    for (const leaf of subject.leaves) yield* absenceFindings(subject, leaf);
    yield* listFindings(subject);
  },
};

function* absenceFindings({ text }: LintSubject, { path, condition }: PatternLeaf): Generator<RuleFinding> {
  // A text is always there.
  if (path === "value" || condition.mayBeAbsent) return;
  const find = (wanted: (matcher: Matcher) => boolean) => condition.tests.find(({ matcher }) => wanted(matcher))?.matcher;
  const excluding = find(({ kind }) => kind === "anything-but");
  const nothing = find((matcher) => matcher.kind === "literal" && matcher.text === "null");
  if (excluding !== undefined) {
    const message = `anything-but does not match where ${path} is absent. If such records are to be delivered, too, add {"exists":false}.`;
    yield findingAt(excluding, "info", message, { path, ...fixWith(`${text.slice(excluding.start, excluding.end)},{"exists":false}`) });
  } else if (nothing !== undefined) {
    const message = `null matches where ${path} is null, not where it is absent. If records leave it out, add {"exists":false}.`;
    yield findingAt(nothing, "info", message, { path, fix: 'null,{"exists":false}' });
  }
}

/** Names that lists usually have. */
const listName = /(items|lines|entries|elements|records|products|children|list|array)$/i;

function* listFindings({ tree, pattern }: LintSubject): Generator<RuleFinding> {
  if (pattern === undefined) return;
  for (const { members } of fieldObjects(tree)) {
    for (const { name, nameStart, nameEnd, value } of members) {
      if (value.kind !== "object" || value.members.length < 2 || !listName.test(name)) continue;
      const span = { start: nameStart, end: nameEnd };
      const path = pathOfPlace(placeOf(tree, span)) ?? name;
      const message = `If ${path} is a list, one element of it has to satisfy all ${value.members.length} conditions. Elements that satisfy one each do not do.`;
      yield findingAt(span, "info", message, { path });
    }
  }
}
