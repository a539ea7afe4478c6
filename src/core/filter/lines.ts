const newline = 0x0a;
const carriageReturn = 0x0d;

/**
 * Goes through the lines of a text that begin at or after `from`: `each` gets the place of a line without its end (`\n` or
 * `\r\n`) and its number, and may stop by giving false. Lines without a byte that is no white space are passed over, and
 * counted in the numbers. Gives where the next line begins, and its number.
 */
export function forEachLine(
  bytes: Uint8Array,
  from: number,
  firstLine: number,
  each: (start: number, end: number, line: number) => boolean,
): { readonly from: number; readonly line: number } {
  let start = from;
  let line = firstLine;
  for (let goesOn = true; goesOn && start < bytes.length; line++) {
    const found = bytes.indexOf(newline, start);
    const next = found < 0 ? bytes.length : found;
    const end = next > start && bytes[next - 1] === carriageReturn ? next - 1 : next;
    if (!isBlank(bytes, start, end)) goesOn = each(start, end, line);
    start = next + 1;
  }
  return { from: start, line };
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x09 && byte !== carriageReturn) return false;
  }
  return true;
}
