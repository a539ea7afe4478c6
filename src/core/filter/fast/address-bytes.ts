import { dot } from "./bytes.ts";

const zero = 0x30;
const longest = "255.255.255.255".length;

/** The number of an IPv4 address of four decimal parts, leading zeros allowed; -1 for any other text. */
export function ipv4In(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > longest) return -1;
  let address = 0;
  let part = 0;
  let digits = 0;
  let points = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte >= zero && byte <= zero + 9) {
      part = part * 10 + (byte - zero);
      digits++;
    } else if (byte === dot && digits > 0 && part <= 255) {
      address = address * 256 + part;
      part = 0;
      digits = 0;
      points++;
    } else return -1;
  }
  return points === 3 && digits > 0 && part <= 255 ? address * 256 + part : -1;
}
