import { createHash } from "node:crypto";

/** Of what is left of the text; with hash and endings it stays below the 255 bytes of file systems. */
const longestText = 120;
/** 48 bits. */
const hashDigits = 12;

/** Names of devices on Windows, also with an ending. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/;

/**
 * A name for a file, whatever the text is: it has no separators, is not hidden, and differs from the name of any other text also
 * where upper and lower case count alike. A text that is a good name already stays as it is.
 */
export function safeFileName(text: string): string {
  if (/^[a-z0-9_][a-z0-9._-]*$/.test(text) && text.length <= longestText && !text.endsWith(".") && !reserved.test(text)) return text;
  const spelled = encodeURIComponent(text.toWellFormed()).replaceAll(/[!'()*~]/g, percentEncoded);
  const visible = spelled.replace(/^\./, percentEncoded).slice(0, longestText);
  // The tilde keeps it apart from any name that stays as it is; the hash, from any other text. Halves of pairs count as they are.
  return `${visible}~${createHash("sha256").update(text, "utf16le").digest("hex").slice(0, hashDigits)}`;
}

function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
