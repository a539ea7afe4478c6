import type { PatternError } from "../../pattern-error.ts";
import { errorsOf, refusedAt } from "../finding-at.ts";
import type { JsonPlace } from "../json-place.ts";
import { pathOfPlace } from "../json-place.ts";
import type { PatternRule, RuleFinding } from "../lint-rule.ts";
import { isPatternText } from "../mended-json.ts";
import { sameOperator } from "../operator-words.ts";
import { fixWith, pathOrPattern } from "../shown.ts";

/** MSK101: `"status": "ok"`. Operators that stand there instead of in a list are MSK115's. */
export const scalarLeaf: PatternRule = {
  id: "MSK101",
  scope: "pattern",
  severities: ["error"],
  title: "a field has a single value where a list of values belongs",
  example: { filters: ['{"value":{"status":"ok"}}'], says: "value.status has a single value where a list belongs." },
  *check(subject) {
    for (const { error, place } of errorsOf(subject, "scalar-leaf")) {
      if (!isMisplacedOperator(place)) yield scalarFinding(subject.text, error, place);
    }
  },
};

/** `{"name":{"prefix":"x"}}`: whoever writes that means no field of that name. */
function isMisplacedOperator({ steps }: JsonPlace): boolean {
  return steps.length > 1 && sameOperator(steps.at(-1) ?? "") !== undefined;
}

function scalarFinding(text: string, error: PatternError, place: JsonPlace): RuleFinding {
  const path = pathOrPattern(pathOfPlace(place));
  const { node, field } = place;
  const name = field === undefined ? "" : `${text.slice(field.nameStart, field.nameEnd)}:`;
  if (node?.kind === "string" && isPatternText(node.text)) {
    const message = `What ${path} holds was written as JSON twice: it is a text. AWS takes an object or a list.`;
    return refusedAt(error, place, message, fixWith(name + node.text.trim()));
  }
  const list = `[${text.slice(error.start, error.end)}]`;
  const message = `${path} has a single value where a list belongs. AWS refuses the pattern; a single value is a list of one.`;
  // null may be what a template made of a value that it did not have.
  const edit = node?.kind === "literal" && node.text === "null" ? {} : { edit: { start: error.start, end: error.end, text: list } };
  return refusedAt(error, place, message, { ...fixWith(name + list), ...edit });
}
