import { Socket } from "node:net";
import type { ByteReader } from "./byte-reader.ts";

const pieceBytes = 64 * 1024;

/**
 * Bytes of a pipe. All of them come through one buffer: as a stream, each piece would be memory of its own, and gigabytes of
 * it wait to be collected. As a socket it can be closed while nothing comes; a plain read would keep the process from ending.
 */
export function socketReader(descriptor: number): ByteReader {
  const piece = Buffer.alloc(pieceBytes);
  let taken = 0;
  let filled = 0;
  let isEnded = false;
  let failure: Error | undefined;
  let wake = () => {};
  const socket = new Socket({
    fd: descriptor,
    readable: true,
    writable: false,
    onread: {
      buffer: piece,
      callback(length) {
        [taken, filled] = [0, length];
        wake();
        // Nothing more until this is taken.
        return false;
      },
    },
  });
  const end = (error?: Error) => {
    isEnded = true;
    failure ??= error;
    wake();
  };
  socket
    .on("error", end)
    .on("end", () => end())
    .on("close", () => end());

  return {
    async read(target) {
      while (taken === filled && !isEnded) {
        const next = new Promise<void>((resolve) => {
          wake = resolve;
        });
        socket.resume();
        await next;
      }
      if (taken === filled) {
        if (failure !== undefined) throw failure;
        return 0;
      }
      const length = piece.copy(target, 0, taken, filled);
      taken += length;
      return length;
    },
    close: () => void socket.destroy(),
  };
}
