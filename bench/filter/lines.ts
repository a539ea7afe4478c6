import { closeSync, openSync, readSync } from "node:fs";

/** Small enough for the second-level cache: bytes come from memory once and are looked at several times. */
const chunkBytes = 1 << 18;

/** Goes through a file in chunks of whole lines; gives the bytes read. */
export function eachChunk(file: string, take: (lines: Buffer) => void): number {
  const input = openSync(file, "r");
  let buffer = Buffer.allocUnsafeSlow(chunkBytes);
  let [bytes, held] = [0, 0];
  for (;;) {
    if (held === buffer.length) buffer = Buffer.concat([buffer], buffer.length * 2);
    const read = readSync(input, buffer, held, buffer.length - held, null);
    const end = held + read;
    const whole = read === 0 ? end : buffer.subarray(0, end).lastIndexOf(0x0a) + 1;
    if (whole > 0) take(buffer.subarray(0, whole));
    buffer.copyWithin(0, whole, end);
    bytes += read;
    held = end - whole;
    if (read === 0) break;
  }
  closeSync(input);
  return bytes;
}

/** The second of two passes: the first one warms caches and compilers. */
export function printSecondPass(pass: () => { readonly bytes: number; readonly lines: number; readonly matched: number }): void {
  pass();
  const startedAt = performance.now();
  const counts = pass();
  console.log(JSON.stringify({ seconds: (performance.now() - startedAt) / 1000, ...counts }));
}
