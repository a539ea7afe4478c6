import { ExpressionError } from "./expression-error.ts";

export interface Token {
  readonly kind: "number" | "text" | "word" | "sign";
  readonly text: string;
}

/** Number, 'text', "text", word, or sign; two-character signs come first. */
const tokenPattern = /\s*(?:(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|'([^']*)'|"([^"]*)"|([A-Za-z_]\w*)|(\|\||&&|[=!<>]=|[-+*/^()[\],<>]))/y;

/** Throws ExpressionError. */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < end) {
    const at = tokenPattern.lastIndex;
    const found = tokenPattern.exec(text);
    if (found === null) throw new ExpressionError(`Unexpected text at position ${at + 1}`);
    tokens.push(tokenOf(found));
  }
  return tokens;
}

function tokenOf([, number, single, double, word, sign]: RegExpExecArray): Token {
  if (number !== undefined) return { kind: "number", text: number };
  if (single !== undefined || double !== undefined) return { kind: "text", text: single ?? double ?? "" };
  if (word === undefined) return { kind: "sign", text: sign ?? "" };
  return { kind: word === "AND" || word === "OR" ? "sign" : "word", text: word };
}
