import type { MetricIdentity } from "../../world.ts";
import { ExpressionError } from "./expression-error.ts";

export type MetricFilter = (identity: MetricIdentity) => boolean;

/**
 * The first argument of SEARCH: `{Namespace,Dimension,…} Term Term …` (CloudWatch User Guide, "search expression syntax"). A schema takes
 * metrics with exactly its dimensions. Terms are joined by AND unless OR or NOT stands between; `Name="value"` is exact, a
 * value without quotes matches as a run of words, and a term without a name looks at everything.
 */
export function parseSearch(query: string): MetricFilter {
  const schema = /^\s*\{([^}]*)\}/.exec(query);
  const fits = schema === null ? () => true : schemaFilter(schema[1] ?? "");
  const terms = tokenise(query.slice(schema?.[0].length ?? 0));
  const matches = terms.length === 0 ? () => true : new Parser(terms).whole();
  return (identity) => fits(identity) && matches(identity);
}

function schemaFilter(text: string): MetricFilter {
  const [namespace = "", ...dimensions] = text.split(",").map((name) => name.trim().replace(/^"(.*)"$/, "$1"));
  return (identity) =>
    identity.namespace === namespace &&
    identity.dimensions.size === dimensions.length &&
    dimensions.every((name) => identity.dimensions.has(name));
}

interface Token {
  readonly kind: "sign" | "exact" | "partial";
  readonly text: string;
}

function tokenise(text: string): Token[] {
  return [...text.matchAll(/\s*(?:([()=])|"([^"]*)"|([^\s()="]+))/g)].map(([, sign, exact, partial]) => {
    if (sign !== undefined) return { kind: "sign", text: sign };
    if (exact !== undefined) return { kind: "exact", text: exact };
    return { kind: ["AND", "OR", "NOT"].includes(partial ?? "") ? "sign" : "partial", text: partial ?? "" };
  });
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): MetricFilter {
    const filter = this.#either(undefined);
    const next = this.#tokens[this.#at];
    if (next !== undefined) throw new ExpressionError(`Unexpected ${next.text} in the search expression`);
    return filter;
  }

  #isSign(text: string, offset = 0): boolean {
    const token = this.#tokens[this.#at + offset];
    return token?.kind === "sign" && token.text === text;
  }

  /** `property` is the name in front of a parenthesis: `Topic=(orders OR payments)`. */
  #either(property: string | undefined): MetricFilter {
    const left = this.#both(property);
    if (!this.#isSign("OR")) return left;
    this.#at++;
    const right = this.#either(property);
    return (identity) => left(identity) || right(identity);
  }

  #both(property: string | undefined): MetricFilter {
    const left = this.#negatable(property);
    if (this.#isSign("AND")) this.#at++;
    if (this.#tokens[this.#at] === undefined || this.#isSign(")") || this.#isSign("OR")) return left;
    const right = this.#both(property);
    return (identity) => left(identity) && right(identity);
  }

  #negatable(property: string | undefined): MetricFilter {
    if (!this.#isSign("NOT")) return this.#term(property);
    this.#at++;
    const inner = this.#negatable(property);
    return (identity) => !inner(identity);
  }

  #term(property: string | undefined): MetricFilter {
    const token = this.#tokens[this.#at];
    if (token !== undefined && token.kind !== "sign" && this.#isSign("=", 1)) {
      this.#at += 2;
      return this.#term(token.text);
    }
    if (this.#isSign("(")) return this.#parenthesis(property);
    if (token === undefined || token.kind === "sign") throw new ExpressionError("The search expression is not complete");
    this.#at++;
    return valueFilter(property, token);
  }

  #parenthesis(property: string | undefined): MetricFilter {
    this.#at++;
    const inner = this.#either(property);
    if (!this.#isSign(")")) throw new ExpressionError("Expected ) in the search expression");
    this.#at++;
    return inner;
  }
}

function valueFilter(property: string | undefined, { kind, text }: Token): MetricFilter {
  const wanted = words(text);
  const fits = (value: string) => (kind === "exact" ? value === text : holdsWords(words(value), wanted));
  return (identity) => valuesOf(identity, property).some(fits);
}

function valuesOf({ namespace, name, dimensions }: MetricIdentity, property: string | undefined): readonly string[] {
  if (property === undefined) return [namespace, name, ...dimensions.keys(), ...dimensions.values()];
  if (property === "Namespace") return [namespace];
  if (property === "MetricName") return [name];
  return [dimensions.get(property)].filter((value) => value !== undefined);
}

/** Names are split as CloudWatch splits them: at signs, and where lower case turns into upper. */
function words(text: string): string[] {
  return text
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}

function holdsWords(all: readonly string[], wanted: readonly string[]): boolean {
  return all.some((_, from) => wanted.every((word, at) => all[from + at] === word));
}
