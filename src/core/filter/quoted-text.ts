import { safeText } from "../record/safe-text.ts";

/** Longer texts are recognised by their start. */
const mostCharacters = 60;

/** A string as JSON writes it, fit for a terminal; `"abc"…` when there is more of it. */
export function quotedText(text: string): string {
  // No character is longer than two units, so this many units are enough to see whether it is too long.
  const characters = Array.from(text.slice(0, 2 * mostCharacters + 2));
  const isCut = characters.length > mostCharacters;
  const shown = isCut ? characters.slice(0, mostCharacters).join("") : text;
  return safeText(JSON.stringify(shown)) + (isCut ? "…" : "");
}

/** A token such as a number, which can have any length, too. */
export function shortToken(text: string): string {
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text;
}

/** A path, or `""` for the one field without a name; the end of a long one. */
export function shownPath(path: string): string {
  if (path === "") return '""';
  return path.length > longestPath ? `…${safeText(path.slice(-longestPath))}` : safeText(path);
}

const longestPath = 200;
