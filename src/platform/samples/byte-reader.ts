/** A stream of bytes that is asked for them. Whoever opened it closes it, at any time, also while it is being read. */
export interface ByteReader {
  /** Writes what there is to the beginning of `target`; gives how many bytes that are, 0 at the end. */
  read(target: Uint8Array): Promise<number>;
  /** Ends a read that waits, too. */
  close(): void;
}

/** `head`, which was read already, and then the rest of it. */
export function readerWithHead(head: Uint8Array, rest: ByteReader): ByteReader {
  let left = head;
  return {
    async read(target) {
      if (left.length === 0) return rest.read(target);
      const part = left.subarray(0, target.length);
      target.set(part);
      left = left.subarray(part.length);
      return part.length;
    },
    close: () => rest.close(),
  };
}

/** A reader that throws the signal's reason from the moment that it is aborted, whatever it waits for. */
export function interruptible(reader: ByteReader, signal: AbortSignal): ByteReader {
  const close = () => {
    signal.removeEventListener("abort", close);
    reader.close();
  };
  signal.addEventListener("abort", close);
  return {
    async read(target) {
      try {
        signal.throwIfAborted();
        return await reader.read(target);
      } finally {
        signal.throwIfAborted();
      }
    },
    close,
  };
}

/** Reads until `target` is full or there is no more; gives how many bytes that are. */
export async function readFully(reader: ByteReader, target: Uint8Array): Promise<number> {
  let length = 0;
  while (length < target.length) {
    const read = await reader.read(target.subarray(length));
    if (read === 0) break;
    length += read;
  }
  return length;
}
