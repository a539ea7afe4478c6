import { invalidPattern } from "./pattern-error.ts";

export interface JsonToken {
  readonly kind: "selector" | "phrase" | "word" | "sign";
  readonly text: string;
  /** Where it begins in the pattern, from 1. */
  readonly character: number;
}

/** What may stand in a JSON pattern, in the order in which it is tried. */
const forms: readonly (readonly [JsonToken["kind"], RegExp])[] = [
  ["selector", /\$(?:\.[\w-]+|\.\*|\.?\['[^']*'\]|\[\d+\]|\[\*\])+/uy],
  ["phrase", /"(?:[^"\\]|\\.)*"/uy],
  ["sign", /&&|\|\||[!<>]=|[=<>(){}]/uy],
  ["word", /[\w.*+-]+/uy],
];

export function jsonTokens(pattern: string): JsonToken[] {
  const tokens: JsonToken[] = [];
  for (let at = 0; at < pattern.length; ) {
    if (/\s/.test(pattern.charAt(at))) {
      at++;
      continue;
    }
    const token = tokenAt(pattern, at);
    tokens.push(token);
    at += token.text.length;
  }
  return tokens;
}

function tokenAt(pattern: string, at: number): JsonToken {
  for (const [kind, form] of forms) {
    form.lastIndex = at;
    const [text] = form.exec(pattern) ?? [];
    if (text !== undefined) return { kind, text, character: at + 1 };
  }
  throw invalidPattern(
    pattern.charAt(at) === "%" ? "it has a regular expression" : `character ${at + 1} is not expected, or needs double quotes`,
  );
}
