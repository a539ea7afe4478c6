import type { PatternError } from "../../pattern-error.ts";
import { errorsOf, findingAt, refusedAt } from "../finding-at.ts";
import { type JsonPlace, pathOfPlace } from "../json-place.ts";
import type { PatternRule, RuleFinding } from "../lint-rule.ts";
import { pathOrPattern, written } from "../shown.ts";

/** MSK110: a number that no double has as its shortest decimal. */
export const numberPrecision: PatternRule = {
  id: "MSK110",
  scope: "pattern",
  severities: ["error", "warning"],
  title: "a number is beyond a double's precision: numeric and anything-but refuse it, as an exact value it matches its own spelling only",
  example: { filters: ['{"value":{"id":[9007199254740993]}}'], says: "9007199254740993 is beyond what is compared as a number." },
  *check(subject) {
    for (const { error, place } of errorsOf(subject, "number-precision")) yield refused(subject.text, error, place);
    for (const { path, condition } of subject.leaves) {
      for (const { matcher } of condition.tests) {
        if (matcher.kind !== "number" || matcher.value !== undefined) continue;
        const message =
          `${written(subject.text, matcher)} is beyond what is compared as a number. It matches only where ${path} is written ` +
          "with exactly these characters, and no numeric condition sees such a value.";
        yield findingAt(matcher, "warning", message, { path });
      }
    }
  },
};

function refused(text: string, error: PatternError, place: JsonPlace): RuleFinding {
  const path = pathOrPattern(pathOfPlace(place));
  const message =
    `${written(text, error)} is beyond what is compared as a number. AWS refuses it, and values of ${path} that are as long ` +
    "match no numeric condition either; identifiers are better sent as texts.";
  return refusedAt(error, place, message);
}
