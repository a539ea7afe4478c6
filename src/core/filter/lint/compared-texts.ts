import type { Matcher, Span } from "../pattern.ts";
import type { PatternLeaf } from "./pattern-leaves.ts";

/** A text that values are compared with, character by character. */
export interface ComparedText extends Span {
  readonly path: string;
  readonly text: string;
  /** Which part of a value it is compared with. */
  readonly part: "whole" | "start" | "end";
  /** `anything-but` excludes it. */
  readonly excluded: boolean;
  /** Absent for a value that stands in the list as it is. */
  readonly operator: string | undefined;
  readonly ignoresCase: boolean;
}

/** All texts of a pattern's conditions but wildcards and ranges of addresses. The place is that of the entry in the field's list. */
export function comparedTexts(leaves: readonly PatternLeaf[]): ComparedText[] {
  return leaves.flatMap(({ path, condition }) => condition.tests.flatMap(({ matcher }) => textsOf(path, matcher)));
}

function textsOf(path: string, matcher: Matcher): ComparedText[] {
  const { start, end, kind } = matcher;
  const plain = { path, start, end, part: "whole", excluded: false, operator: undefined, ignoresCase: false } as const;
  switch (matcher.kind) {
    case "string":
      return [{ ...plain, text: matcher.text }];
    case "exactly":
      return [{ ...plain, operator: kind, text: matcher.text }];
    case "equals-ignore-case":
      return [{ ...plain, operator: kind, text: matcher.text, ignoresCase: true }];
    case "prefix":
    case "suffix":
      return [{ ...plain, operator: kind, text: matcher.text, part: partOf(matcher.kind), ignoresCase: matcher.ignoreCase }];
    case "anything-but": {
      const { operand } = matcher;
      if (operand.kind === "numbers" || operand.kind === "wildcard") return [];
      const ignoresCase = operand.kind === "equals-ignore-case";
      return operand.texts.map((text) => ({ ...plain, operator: kind, text, part: partOf(operand.kind), excluded: true, ignoresCase }));
    }
    default:
      return [];
  }
}

function partOf(kind: string): ComparedText["part"] {
  if (kind === "prefix") return "start";
  return kind === "suffix" ? "end" : "whole";
}
