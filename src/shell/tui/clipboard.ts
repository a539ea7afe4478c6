/**
 * The sequence that asks a terminal to put `text` on the clipboard, also over SSH (xterm's control sequences, OSC 52). Terminals that do not
 * allow it ignore it, and never say so. Base64 holds nothing that could end the sequence; line breaks and other controls are
 * taken out, so that pasting runs nothing by itself.
 */
export function clipboardSequence(text: string): string {
  const oneLine = text.replaceAll(/\p{Cc}+/gu, " ");
  return `\u001b]52;c;${Buffer.from(oneLine, "utf8").toString("base64")}\u0007`;
}
