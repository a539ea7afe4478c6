import { closeSync, openSync, readSync } from "node:fs";
import { endianness } from "node:os";

// The format of SQLite's write-ahead log: sqlite.org/fileformat2.html, section 4.
const headerBytes = 32;
const frameHeaderBytes = 24;
const magic = 0x377f0682;
/** Frames that are read at a time. */
const framesAtOnce = 256;

interface WalHeader {
  readonly pageBytes: number;
  /** Of the words that the checksums are made of. */
  readonly littleEndian: boolean;
  readonly salt: bigint;
  readonly sums: readonly [number, number];
}

/**
 * Reads the committed pages of a write-ahead log, in the order in which they were written, a page perhaps several times; stops where SQLite
 * would: at the first frame that is not whole. `onCommit` ends each commit.
 */
export function readWal(path: string, onPage: (page: number, bytes: Buffer) => void, onCommit: () => void): void {
  const file = openIfThere(path);
  if (file === undefined) return;
  try {
    const header = readHeader(file);
    if (header !== undefined) readFrames(file, header, onPage, onCommit);
  } finally {
    closeSync(file);
  }
}

function readFrames(file: number, header: WalHeader, onPage: (page: number, bytes: Buffer) => void, onCommit: () => void): void {
  const frameBytes = frameHeaderBytes + header.pageBytes;
  const buffer = Buffer.alloc(frameBytes * framesAtOnce);
  let [sums, position] = [header.sums, headerBytes];
  for (;;) {
    const length = readSync(file, buffer, 0, buffer.length, position);
    position += length;
    for (let at = 0; at + frameBytes <= length; at += frameBytes) {
      if (buffer.readBigUInt64BE(at + 8) !== header.salt) return;
      sums = checksum(buffer, at, at + 8, sums, header.littleEndian);
      sums = checksum(buffer, at + frameHeaderBytes, at + frameBytes, sums, header.littleEndian);
      if (sums[0] !== buffer.readUInt32BE(at + 16) || sums[1] !== buffer.readUInt32BE(at + 20)) return;
      onPage(buffer.readUInt32BE(at), buffer.subarray(at + frameHeaderBytes, at + frameBytes));
      if (buffer.readUInt32BE(at + 4) !== 0) onCommit();
    }
    if (length < buffer.length) return;
  }
}

/** Undefined for a log that SQLite takes for empty. */
function readHeader(file: number): WalHeader | undefined {
  const header = Buffer.alloc(headerBytes);
  if (readSync(file, header, 0, headerBytes, 0) < headerBytes) return undefined;
  const littleEndian = header.readUInt32BE(0) === magic;
  if (!littleEndian && header.readUInt32BE(0) !== magic + 1) return undefined;
  const sums = checksum(header, 0, 24, [0, 0], littleEndian);
  if (sums[0] !== header.readUInt32BE(24) || sums[1] !== header.readUInt32BE(28)) return undefined;
  return { pageBytes: header.readUInt32BE(8), littleEndian, salt: header.readBigUInt64BE(16), sums };
}

/** `bytes` begins at a multiple of eight in its memory. */
function checksum(bytes: Buffer, from: number, to: number, before: readonly [number, number], littleEndian: boolean): [number, number] {
  const isHostOrder = littleEndian === (endianness() === "LE");
  const part = isHostOrder ? bytes.subarray(from, to) : Buffer.from(bytes.subarray(from, to)).swap32();
  const words = new Uint32Array(part.buffer, part.byteOffset, part.length / 4);
  let [a, b] = before;
  for (let at = 0; at < words.length; at += 2) {
    a = (a + (words[at] ?? 0) + b) >>> 0;
    b = (b + (words[at + 1] ?? 0) + a) >>> 0;
  }
  return [a, b];
}

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
