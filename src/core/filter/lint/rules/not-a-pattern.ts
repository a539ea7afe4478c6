import { formatCount } from "../../../figures.ts";
import type { PatternError } from "../../pattern-error.ts";
import { findingAt } from "../finding-at.ts";
import type { PatternRule, RuleFinding } from "../lint-rule.ts";
import type { LintSubject } from "../lint-subject.ts";
import { isPatternText, mendedJson } from "../mended-json.ts";
import { fixWith, quoted, written } from "../shown.ts";

/** MSK100: the text is no JSON object, or there is more than one. */
export const notAPattern: PatternRule = {
  id: "MSK100",
  scope: "pattern",
  severities: ["error", "warning"],
  title: "the text is not a JSON object, or something follows it that AWS does not look at",
  example: { filters: [`{'value':{'status':['PAID']}}`], says: "The pattern is not JSON: names and texts want double quotes." },
  *check(subject) {
    for (const error of subject.errors) {
      if (error.kind === "not-json") yield notJson(subject, error);
      if (error.kind === "not-an-object") yield notAnObject(subject, error);
    }
    if (subject.tree?.kind === "object" && !subject.restIsBlank) yield textBehind(subject, subject.tree.end);
  },
};

function notJson({ text }: LintSubject, error: PatternError): RuleFinding {
  const mended = mendedJson(text, error.start);
  const problem = mended?.problem ?? `${error.message} (character ${formatCount(error.start + 1)})`;
  return findingAt(error, "error", `The pattern is not JSON: ${problem}. AWS refuses it.`, fixWith(mended?.text));
}

function notAnObject({ text, tree }: LintSubject, error: PatternError): RuleFinding {
  const evidence = { aws: error.message };
  if (tree === undefined) return findingAt({ start: 0, end: text.length }, "error", emptyText, { evidence });
  if (tree.kind === "string" && isPatternText(tree.text)) {
    const message = "The pattern was written as JSON twice: it is a text that holds the pattern. AWS refuses it.";
    return findingAt(error, "error", message, { evidence, ...fixWith(tree.text) });
  }
  if (tree.kind === "array") {
    const message = "The pattern is a list, and AWS takes an object. Several patterns are several filters, each with a Pattern of its own.";
    return findingAt(error, "error", message, { evidence });
  }
  const what = tree.kind === "string" ? `the text ${quoted(tree.text)}` : written(text, tree);
  return findingAt(error, "error", `The pattern is ${what}, and AWS takes an object.`, { evidence, fix: '{"value":{"FIELD":["VALUE"]}}' });
}

const emptyText = "The pattern is empty. AWS refuses it; a mapping that is not to filter has no filters at all.";

function textBehind({ text }: LintSubject, end: number): RuleFinding {
  const rest = { start: text.length - text.slice(end).trimStart().length, end: text.trimEnd().length };
  const isPattern = isPatternText(text.slice(rest.start).replace(/^,/, ""));
  const hint = isPattern ? "Several patterns are several filters." : "Remove it.";
  const message = `Something follows the pattern that AWS does not look at: ${written(text, rest, 30)}. ${hint}`;
  return findingAt(rest, "warning", message, fixWith(text.slice(0, end)));
}
