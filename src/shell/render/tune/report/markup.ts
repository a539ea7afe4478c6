import { safeText } from "../../../../core/record/safe-text.ts";

/** Markup that stands as it is. Only `html` makes it. */
class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type { Markup };

/** What may stand between pieces of markup: text is escaped, undefined is nothing. */
type Piece = Markup | string | number | undefined | readonly Piece[];

const named: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** The one way of text into a page: between tags, and in attributes that stand in quotes. Controls and what reorders text become visible. */
function escapedText(text: string): string {
  return safeText(text).replace(/[&<>"']/g, (sign) => named[sign] ?? sign);
}

/** A template of HTML or SVG. Whatever is put into it is escaped, unless it is markup itself. Numbers are coordinates: two digits. */
export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  const text = strings.map((string, index) => string + (index < pieces.length ? pieceText(pieces[index]) : ""));
  return new Markup(text.join(""));
}

function pieceText(piece: Piece): string {
  if (piece === undefined) return "";
  if (piece instanceof Markup) return piece.text;
  if (typeof piece === "string") return escapedText(piece);
  if (typeof piece === "number") return String(rounded(piece));
  return piece.map(pieceText).join("");
}

/** As coordinates stand in a page. */
export function rounded(value: number): number {
  return Number(value.toFixed(2));
}
