import { promisify } from "node:util";
import { constants, gunzip } from "node:zlib";

/** Far above what Lambda writes: an event of 6 MB, escaped once. */
export const largestDocumentBytes = 64 * 1024 ** 2;

/** Repetitive JSON packs to a hundredth at best; deflate could do a thousandth. */
const largestRatio = 200;
/** What a small object may become, whatever its ratio. */
const harmlessBytes = 1024 ** 2;

/**
 * An object's bytes without the gzip that somebody stored it with; `isCut`: they are its beginning only. Bytes that are no
 * gzip, or of another encoding, stay as they are. Gives undefined when they would become too large.
 */
export async function unpacked(bytes: Uint8Array, encoding: string | undefined, isCut: boolean): Promise<Uint8Array | undefined> {
  if (!isGzip(encoding)) return bytes;
  const maxOutputLength = Math.min(largestDocumentBytes, Math.max(harmlessBytes, bytes.length * largestRatio));
  try {
    // Flushing gives what a beginning holds; otherwise an end that is missing would be an error.
    return await promisify(gunzip)(bytes, { maxOutputLength, ...(isCut ? { finishFlush: constants.Z_SYNC_FLUSH } : {}) });
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE" ? undefined : bytes;
  }
}

/** Some SDKs leave the way in which they sent an object in its encoding: `gzip,aws-chunked`. */
function isGzip(encoding = ""): boolean {
  const encodings = encoding
    .toLowerCase()
    .split(",")
    .flatMap((each) => {
      const name = each.trim();
      return name === "" || name === "aws-chunked" ? [] : [name];
    });
  return encodings.length === 1 && encodings[0] === "gzip";
}
