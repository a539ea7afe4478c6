import type { Condition } from "../../compiled-pattern.ts";
import { JsonSyntaxError } from "../../json-tokens.ts";
import { readJson } from "../../json-tree.ts";
import type { Matcher } from "../../pattern.ts";
import { findingAt } from "../finding-at.ts";
import type { PatternRule, RuleFinding } from "../lint-rule.ts";
import type { LintSubject } from "../lint-subject.ts";
import type { PatternLeaf } from "../pattern-leaves.ts";
import { setOfMatcher } from "../sets/set-of-matcher.ts";
import { hasNoTexts } from "../sets/text-set.ts";
import { fixWith, written } from "../shown.ts";

/** MSK125: `"value": [...]` is for records that are plain text; JSON records bypass it (Developer Guide, kafka-filtering). */
export const textValue: PatternRule = {
  id: "MSK125",
  scope: "pattern",
  severities: ["warning", "info"],
  title:
    "value is compared as plain text: records of JSON bypass the condition and are delivered (info); what no plain text is, is a warning",
  example: { filters: ['{"value":["ERROR"]}'], says: "value is compared as plain text." },
  *check(subject) {
    const hasFields = subject.leaves.some(({ path }) => path.startsWith("value."));
    for (const leaf of subject.leaves) {
      if (leaf.path !== "value") continue;
      const never = hasFields ? [] : neverText(subject, leaf);
      yield* never;
      if (never.length === 0 && !hasFields) yield bypassed(leaf);
    }
  },
};

function bypassed({ member, path }: PatternLeaf): RuleFinding {
  const message =
    "value is compared as plain text. Records whose value is JSON bypass the condition and are delivered; to filter those, name their fields below value.";
  return findingAt(member.nameSpan, "info", message, { path });
}

/** Entries that no plain text can satisfy. That a number or null without anything around it is text, too, is an assumption. */
function neverText({ text }: LintSubject, { condition, path }: PatternLeaf): RuleFinding[] {
  return condition.tests.flatMap(({ matcher }) => {
    const json = matcher.kind === "string" || matcher.kind === "exactly" ? jsonIn(matcher.text) : undefined;
    if (json !== undefined) {
      const message =
        "This text is JSON, and a record that is JSON is not compared as text: it bypasses the condition. Its fields are named below value.";
      return [findingAt(matcher, "warning", message, { path, ...fixWith(json === "object" ? '"value":{"FIELD":["VALUE"]}' : undefined) })];
    }
    if (!acceptsNoText(condition, matcher)) return [];
    const entry = written(text, matcher, 40);
    const message = `${entry} never matches: value is compared as plain text, and no text satisfies it. Records of JSON bypass the condition (a lone number counting as text is an assumption).`;
    return [findingAt(matcher, "warning", message, { path })];
  });
}

function acceptsNoText({ comparesNumbers }: Condition, matcher: Matcher): boolean {
  return hasNoTexts(setOfMatcher(matcher, comparesNumbers).texts);
}

function jsonIn(text: string): "object" | "array" | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    const { node, restIsBlank } = readJson(text);
    return restIsBlank && (node.kind === "object" || node.kind === "array") ? node.kind : undefined;
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    return undefined;
  }
}
