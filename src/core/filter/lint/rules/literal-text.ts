import type { JsonMember } from "../../json-tree.ts";
import { type ComparedText, comparedTexts } from "../compared-texts.ts";
import { fieldObjects } from "../field-objects.ts";
import { findingAt } from "../finding-at.ts";
import { pathOfPlace, placeOf } from "../json-place.ts";
import type { PatternRule, RuleFinding } from "../lint-rule.ts";
import type { LintSubject } from "../lint-subject.ts";
import { literalSigns } from "../literal-signs.ts";
import type { PatternLeaf } from "../pattern-leaves.ts";
import { fixWith, quoted, written } from "../shown.ts";

/** MSK123: what is compared character by character, and hardly meant so. */
export const literalText: PatternRule = {
  id: "MSK123",
  scope: "pattern",
  severities: ["warning"],
  title:
    "a text has signs of a glob or a regular expression, blanks at its edge, or invisible characters, which all are compared as they are; or a wildcard has no star",
  example: { filters: ['{"value":{"file":["*.png"]}}'], says: '"*.png" is compared character by character, * included.' },
  *check(subject) {
    for (const compared of comparedTexts(subject.leaves)) {
      const said = literalSigns(compared);
      if (said !== undefined) yield textFinding(compared, said.message, said.fix);
    }
    for (const leaf of subject.leaves) yield* starless(subject, leaf);
    for (const { members } of fieldObjects(subject.tree))
      for (const member of members) if (hasEdge(member.name)) yield nameFinding(subject, member);
  },
};

function textFinding(compared: ComparedText, message: string, fix: string | undefined): RuleFinding {
  return findingAt(compared, "warning", message, { path: compared.path, ...fixWith(fix) });
}

/** `{"wildcard":"foo"}`: a star that is escaped is a character. */
function* starless({ text }: LintSubject, { path, condition }: PatternLeaf): Generator<RuleFinding> {
  for (const { matcher } of condition.tests) {
    if (matcher.kind !== "wildcard" || matcher.parts.length > 1) continue;
    const [only = ""] = matcher.parts;
    const hint = only.includes("*") ? "A star behind a backslash stands for itself" : "Without a star it is an exact text";
    const message = `${written(text, matcher, 40)} matches ${quoted(only)} only. ${hint}.`;
    yield findingAt(matcher, "warning", message, { path, ...fixWith(JSON.stringify(only)) });
  }
}

function hasEdge(name: string): boolean {
  return name !== name.trim();
}

function nameFinding({ tree }: LintSubject, { name, nameStart, nameEnd }: JsonMember): RuleFinding {
  const span = { start: nameStart, end: nameEnd };
  const path = pathOfPlace(placeOf(tree, span));
  const message = `The name ${quoted(name)} has blanks at its edge. Only a field with the same blanks in its name matches.`;
  return findingAt(span, "warning", message, { ...(path === undefined ? {} : { path }), ...fixWith(JSON.stringify(name.trim())) });
}
