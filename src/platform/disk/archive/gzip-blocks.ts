import { promisify } from "node:util";
import { crc32, deflateRaw, gunzip } from "node:zlib";

const [compress, unpack] = [promisify(deflateRaw), promisify(gunzip)];

// A gzip file may be several, one behind the other (RFC 1952), and each tells its length in a field of its own: so any program that knows gzip reads
// the whole, and we read a part.
const headBytes = 20;
const head = Buffer.from([0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, 8, 0, 0x4d, 0x53, 4, 0]);
const tailBytes = 8;

/** Unpacked, a block is at most what a segment takes before it is full, and one document. */
const mostUnpackedBytes = 512 * 2 ** 20;

export interface GzipBlock {
  readonly from: number;
  readonly bytes: number;
}

export async function packBlock(content: Uint8Array): Promise<Buffer> {
  const packed = await compress(content);
  const block = Buffer.alloc(headBytes + packed.length + tailBytes);
  head.copy(block);
  block.writeUInt32LE(block.length, head.length);
  packed.copy(block, headBytes);
  block.writeUInt32LE(crc32(content), block.length - tailBytes);
  block.writeUInt32LE(content.length % 2 ** 32, block.length - 4);
  return block;
}

/** Throws what zlib throws for anything that is not what was packed. */
export async function unpackBlock(block: Uint8Array): Promise<Buffer> {
  return unpack(block, { maxOutputLength: mostUnpackedBytes });
}

/** Where the blocks of a file are; undefined when it does not consist of blocks. */
export function blocksIn(file: Buffer): readonly GzipBlock[] | undefined {
  const blocks: GzipBlock[] = [];
  for (let from = 0; from < file.length; ) {
    if (from + headBytes > file.length || !file.subarray(from, from + head.length).equals(head)) return undefined;
    const bytes = file.readUInt32LE(from + head.length);
    if (bytes < headBytes + tailBytes || from + bytes > file.length) return undefined;
    blocks.push({ from, bytes });
    from += bytes;
  }
  return blocks;
}
