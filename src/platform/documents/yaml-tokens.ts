import { type CST, Lexer, Parser } from "yaml";
import type { Position } from "../../core/filter/pattern-site.ts";
import type { Comment } from "../../core/filter/sites/document-node.ts";
import { ignoreWord } from "../../core/filter/sites/ignored-findings.ts";
import { type Bounds, type BrokenBound, brokenBound } from "./bounds.ts";

export interface TokenBounds extends Bounds {
  /** Words, marks and runs of space. */
  readonly lexemes: number;
  /** In one stream. */
  readonly documents: number;
}

export interface YamlTokens {
  readonly kind: "tokens";
  readonly tokens: readonly CST.Token[];
  /** All, when any of them speaks to mskctl. */
  readonly comments: readonly Comment[];
}

/** What the lexer puts before the words of a plain or block scalar; it is no part of the text. */
const scalarMark = "\x1f";

/** Takes YAML apart, and stops at the first place that goes beyond the bounds: the parser alone would go on for minutes. */
export function yamlTokens(
  text: string,
  bounds: TokenBounds,
  positionAt: (offset: number) => Position,
): YamlTokens | (BrokenBound & { readonly kind: "broken" }) {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  const comments: Comment[] = [];
  const hasComments = text.includes(ignoreWord);
  let lexemes = 0;
  let before = "";
  for (const lexeme of new Lexer().lex(text)) {
    if (hasComments && lexeme.startsWith("#") && before !== scalarMark) comments.push(commentAt(text, lexeme, parser.offset, positionAt));
    tokens.push(...parser.next(lexeme));
    before = lexeme;
    lexemes++;
    if (parser.stack.length > bounds.levels + scalarsAndDocument)
      return broken(parser.offset, `nested deeper than ${bounds.levels} levels`);
    if (lexemes > bounds.lexemes) return broken(parser.offset, `more than ${bounds.lexemes} words and marks`);
    if (tokens.length > bounds.documents) return broken(parser.offset, `more than ${bounds.documents} documents and marks between them`);
  }
  tokens.push(...parser.end());
  const fault = brokenBound(tokens, bounds);
  return fault === undefined ? { kind: "tokens", tokens, comments } : { kind: "broken", ...fault };
}

/** The stack holds the document, its collections, and the scalar that is being read. */
const scalarsAndDocument = 3;

function broken(offset: number, reason: string) {
  return { kind: "broken" as const, offset, reason };
}

function commentAt(text: string, lexeme: string, offset: number, positionAt: (offset: number) => Position): Comment {
  const { line, column } = positionAt(offset);
  return { line, alone: text.slice(offset - column + 1, offset).trim() === "", text: lexeme.slice(1) };
}
