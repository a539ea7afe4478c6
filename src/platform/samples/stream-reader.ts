import type { Readable } from "node:stream";
import type { ByteReader } from "./byte-reader.ts";

/** Bytes of a stream: all that came before it failed, and then its error. Closing destroys it. */
export function streamReader(stream: Readable): ByteReader {
  let left: Uint8Array = new Uint8Array(0);
  let wake = () => {};
  for (const event of ["readable", "end", "error", "close"]) stream.on(event, () => wake());

  /** Also gives what a stream holds that has been destroyed, which an iteration over it would not. */
  const takeInto = (target: Uint8Array): number => {
    let length = 0;
    while (length < target.length) {
      if (left.length === 0) {
        const piece = stream.read() as Uint8Array | null;
        if (piece === null) break;
        left = piece;
      }
      const part = left.subarray(0, target.length - length);
      target.set(part, length);
      left = left.subarray(part.length);
      length += part.length;
    }
    return length;
  };

  return {
    async read(target) {
      for (;;) {
        const length = takeInto(target);
        if (length > 0) return length;
        if (stream.errored !== null) throw stream.errored;
        if (stream.readableEnded || stream.destroyed) return 0;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    close: () => stream.destroy(),
  };
}
