import { type ComparedText, comparedTexts } from "../compared-texts.ts";
import { findingAt } from "../finding-at.ts";
import type { PatternRule, RuleFinding } from "../lint-rule.ts";
import type { LintSubject } from "../lint-subject.ts";
import type { PatternLeaf } from "../pattern-leaves.ts";
import { fixWith, quoted } from "../shown.ts";

/** MSK126: whether it matches depends on the type or the letter case that records have. Said only where the pattern gives a reason to ask. */
export const typeAndCase: PatternRule = {
  id: "MSK126",
  scope: "pattern",
  severities: ["info"],
  title: "a text looks like a number, true, false or null, which only a text matches; or two texts, or two names, differ in case only",
  example: { filters: ['{"value":{"temperature":["46"]}}'], says: '"46" matches the text only, not the number 46.' },
  *check(subject) {
    for (const leaf of subject.leaves) {
      const texts = comparedTexts([leaf]);
      yield* typeFindings(leaf, texts);
      yield* caseFindings(leaf, texts);
    }
    yield* nameFindings(subject);
  },
};

/** As JSON writes numbers: `007` and `+1` are texts for everybody. */
const numberShape = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$/;

/** On `value` itself everything is text. */
function* typeFindings({ path, condition }: PatternLeaf, texts: readonly ComparedText[]): Generator<RuleFinding> {
  if (path === "value") return;
  const asNumbers = condition.tests.some(({ matcher }) => matcher.kind === "number" || matcher.kind === "numeric");
  const literals = new Set(condition.tests.flatMap(({ matcher }) => (matcher.kind === "literal" ? [matcher.text as string] : [])));
  for (const compared of texts) {
    const { text, part, excluded, operator } = compared;
    const isNumber = numberShape.test(text) && !asNumbers;
    const isLiteral = /^(true|false|null)$/.test(text) && !literals.has(text);
    if (excluded || !(isNumber || (isLiteral && part === "whole"))) continue;
    const what = isNumber ? `the number ${text}` : `${text} without quotes`;
    const message =
      part === "whole"
        ? `${quoted(text)} matches the text only, not ${what}. If records have it the other way, leave the quotes out, or list both.`
        : `${operator} looks at texts only. If records have numbers at ${path}, it never matches; numeric compares those.`;
    yield findingAt(compared, "info", message, {
      path,
      ...fixWith(part === "whole" && operator === undefined ? `${JSON.stringify(text)},${text}` : undefined),
    });
  }
}

function* caseFindings({ path }: PatternLeaf, texts: readonly ComparedText[]): Generator<RuleFinding> {
  const known = new Map<string, ComparedText>();
  for (const compared of texts) {
    if (compared.part !== "whole" || compared.ignoresCase || compared.excluded) continue;
    const other = known.get(compared.text.toLowerCase());
    if (other === undefined) known.set(compared.text.toLowerCase(), compared);
    else if (other.text !== compared.text) {
      const message = `${quoted(other.text)} and ${quoted(compared.text)} differ in case only. Values are compared with their case; equals-ignore-case takes every spelling.`;
      yield findingAt(compared, "info", message, { path, fix: JSON.stringify({ "equals-ignore-case": compared.text.toLowerCase() }) });
    }
  }
}

/** The two names may stand in different branches: either can be the right one. */
function* nameFindings({ leaves }: LintSubject): Generator<RuleFinding> {
  const known = new Map<string, string>();
  for (const { path, member } of leaves) {
    const other = known.get(path.toLowerCase());
    if (other === undefined) known.set(path.toLowerCase(), path);
    else if (other !== path) {
      const message = `${other} and ${path} differ in case only. Names are compared with their case: these are two fields.`;
      yield findingAt(member.nameSpan, "info", message, { path });
    }
  }
}
