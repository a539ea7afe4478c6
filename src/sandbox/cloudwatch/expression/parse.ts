import { ExpressionError } from "./expression-error.ts";
import { type Token, tokenise } from "./tokens.ts";

/** A metric math expression (CloudWatch User Guide, "Metric math syntax and functions"). */
export type Expression =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "id"; readonly name: string }
  | { readonly kind: "list"; readonly items: readonly Expression[] }
  | { readonly kind: "call"; readonly name: string; readonly arguments: readonly Expression[] }
  | { readonly kind: "negation"; readonly operand: Expression }
  | { readonly kind: "binary"; readonly operator: Operator; readonly left: Expression; readonly right: Expression };

/** Weakest first; operators of one row bind alike. */
const precedence = [["OR", "||"], ["AND", "&&"], ["==", "!=", "<", "<=", ">", ">="], ["+", "-"], ["*", "/"], ["^"]] as const;

export type Operator = (typeof precedence)[number][number];

const strength = new Map<string, number>(precedence.flatMap((row, at) => row.map((operator) => [operator, at])));

/** Throws ExpressionError. */
export function parseExpression(text: string): Expression {
  return new Parser(tokenise(text)).whole();
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Expression {
    const expression = this.#binary(0);
    const next = this.#tokens[this.#at];
    if (next !== undefined) throw new ExpressionError(`Unexpected ${next.text}`);
    return expression;
  }

  #isSign(text: string): boolean {
    const token = this.#tokens[this.#at];
    return token?.kind === "sign" && token.text === text;
  }

  #expect(text: string): void {
    const found = this.#tokens[this.#at];
    if (!this.#isSign(text)) throw new ExpressionError(`Expected ${text}${found === undefined ? " at the end" : `, found ${found.text}`}`);
    this.#at++;
  }

  /** Operands joined by operators that bind at least as strongly as `weakest`. */
  #binary(weakest: number): Expression {
    let left = this.#unary();
    for (;;) {
      const token = this.#tokens[this.#at];
      const own = token?.kind === "sign" ? strength.get(token.text) : undefined;
      if (token === undefined || own === undefined || own < weakest) return left;
      this.#at++;
      // A power binds to the right, everything else to the left.
      const right = this.#binary(token.text === "^" ? own : own + 1);
      left = { kind: "binary", operator: token.text as Operator, left, right };
    }
  }

  #unary(): Expression {
    if (!this.#isSign("-")) return this.#primary();
    this.#at++;
    return { kind: "negation", operand: this.#unary() };
  }

  #primary(): Expression {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw new ExpressionError("Unexpected end");
    this.#at++;
    if (token.kind === "number") return { kind: "number", value: Number(token.text) };
    if (token.kind === "text") return { kind: "text", text: token.text };
    if (token.kind === "word") return this.#word(token.text);
    if (token.text === "[") return { kind: "list", items: this.#items("]") };
    if (token.text !== "(") throw new ExpressionError(`Unexpected ${token.text}`);
    const inner = this.#binary(0);
    this.#expect(")");
    return inner;
  }

  /** An id, or a function with its arguments. */
  #word(name: string): Expression {
    if (!this.#isSign("(")) return { kind: "id", name };
    this.#at++;
    return { kind: "call", name, arguments: this.#items(")") };
  }

  #items(close: string): Expression[] {
    const found: Expression[] = [];
    while (!this.#isSign(close)) {
      if (found.length > 0) this.#expect(",");
      found.push(this.#binary(0));
    }
    this.#at++;
    return found;
  }
}
