/** Text as its UTF-8 bytes say it: half a surrogate pair has none, and Java, which AWS matches in, writes a question mark for it. */
export function encodable(text: string): string {
  return text.isWellFormed() ? text : text.replaceAll(/\p{Cs}/gu, "?");
}
