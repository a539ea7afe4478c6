/** What a text says when it is base64 of a text that somebody could read; undefined when it is not, or hardly. */
export function base64Meaning(text: string): string | undefined {
  if (text.length < shortest || text.length > longest || text.length % 4 !== 0 || !shape.test(text)) return undefined;
  // Without padding, and with letters of one case only, it is a word rather than base64.
  const isPadded = text.endsWith("=");
  if (!isPadded && (text.length < shortestUnpadded || !/[a-z]/.test(text) || !/[A-Z]/.test(text))) return undefined;
  const meaning = utf8Text(text);
  return meaning !== undefined && readable.test(meaning) ? meaning : undefined;
}

const shortest = 8;
const shortestUnpadded = 12;
/** A pattern is no longer. */
const longest = 4_096;
const shape = /^[A-Za-z0-9+/]+={0,2}$/;
/** Letters, digits, punctuation and blanks only. */
const readable = /^[\p{L}\p{N}\p{P}\p{S}\p{Zs}\r\n\t]+$/u;
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

function utf8Text(text: string): string | undefined {
  let escaped = "";
  let bits = 0;
  let collected = 0;
  for (const character of text.replace(/=+$/, "")) {
    collected = ((collected << 6) | alphabet.indexOf(character)) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    escaped += `%${((collected >> bits) & 0xff).toString(16).padStart(2, "0")}`;
  }
  try {
    return decodeURIComponent(escaped);
  } catch {
    return undefined;
  }
}
