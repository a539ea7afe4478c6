import type { Comment, DocumentNode, PatternDocument, SourceRange } from "./document-node.ts";
import { itemsOf, textOf } from "./node-access.ts";

/** The word that comments to mskctl begin with. */
export const ignoreWord = "mskctl-ignore";

/**
 * What the comments at a pattern ask not to hear of: `# mskctl-ignore MSK104, MSK110`, or `all` when no id follows. Those
 * on its lines count, and those that stand alone on the lines just above.
 */
export function ignoredByComments({ comments, positionAt }: PatternDocument, { start, end }: SourceRange): string[] {
  if (comments.length === 0) return [];
  const first = positionAt(start).line;
  const last = positionAt(Math.max(start, end - 1)).line;
  const beside = comments.filter(({ line }) => line >= first && line <= last);
  return [...new Set([...commentsAbove(comments, first), ...beside].flatMap(({ text }) => idsIn(text)))];
}

function commentsAbove(comments: readonly Comment[], firstLine: number): Comment[] {
  const alone = new Map(comments.filter((comment) => comment.alone).map((comment) => [comment.line, comment]));
  const above: Comment[] = [];
  for (let line = firstLine - 1; ; line--) {
    const comment = alone.get(line);
    if (comment === undefined) return above;
    above.push(comment);
  }
}

/** A reason may follow behind two dashes. Words that are no ids are a slip, and then nothing is ignored. */
function idsIn(comment: string): string[] {
  const asked = /^\s*mskctl-ignore(?:\s*:|\s|$)(.*)$/s.exec(comment)?.[1];
  if (asked === undefined) return [];
  const words = asked
    .replace(/(?:^|\s)--.*$/s, "")
    .split(/[\s,]+/)
    .filter((word) => word !== "");
  if (words.length === 0) return ["all"];
  return words.every(isId) ? words.map(spelled) : [];
}

/** The value of `ignore` in `Metadata: { mskctl: { ignore: ["MSK104"] } }` of a resource: ids, one id, `all` or true. */
export function ignoredByMetadata(ignore: DocumentNode | undefined): string[] {
  if (ignore === undefined) return [];
  const words = (ignore.kind === "list" ? itemsOf(ignore) : [ignore]).map((item) => textOf(item) ?? "");
  return words.flatMap((word) => (word === "true" || word.toLowerCase() === "all" ? ["all"] : isId(word) ? [spelled(word)] : []));
}

function isId(word: string): boolean {
  return word.toLowerCase() === "all" || /^MSK\d{3}$/i.test(word);
}

function spelled(word: string): string {
  return word.toLowerCase() === "all" ? "all" : word.toUpperCase();
}
