import { errorsOf, refusedAt } from "../finding-at.ts";
import type { JsonPlace } from "../json-place.ts";
import type { PatternRule } from "../lint-rule.ts";
import { fixWith } from "../shown.ts";

/** MSK105: `{"prefix":"a","suffix":"z"}`. */
export const twoOperators: PatternRule = {
  id: "MSK105",
  scope: "pattern",
  severities: ["error"],
  title: "a match expression has two operators",
  example: { filters: ['{"value":{"sku":[{"prefix":"A","suffix":"Z"}]}}'], says: "A match expression takes one operator, and here are 2." },
  *check({ text, ...subject }) {
    for (const { error, place } of errorsOf({ ...subject, text }, "two-operators")) {
      const names = namesIn(place);
      const message =
        `A match expression takes one operator, and here are ${Math.max(2, names.length)}. ` +
        `AWS refuses it; no pattern joins two conditions on one field by "and"${joinedBy(names)}.`;
      yield refusedAt(error, place, message, fixWith(together(place)));
    }
  },
};

/** Of the operators that stand beside each other. */
function namesIn({ entry, operators }: JsonPlace): string[] {
  const outer = operators.length > 1 && entry?.kind === "object" ? entry.members.find(({ name }) => name === operators[0])?.value : entry;
  return outer?.kind === "object" ? outer.members.map(({ name }) => name) : [];
}

function joinedBy(names: readonly string[]): string {
  return names.includes("prefix") && names.includes("suffix") ? ", but a wildcard can have both ends" : "";
}

/** A prefix and a suffix are a wildcard, but for texts in which they overlap. */
function together({ entry, operators }: JsonPlace): string | undefined {
  if (entry?.kind !== "object" || operators.length > 1 || entry.members.length !== 2) return undefined;
  const textOf = (operator: string) => {
    const value = entry.members.find(({ name }) => name === operator)?.value;
    return value?.kind === "string" ? value.text.replaceAll(/[*\\]/g, "\\$&") : undefined;
  };
  const [prefix, suffix] = [textOf("prefix"), textOf("suffix")];
  return prefix === undefined || suffix === undefined ? undefined : `{"wildcard":${JSON.stringify(`${prefix}*${suffix}`)}}`;
}
