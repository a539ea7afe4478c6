import { equalsSign } from "./sample-ascii.ts";
/**
 * The bytes behind a text in base64 (RFC 4648, section 4) that has its padding and no bits left over: what encoders write,
 * Lambda's among them. Undefined for any other text.
 */
export function canonicalBase64(text: Uint8Array): Uint8Array | undefined {
  const padding = paddingOf(text);
  if (text.length % 4 !== 0 || padding > 2) return undefined;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  const fullBytes = bytes.length - (bytes.length % 3);
  // A character that is no digit is -1: it makes what it is part of negative.
  let isWrong = 0;
  let at = 0;
  for (let written = 0; written < fullBytes; written += 3) {
    const group = (digit(text[at]) << 18) | (digit(text[at + 1]) << 12) | (digit(text[at + 2]) << 6) | digit(text[at + 3]);
    isWrong |= group;
    bytes[written] = group >> 16;
    bytes[written + 1] = group >> 8;
    bytes[written + 2] = group;
    at += 4;
  }
  if (padding > 0) {
    const group = (digit(text[at]) << 18) | (digit(text[at + 1]) << 12) | (padding === 1 ? digit(text[at + 2]) << 6 : 0);
    isWrong |= group;
    bytes[fullBytes] = group >> 16;
    if (padding === 1) bytes[fullBytes + 1] = group >> 8;
    if ((group & (leftOver[padding] ?? 0)) !== 0) return undefined;
  }
  return isWrong < 0 ? undefined : bytes;
}

/** Bits of the last group that stand for nothing, by how many characters of padding it has. */
const leftOver = [0, 0xff, 0xffff];

function paddingOf(text: Uint8Array): number {
  let end = text.length;
  while (end > 0 && text[end - 1] === equalsSign) end -= 1;
  return text.length - end;
}

function digit(character: number | undefined): number {
  return character === undefined ? -1 : (digits[character] ?? -1);
}

const digits = new Int8Array(256).fill(-1);
for (const [value, character] of [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"].entries())
  digits[character.charCodeAt(0)] = value;
