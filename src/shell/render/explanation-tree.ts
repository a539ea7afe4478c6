import { formatCount } from "../../core/figures.ts";
import type {
  ConditionPlaces,
  ExplainedCondition,
  ExplainedNode,
  Found,
  NodeVerdict,
  SeparateElements,
} from "../../core/filter/explain/explanation.ts";
import { shownPath } from "../../core/filter/quoted-text.ts";
import { safeText } from "../../core/record/safe-text.ts";
import { inSigns } from "./explanation-signs.ts";
import type { Look, Paint } from "./palette.ts";
import { shorten, shortenStart, textWidth } from "./text-width.ts";

/** A tree of conditions in columns: path, what is expected, what was found. Never wrapped: what does not fit is cut. */
export function renderExplanationTree(tree: ExplainedNode, look: Look): string[] {
  const rows = rowsOf(tree, "", look.glyphs.lastBranch, true, look);
  const widths = fitTo(look.columns, {
    stem: widest(rows, ({ stem }) => stem),
    path: widest(rows, ({ stem, path }) => stem + path),
    expected: widest(rows, ({ expected }) => expected),
    found: widest(rows, ({ found }) => found),
  });
  return rows.map((row) => renderRow(row, widths, look));
}

interface Row {
  /** The tree's lines, and the glyph with its blank. */
  readonly stem: string;
  readonly verdict: NodeVerdict | undefined;
  readonly path: string;
  /** Undefined where the row is a headline of its own and makes no columns. */
  readonly expected?: string | undefined;
  readonly found?: string;
}

function rowsOf(node: ExplainedNode, above: string, branch: string, isRoot: boolean, look: Look): Row[] {
  const glyph = isRoot && node.kind !== "condition" ? "" : `${signOf(node.verdict, look)} `;
  const stem = `${above}${branch} ${glyph}`;
  const below = above + (branch === look.glyphs.lastBranch ? "  " : `${look.glyphs.bar} `);
  const { verdict } = node;
  switch (node.kind) {
    case "condition":
      return [conditionRow(node, stem, look)];
    case "separate-elements": {
      const path = `not in one element of ${shownPath(node.list)}`;
      return [{ stem, verdict, path }, ...placeRows(node, below, look)];
    }
    default: {
      const path = node.kind === "all-of" ? "all of" : "any of";
      const children = node.members.flatMap((member, index) => {
        const isLast = node.more === 0 && index === node.members.length - 1;
        return rowsOf(member, below, isLast ? look.glyphs.lastBranch : look.glyphs.branch, false, look);
      });
      return [{ stem, verdict: isRoot ? undefined : verdict, path }, ...children, ...moreRow(node.more, below, look)];
    }
  }
}

function conditionRow(node: ExplainedCondition, stem: string, look: Look): Row {
  const { verdict, path, expected, found } = node;
  return { stem, verdict, path: shownPath(path), expected: inSigns(expected, look), found: inSigns(foundWords(verdict, found), look) };
}

function placeRows({ places, more }: SeparateElements, below: string, look: Look): Row[] {
  const rows = places.map(({ path, expected, ...where }, index): Row => {
    const isLast = more === 0 && index === places.length - 1;
    const stem = `${below}${isLast ? look.glyphs.lastBranch : look.glyphs.branch} `;
    return { stem, verdict: undefined, path: shownPath(path), expected: inSigns(expected, look), found: placeWords(where) };
  });
  return [...rows, ...moreRow(more, below, look)];
}

function placeWords({ elements, more }: Pick<ConditionPlaces, "elements" | "more">): string {
  return `in ${elements.map((element) => safeText(element)).join(", ")}${moreWords(more)}`;
}

function moreRow(more: number, below: string, look: Look): Row[] {
  if (more === 0) return [];
  return [{ stem: `${below}${look.glyphs.lastBranch} `, verdict: undefined, path: `${formatCount(more)} more` }];
}

function foundWords(verdict: NodeVerdict, found: Found | undefined): string {
  if (verdict === "overridden") return "does not count: a later condition on this path does";
  if (found === undefined) return "not looked at";
  if (found.absent !== undefined) return `found ${safeText(found.absent)}`;
  const values = found.values.map(({ text, note }) => (note === undefined ? safeText(text) : `${safeText(text)} (${note})`));
  return `found ${values.join(", ")}${moreWords(found.more)}`;
}

function moreWords(more: number): string {
  return more === 0 ? "" : ` and ${formatCount(more)} more`;
}

function signOf(verdict: NodeVerdict, { glyphs }: Look): string {
  if (verdict === "holds") return glyphs.done;
  return verdict === "fails" ? glyphs.error : glyphs.none;
}

interface Widths {
  readonly path: number;
  readonly expected: number;
  readonly found: number;
}

const gap = 2;

function widest(rows: readonly Row[], text: (row: Row) => string | undefined): number {
  return rows.reduce((width, row) => (row.expected === undefined ? width : Math.max(width, textWidth(text(row) ?? ""))), 0);
}

/** Of a path, however deep it stands. */
const leastPath = 4;

/** What was found has first call on nearly half of the line; the path and what is expected share the rest. */
function fitTo(columns: number, wanted: Widths & { readonly stem: number }): Widths {
  const all = Math.max(0, columns - 2 * gap);
  const found = Math.min(wanted.found, Math.max(Math.floor(0.45 * columns), all - wanted.path - wanted.expected));
  const share = Math.max(Math.floor((all - found) / 2), all - found - wanted.expected, wanted.stem + leastPath);
  const path = Math.min(wanted.path, share, all);
  const expected = Math.max(0, Math.min(wanted.expected, all - found - path));
  return { path, expected, found: Math.min(found, all - path - expected) };
}

function renderRow({ stem, verdict, path, expected, found = "" }: Row, widths: Widths, look: Look): string {
  const { ellipsis } = look.glyphs;
  const paint = paintOf(verdict, look);
  if (expected === undefined) return stem + shorten(path, look.columns - textWidth(stem), ellipsis);
  const shownPath = shortenStart(path, Math.max(1, widths.path - textWidth(stem)), ellipsis);
  const cells = [pad(stem + shownPath, widths.path), pad(shorten(expected, widths.expected, ellipsis), widths.expected)];
  return `${cells.join(" ".repeat(gap))}${" ".repeat(gap)}${paint(shorten(found, widths.found, ellipsis))}`.trimEnd();
}

function paintOf(verdict: NodeVerdict | undefined, { palette }: Look): Paint {
  if (verdict === "fails") return palette.error;
  return verdict === "overridden" || verdict === "skipped" ? palette.dim : (text) => text;
}

function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - textWidth(text)));
}
