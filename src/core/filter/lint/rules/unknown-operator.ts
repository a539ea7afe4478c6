import type { JsonMember } from "../../json-tree.ts";
import { type NumericOperator, numericOperators } from "../../pattern.ts";
import type { PatternError } from "../../pattern-error.ts";
import { errorsOf, refusedAt } from "../finding-at.ts";
import type { JsonPlace } from "../json-place.ts";
import type { PatternRule, RuleFinding } from "../lint-rule.ts";
import type { LintSubject } from "../lint-subject.ts";
import { isPatternText } from "../mended-json.ts";
import { documentedOperators, isForeignWord, meantOperator, sameOperator } from "../operator-words.ts";
import { fixWith, quoted } from "../shown.ts";

/** MSK103: a match expression that begins with no operator. */
export const unknownOperator: PatternRule = {
  id: "MSK103",
  scope: "pattern",
  severities: ["error"],
  title: "a match expression has an operator that there is not, or none",
  example: { filters: ['{"value":{"sku":[{"Prefix":"AB"}]}}'], says: 'There is no operator "Prefix", only "prefix".' },
  *check(subject) {
    const saidOf = new Set<JsonMember>();
    for (const { error, place } of errorsOf(subject, "unknown-operator")) {
      const { field } = place;
      const joining = field && meantOperator(error.name ?? "") === undefined ? joiningWords.get(field.name.toLowerCase()) : undefined;
      if (joining === undefined || field === undefined) {
        if (error.name !== "$or") yield unknown(subject, error, place);
      } else if (!saidOf.has(field)) {
        saidOf.add(field);
        yield joiningFinding(subject, error, place, field, joining);
      }
    }
    for (const { error, place } of errorsOf(subject, "empty-expression")) yield empty(error, place);
  },
};

/** Fields that were to join conditions. */
const joiningWords: ReadonlyMap<string, "or" | "and"> = new Map([
  ["or", "or"],
  ["any", "or"],
  ["anyof", "or"],
  ["oneof", "or"],
  ["and", "and"],
  ["$and", "and"],
  ["all", "and"],
  ["allof", "and"],
]);

function joiningFinding(
  { text }: LintSubject,
  error: PatternError,
  place: JsonPlace,
  field: JsonMember,
  joining: "or" | "and",
): RuleFinding {
  const hint =
    joining === "or"
      ? 'What joins objects by "or" is called "$or".'
      : 'Fields of one object are joined by "and" as they are, without a word for it.';
  const message = `${quoted(field.name)} is the name of a field here, and no match expressions are in its list. ${hint} AWS refuses the pattern.`;
  const fix = joining === "or" ? `"$or":${text.slice(field.value.start, field.value.end)}` : undefined;
  return { ...refusedAt(error, place, message, fixWith(fix)), start: field.nameStart, end: field.nameEnd };
}

/** What may stand there: anything, or inside another operator its parts. */
function operatorsAt({ operators }: JsonPlace): readonly string[] {
  switch (operators.at(-2)) {
    case "anything-but":
      return ["prefix", "suffix", "equals-ignore-case", "wildcard"];
    case "prefix":
    case "suffix":
      return ["equals-ignore-case"];
    default:
      return documentedOperators;
  }
}

function unknown(subject: LintSubject, error: PatternError, place: JsonPlace): RuleFinding {
  const { name = "" } = error;
  const allowed = operatorsAt(place);
  const outer = place.operators.at(-2);
  const meant = meantOperator(name, allowed);
  const where = outer === undefined ? "" : ` inside ${outer}`;
  const hint =
    meant === undefined
      ? `. ${outer === undefined ? "Operators" : `${outer} takes a value, or one of these`}: ${allowed.join(", ")}.`
      : `${sameOperator(name, allowed) === undefined ? ". Probably meant:" : ", only"} "${meant}".`;
  const fix = meant === undefined ? undefined : mended(subject, error, place, meant);
  return refusedAt(error, place, `There is no operator ${quoted(name)}${where}${hint} AWS refuses the pattern.`, fixWith(fix));
}

/** The expression as it was meant. */
function mended({ text }: LintSubject, error: PatternError, { entry, operators }: JsonPlace, meant: string): string | undefined {
  const { name = "" } = error;
  const operand = entry?.kind === "object" && operators.length === 1 ? entry.members[0]?.value : undefined;
  const comparison = comparisons.get(name.replace("$", ""));
  if (comparison !== undefined && operand?.kind === "number") return `{"numeric":["${comparison}",${operand.text}]}`;
  if (meant === "wildcard" && isForeignWord(name)) return exampleOf.get(meant);
  if (entry === undefined) return undefined;
  const renamed = `${text.slice(entry.start, error.start)}"${meant}"${text.slice(error.end, entry.end)}`;
  return isPatternText(`{"a":[${renamed}]}`) ? renamed : exampleOf.get(meant);
}

const comparisons: ReadonlyMap<string, NumericOperator> = new Map([
  ...numericOperators.map((operator) => [operator, operator] as const),
  ["gt", ">"],
  ["gte", ">="],
  ["lt", "<"],
  ["lte", "<="],
]);

const exampleOf: ReadonlyMap<string, string> = new Map([
  ["anything-but", '{"anything-but":["VALUE"]}'],
  ["prefix", '{"prefix":"TEXT"}'],
  ["suffix", '{"suffix":"TEXT"}'],
  ["wildcard", '{"wildcard":"*TEXT*"}'],
  ["equals-ignore-case", '{"equals-ignore-case":"TEXT"}'],
  ["exists", '{"exists":true}'],
  ["numeric", '{"numeric":[">=",0,"<",100]}'],
  ["cidr", '{"cidr":"10.0.0.0/24"}'],
]);

function empty(error: PatternError, place: JsonPlace): RuleFinding {
  const outer = place.operators.at(-1);
  const message = `${outer === undefined ? "A match expression" : `The expression inside ${outer}`} is empty: it wants one operator with its operand. AWS refuses it.`;
  return refusedAt(error, place, message, {
    fix: outer === undefined ? '{"exists":true}' : `{"${operatorsAt({ ...place, operators: [outer, ""] })[0]}":"TEXT"}`,
  });
}
