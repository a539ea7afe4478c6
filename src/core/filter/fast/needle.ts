import type { Condition } from "../compiled-pattern.ts";
import type { MatcherShape } from "../pattern.ts";
import { backslash, quote, utf8 } from "./bytes.ts";

const slash = 0x2f;

/** Shorter ones are everywhere. */
const shortest = 3;

/**
 * What a line must contain for the condition to hold, one of these at least, unless it writes a character as `\u` escape;
 * undefined when that cannot be said. Strings stand in quotes; of a text with characters that JSON can or must escape the
 * longest piece between them is taken.
 */
export function needlesOf(condition: Condition): readonly Uint8Array[] | undefined {
  const needles: Uint8Array[] = [];
  for (const { matcher } of condition.tests) {
    const pieces = textsOf(matcher)?.flatMap(piecesOf);
    const longest = pieces?.reduce((best, piece) => (piece.length > best.length ? piece : best), new Uint8Array());
    if (longest === undefined || longest.length < shortest) return undefined;
    needles.push(longest);
  }
  return needles;
}

/** The end of a field's name and its closing quote. A slash has two spellings, so that only what is behind it is sure. */
export function nameNeedle(name: string): Uint8Array | undefined {
  const tail = utf8(`${name.slice(name.lastIndexOf("/") + 1)}"`);
  return tail === undefined || tail.length < 2 ? undefined : tail;
}

/** A text that a string must contain, at its start or its end where that is known. */
interface Contained {
  readonly text: string;
  readonly starts: boolean;
  readonly ends: boolean;
}

function textsOf(matcher: MatcherShape): readonly Contained[] | undefined {
  switch (matcher.kind) {
    case "string":
      return matcher.address === undefined ? [{ text: matcher.text, starts: true, ends: true }] : undefined;
    case "exactly":
      return [{ text: matcher.text, starts: true, ends: true }];
    case "prefix":
      return matcher.ignoreCase ? undefined : [{ text: matcher.text, starts: true, ends: false }];
    case "suffix":
      return matcher.ignoreCase ? undefined : [{ text: matcher.text, starts: false, ends: true }];
    case "wildcard":
      return matcher.parts.map((text, index) => ({ text, starts: index === 0, ends: index === matcher.parts.length - 1 }));
    default:
      return undefined;
  }
}

/** The runs of bytes that JSON has one spelling for, `\u` escapes aside; the quotes around the string belong to them. */
function piecesOf({ text, starts, ends }: Contained): Uint8Array[] {
  const inner = utf8(text);
  if (inner === undefined) return [];
  const bytes = Uint8Array.from([...(starts ? [quote] : []), ...inner, ...(ends ? [quote] : [])]);
  const [innerStart, innerEnd] = [starts ? 1 : 0, bytes.length - (ends ? 1 : 0)];
  const pieces: Uint8Array[] = [];
  let start = 0;
  for (let at = innerStart; at < innerEnd; at++) {
    const byte = bytes[at] as number;
    if (byte >= 0x20 && byte !== quote && byte !== backslash && byte !== slash) continue;
    pieces.push(bytes.slice(start, at));
    start = at + 1;
  }
  return [...pieces, bytes.slice(start)];
}
