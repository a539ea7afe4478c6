/** The literal parts between the stars of a wildcard: `a*b` is ["a", "b"], `*` is ["", ""]. */
export type WildcardParts = readonly string[];

/**
 * `*` stands for any run of characters, `\*` and `\\` for themselves. Anything else behind a backslash, and two stars in a
 * row, are refused, in the words of AWS's library: it counts bytes, the opening quote included.
 */
export function parseWildcard(text: string): WildcardParts | { readonly error: string; readonly index: number } {
  const parts = [""];
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === "*") {
      if (text.charAt(index + 1) === "*") return { error: `Consecutive wildcard characters at pos ${bytePosition(text, index)}`, index };
      parts.push("");
      continue;
    }
    if (character === "\\") {
      const escaped = text.charAt(index + 1);
      if (escaped !== "*" && escaped !== "\\") return { error: `Invalid escape character at pos ${bytePosition(text, index)}`, index };
      parts[parts.length - 1] += escaped;
      index++;
    } else parts[parts.length - 1] += character;
  }
  return parts;
}

/** How often matching compares grows with text times pattern at most: each part is looked for once, from left to right. */
export function matchesWildcard(text: string, parts: WildcardParts): boolean {
  const [first = "", ...others] = parts;
  const last = others.pop();
  if (last === undefined) return text === first;
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  const end = text.length - last.length;
  let from = first.length;
  for (const part of others) {
    const found = text.indexOf(part, from);
    if (found < 0 || found + part.length > end) return false;
    from = found + part.length;
  }
  return from <= end;
}

/** Of a UTF-16 index, in UTF-8 bytes, behind the opening quote. */
function bytePosition(text: string, index: number): number {
  let bytes = 1;
  for (const character of text.slice(0, index)) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
