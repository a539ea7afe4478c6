import type { Severity } from "../../finding.ts";
import type { Span } from "../pattern.ts";
import type { PatternError, PatternErrorKind } from "../pattern-error.ts";
import { type JsonPlace, pathOfPlace, placeOf } from "./json-place.ts";
import type { RuleFinding } from "./lint-rule.ts";
import type { LintSubject } from "./lint-subject.ts";

/** What of a finding is more than its words. */
type Details = Pick<RuleFinding, "path" | "evidence" | "fix" | "edit">;

export function findingAt({ start, end }: Span, severity: Severity, message: string, details: Details = {}): RuleFinding {
  return { severity, message, start, end, ...details };
}

/** A finding that the parser made an error of; the words of AWS's library are kept, since they are what one searches for. */
export function refusedAt(error: PatternError, place: JsonPlace, message: string, details: Details = {}): RuleFinding {
  const path = pathOfPlace(place);
  return findingAt(error, "error", message, {
    ...(path === undefined ? {} : { path }),
    evidence: { aws: error.message },
    ...details,
  });
}

/** The parser's errors of some kinds, with their places. */
export function errorsOf(subject: LintSubject, ...kinds: readonly PatternErrorKind[]): { error: PatternError; place: JsonPlace }[] {
  return subject.errors.filter(({ kind }) => kinds.includes(kind)).map((error) => ({ error, place: placeOf(subject.tree, error) }));
}
