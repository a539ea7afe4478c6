import { isUtf8 } from "node:buffer";
import type { ByteTools } from "../../core/record/byte-tools.ts";

/** Node's own search and UTF-8 decoder. */
export const nodeBytes: ByteTools = {
  findBytes: (haystack, needle, from) => Buffer.prototype.indexOf.call(haystack, needle, from),
  decodeUtf8: (bytes) => (isUtf8(bytes) ? asBuffer(bytes).toString("utf8") : undefined),
  textOfUtf8: (bytes, start, end) => asBuffer(bytes).toString("utf8", start, end),
  isUtf8,
  encodeUtf8: (text) => Buffer.from(text),
  encodeInto: (text, target, at) => (Buffer.byteLength(text) > target.length - at ? -1 : asBuffer(target).write(text, at)),
  encodeBase64: (bytes) => asBuffer(bytes).toString("base64"),
};

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
