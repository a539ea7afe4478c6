import type { ByteCursor } from "./byte-cursor.ts";
import { cutOff, damaged } from "./read-error.ts";

/**
 * What to give to a decompressor, and where a frame ends and the next one needs another: Node's ends with the first one, and
 * Node 22 does not notice when a frame is cut off. Walks over the headers of frames and blocks (RFC 8878, sections 3.1.1 and 3.1.2).
 */
export async function* zstdFrames(cursor: ByteCursor, name: string): AsyncGenerator<Uint8Array | "end of frame", void> {
  const need = async (bytes: number) => {
    if (!(await cursor.fill(bytes))) throw cutOff(name, "zstd", cursor.takenBytes + cursor.ahead.length);
  };
  async function* pass(bytes: number): AsyncGenerator<Uint8Array, void> {
    for (let left = bytes; left > 0; ) {
      await need(1);
      const piece = cursor.take(left);
      left -= piece.length;
      yield piece;
    }
  }

  while (await cursor.fill(1)) {
    await need(shortestHeaderBytes);
    const magic = cursor.ahead.readUInt32LE();
    if (isSkippable(magic)) {
      await need(8);
      if (!(await cursor.skip(8 + cursor.ahead.readUInt32LE(4)))) await need(1);
      continue;
    }
    if (magic !== frameMagic) throw damaged(name, "zstd", cursor.takenBytes);
    const descriptor = cursor.ahead.readUInt8(4);
    yield* pass(headerBytes(descriptor));
    for (let isLast = false; !isLast; ) {
      await need(3);
      const header = cursor.ahead.readUIntLE(0, 3);
      isLast = (header & 1) === 1;
      yield* pass(3 + blockBytes(header));
    }
    if ((descriptor & hasChecksum) !== 0) yield* pass(4);
    yield "end of frame";
  }
}

export function beginsZstd(head: Buffer): boolean {
  if (head.length < 4) return false;
  const magic = head.readUInt32LE();
  return magic === frameMagic || isSkippable(magic);
}

/** Magic, descriptor, window, dictionary and content size, as the descriptor says. */
function headerBytes(descriptor: number): number {
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const sizeBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  return 5 + (isSingleSegment ? 0 : 1) + dictionaryBytes + sizeBytes;
}

/** A run of one byte is written as that byte. What a reserved type holds is left to the decompressor to refuse. */
function blockBytes(header: number): number {
  const isRun = ((header >> 1) & 3) === 1;
  return isRun ? 1 : header >> 3;
}

/** pzstd and others put frames in front that say something about the others. */
function isSkippable(magic: number): boolean {
  return magic >>> 4 === 0x184d2a5;
}

const frameMagic = 0xfd2fb528;
const shortestHeaderBytes = 5;
const hasChecksum = 4;
