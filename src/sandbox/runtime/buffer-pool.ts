/** Buffers that are used again: each event would otherwise leave megabytes to the garbage collector. */
export interface BufferPool {
  /** At least so large. */
  take(bytes: number): Buffer;
  /** What was taken, or a part of it from its start on. */
  give(buffer: Buffer): void;
}

/** A batch has up to 6 MB, its event often less: sizes are rounded up, so that one fits the next. */
const roundedToBytes = 256 * 1024;
const mostKept = 16;

export function createBufferPool(): BufferPool {
  const free: Buffer[] = [];
  return {
    take(bytes) {
      const index = free.findIndex(({ length }) => length >= bytes);
      const [found] = index < 0 ? [] : free.splice(index, 1);
      return found ?? Buffer.from(new ArrayBuffer(Math.ceil(bytes / roundedToBytes) * roundedToBytes));
    },
    give(buffer) {
      if (free.length < mostKept) free.push(Buffer.from(buffer.buffer));
    },
  };
}
