import { formatCount } from "../../figures.ts";
import type { Finding } from "../../finding.ts";
import { nearest } from "../../nearest.ts";
import type { FilterFinding } from "../filter-finding.ts";
import type { ContainerRule } from "./lint-rule.ts";
import { quoted } from "./shown.ts";

/** Filters of one mapping, by default and with a raised quota (Lambda Developer Guide, event filtering). */
const filterLimits = { byDefault: 5, byQuota: 10 };

/** MSK140: more filters than a mapping takes. */
export const tooManyFilters: ContainerRule = {
  id: "MSK140",
  scope: "container",
  severities: ["error", "warning"],
  title: "more than 10 filters (error), or more than the 5 that a mapping takes without a raised quota (warning)",
  example: {
    filters: Array.from({ length: 6 }, (_, index) => `{"value":{"kind":["K${index}"]}}`),
    says: "6 filters, and a mapping takes 5.",
    described: "six filters",
  },
};

/** MSK141: the list of filters is empty. */
export const noFilters: ContainerRule = {
  id: "MSK141",
  scope: "container",
  severities: ["warning"],
  title: "the list of filters is empty: every record is delivered",
  example: { filters: [], says: "The list of filters is empty.", described: '`"Filters": []`' },
};

/** MSK142: an entry of the list without a pattern. */
export const missingPattern: ContainerRule = {
  id: "MSK142",
  scope: "container",
  severities: ["error"],
  title: "a filter has no Pattern",
  example: { filters: [], says: "This filter has no Pattern.", described: '`"Filters": [{}]`' },
};

/** MSK145: an object where a template wants text. */
export const objectForText: ContainerRule = {
  id: "MSK145",
  scope: "container",
  severities: ["error"],
  title: "the pattern is an object where the format of the file takes text",
  example: {
    filters: [],
    says: "The pattern is an object, and this format takes text.",
    described: "`Pattern: {value: {status: [PAID]}}` in a CloudFormation template",
  },
};

/** What whoever reads a source knows of the list that patterns stand in. */
export interface FilterContainer {
  /** How many entries it has, readable or not. */
  readonly filters: number;
}

/** MSK140, MSK141: findings on the list as a whole. Not to be asked for a list that is put together only later. */
export function lintContainer({ filters }: FilterContainer): Finding[] {
  const { byDefault, byQuota } = filterLimits;
  if (filters === 0) {
    const message = "The list of filters is empty. Every record is delivered; a mapping that is not to filter needs no list.";
    return [{ id: noFilters.id, severity: "warning", message }];
  }
  if (filters <= byDefault) return [];
  const severity = filters > byQuota ? "error" : "warning";
  const consequence =
    filters > byQuota
      ? "AWS refuses them: even a raised quota ends at 10"
      : "AWS refuses them unless the account's quota was raised, to 10 at most";
  const message = `${formatCount(filters)} filters, and a mapping takes ${byDefault}. ${consequence}; values in one list are alternatives, and $or joins fields.`;
  return [{ id: tooManyFilters.id, severity, message, evidence: { filters, limit: filters > byQuota ? byQuota : byDefault } }];
}

/** MSK142: an entry that has `names` instead of a pattern. */
export function withoutPattern(names: readonly string[]): FilterFinding {
  const meant = names.find((name) => nearest(name, ["Pattern"]) !== undefined);
  const hint = meant === undefined ? "" : ` ${quoted(meant)} was probably meant to be it.`;
  const fix = '{"Pattern":"{\\"value\\":{\\"FIELD\\":[\\"VALUE\\"]}}"}';
  return {
    id: missingPattern.id,
    severity: "error",
    start: 0,
    end: 0,
    message: `This filter has no Pattern. AWS wants one in each.${hint}`,
    fix,
  };
}

/** MSK145: an object that the format hands on as it is. */
export function objectInsteadOfText(): FilterFinding {
  const message = "The pattern is an object, and this format takes text. Write it as a text of JSON.";
  return { id: objectForText.id, severity: "error", start: 0, end: 0, message };
}
