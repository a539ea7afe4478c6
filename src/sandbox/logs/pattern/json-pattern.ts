import type { MessageFilter } from "./filter-pattern.ts";
import { comparison, isFalse, isNull, isTrue, valuesAt } from "./json-condition.ts";
import { type JsonToken, jsonTokens } from "./json-tokens.ts";
import { invalidPattern } from "./pattern-error.ts";

type Condition = (document: unknown) => boolean;

/** `{ condition && condition || … }`: parentheses bind first, then &&, then || (User Guide). Only JSON messages match. */
export function jsonPattern(pattern: string): MessageFilter {
  const tokens = jsonTokens(pattern);
  let at = 0;

  const take = (): JsonToken => {
    const token = tokens[at++];
    if (token === undefined) throw invalidPattern("it ends too early");
    return token;
  };
  const takeSign = (sign: string): boolean => {
    const { kind, text } = tokens[at] ?? {};
    if (kind !== "sign" || text !== sign) return false;
    at++;
    return true;
  };
  const expect = (text: string): void => {
    const token = take();
    if (token.text !== text) throw unexpected(token, text);
  };

  /** Parts that are all joined by one sign. */
  const joined = (sign: string, part: () => Condition, join: (parts: Condition[]) => Condition): Condition => {
    const parts = [part()];
    while (takeSign(sign)) parts.push(part());
    return join(parts);
  };
  const anyOf = (): Condition => joined("||", allOf, (parts) => (document) => parts.some((part) => part(document)));
  const allOf = (): Condition => joined("&&", unit, (parts) => (document) => parts.every((part) => part(document)));
  const unit = (): Condition => {
    if (!takeSign("(")) return condition();
    const inner = anyOf();
    expect(")");
    return inner;
  };
  const condition = (): Condition => {
    const selector = take();
    if (selector.kind !== "selector") throw unexpected(selector, "a selector such as $.level");
    const values = valuesAt(selector.text);
    const operator = take();
    if (operator.text === "NOT") {
      expect("EXISTS");
      return (document) => values(document).length === 0;
    }
    const holds = operator.text === "IS" ? stateOf(take()) : comparison(operator, take());
    return (document) => values(document).some(holds);
  };

  expect("{");
  const holds = anyOf();
  expect("}");
  if (at < tokens.length) throw unexpected(take(), "the end");
  return (message) => {
    const document = parsed(message);
    return typeof document === "object" && document !== null && holds(document);
  };
}

const states = new Map<string, (value: unknown) => boolean>([
  ["NULL", isNull],
  ["TRUE", isTrue],
  ["FALSE", isFalse],
]);

function stateOf(token: JsonToken): (value: unknown) => boolean {
  const state = states.get(token.text);
  if (state === undefined) throw unexpected(token, "NULL, TRUE or FALSE");
  return state;
}

function unexpected({ character }: JsonToken, wanted: string): Error {
  return invalidPattern(`${wanted} is expected at character ${character}`);
}

function parsed(message: string): unknown {
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}
