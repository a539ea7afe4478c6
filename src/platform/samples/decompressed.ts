import type { Transform } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { MskctlError } from "../../core/errors.ts";
import { ByteCursor } from "./byte-cursor.ts";
import type { ByteReader } from "./byte-reader.ts";
import { cutOff, damaged } from "./read-error.ts";
import { streamReader } from "./stream-reader.ts";
import { beginsZstd, zstdFrames } from "./zstd-frames.ts";

/** The longest of the marks that compressed data begins with. */
export const magicBytes = 4;

/**
 * The source without the compression that its first bytes tell, of any number of members or frames. Throws `malformed-file` behind what
 * could be read.
 */
export function decompressed(reader: ByteReader, head: Buffer, name: string): ByteReader {
  if (head[0] === 0x1f && head[1] === 0x8b) return gunzipped(reader, name);
  return beginsZstd(head) ? zstdDecompressed(reader, name) : reader;
}

function gunzipped(reader: ByteReader, name: string): ByteReader {
  const gunzip = createGunzip({ chunkSize: pieceBytes });
  const output = fedReader(gunzip, piecesOf(reader));
  return {
    async read(target) {
      try {
        return await output.read(target);
      } catch (error) {
        if (error instanceof MskctlError) throw error;
        const isCutOff = (error as NodeJS.ErrnoException).code === "Z_BUF_ERROR";
        throw isCutOff ? cutOff(name, "gzip", gunzip.bytesWritten) : damaged(name, "gzip", gunzip.bytesWritten, error);
      }
    },
    close() {
      output.close();
      reader.close();
    },
  };
}

function zstdDecompressed(reader: ByteReader, name: string): ByteReader {
  const cursor = new ByteCursor(reader);
  const frames = zstdFrames(cursor, name);
  let frame: ByteReader | undefined;
  const openFrame = async () => {
    const first = await frames.next();
    if (first.done === true || first.value === "end of frame") return undefined;
    return fedReader(createZstdDecompress({ chunkSize: pieceBytes }), restOfFrame(first.value, frames));
  };
  return {
    async read(target) {
      for (;;) {
        frame ??= await openFrame();
        if (frame === undefined) return 0;
        try {
          const read = await frame.read(target);
          if (read > 0) return read;
        } catch (error) {
          throw error instanceof MskctlError ? error : damaged(name, "zstd", cursor.takenBytes, error);
        }
        frame.close();
        frame = undefined;
      }
    },
    close() {
      frame?.close();
      reader.close();
    },
  };
}

async function* restOfFrame(first: Uint8Array, frames: AsyncIterator<Uint8Array | "end of frame">): AsyncGenerator<Uint8Array, void> {
  yield first;
  for (;;) {
    const next = await frames.next();
    if (next.done === true || next.value === "end of frame") return;
    yield next.value;
  }
}

async function* piecesOf(reader: ByteReader): AsyncGenerator<Uint8Array, void> {
  const piece = Buffer.allocUnsafeSlow(pieceBytes);
  for (;;) {
    const read = await reader.read(piece);
    if (read === 0) return;
    yield piece.subarray(0, read);
  }
}

/** What `transform` makes of `pieces`; one is asked for when the transform is done with the one before. */
function fedReader(transform: Transform, pieces: AsyncIterable<Uint8Array>): ByteReader {
  const feed = async () => {
    for await (const piece of pieces)
      await new Promise<void>((resolve, reject) => {
        transform.write(piece, (error) => (error ? reject(error) : resolve()));
      });
    transform.end();
  };
  feed().catch((error: Error) => transform.destroy(error));
  return streamReader(transform);
}

const pieceBytes = 128 * 1024;
