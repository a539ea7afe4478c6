import { base64Meaning } from "../base64.ts";
import { comparedTexts } from "../compared-texts.ts";
import { findingAt } from "../finding-at.ts";
import type { PatternRule } from "../lint-rule.ts";
import { fixWith, quoted } from "../shown.ts";

/** MSK122: the function gets values as base64, the filter sees them decoded. */
export const base64Text: PatternRule = {
  id: "MSK122",
  scope: "pattern",
  severities: ["warning"],
  title: "a text looks like base64: filters see values decoded",
  example: { filters: ['{"value":["SGVsbG8="]}'], says: '"SGVsbG8=" is base64 of "Hello".' },
  *check({ leaves }) {
    for (const compared of comparedTexts(leaves)) {
      const meaning = compared.part === "whole" ? base64Meaning(compared.text) : undefined;
      if (meaning === undefined) continue;
      const message = `${quoted(compared.text)} is base64 of ${quoted(meaning)}. Lambda decodes a record's value before it filters; only the function gets base64.`;
      const isPlain = compared.operator === undefined && !meaning.startsWith("{") && !meaning.startsWith("[");
      yield findingAt(compared, "warning", message, { path: compared.path, ...fixWith(isPlain ? JSON.stringify(meaning) : undefined) });
    }
  },
};
