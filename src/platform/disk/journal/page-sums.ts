import { closeSync, fchmodSync, fsyncSync, openSync, readFileSync, readSync, renameSync, writeSync } from "node:fs";
import { crc32 } from "node:zlib";
import { readWal } from "./wal-file.ts";

const pageBytes = 4_096;
/** Pages that are read at a time. */
const pagesAtOnce = 256;
const title = Buffer.from("mskctl page sums 1\n");

/**
 * A checksum for each page of the database file, kept in a file beside it. It proves in the time of reading that nothing of a journal changed
 * since it was written; looking at each row takes thirty times as long.
 */
export class PageSums {
  readonly #path: string;
  #sums: Uint32Array<ArrayBuffer>;

  constructor(path: string) {
    this.#path = path;
    this.#sums = readSums(path);
  }

  /**
   * Takes up what the log at `walPath` is about to bring into the database, before it does: until then these pages are read from the log, which
   * has checksums of its own, so that a crash in between leaves nothing unproved.
   */
  takeUp(walPath: string): void {
    const sums = committedSums(walPath);
    if (sums.size === 0) return;
    let pages = this.#sums.length;
    for (const page of sums.keys()) pages = Math.max(pages, page);
    const grown = new Uint32Array(pages);
    grown.set(this.#sums);
    this.#sums = grown;
    for (const [page, sum] of sums) this.#sums[page - 1] = sum;
    this.#write();
  }

  /** Of every page as it stands in the file now. */
  takeAll(databasePath: string): void {
    const sums: number[] = [];
    forEachPage(databasePath, (bytes) => void sums.push(sumOf(bytes)));
    this.#sums = Uint32Array.from(sums);
    this.#write();
  }

  /** Whether every page is as it was written, but for those that the log at `walPath` has. */
  prove(databasePath: string, walPath: string): boolean {
    const inLog = committedSums(walPath);
    let [page, isProved] = [0, true];
    forEachPage(databasePath, (bytes) => {
      page += 1;
      if (!inLog.has(page) && sumOf(bytes) !== (this.#sums[page - 1] ?? 0)) isProved = false;
    });
    for (page += 1; page <= this.#sums.length; page++) if (this.#sums[page - 1] !== 0 && !inLog.has(page)) isProved = false;
    return isProved;
  }

  #write(): void {
    const content = Buffer.from(this.#sums.buffer);
    const head = Buffer.alloc(4);
    head.writeUInt32LE(crc32(content));
    const draft = `${this.#path}.part`;
    const file = openSync(draft, "w", 0o600);
    try {
      fchmodSync(file, 0o600);
      for (const piece of [title, head, content]) writeWhole(file, piece);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, this.#path);
  }
}

/** Nothing for a file that is missing or damaged: then nothing is proved. */
function readSums(path: string): Uint32Array<ArrayBuffer> {
  try {
    const file = readFileSync(path);
    const content = file.subarray(title.length + 4);
    if (!file.subarray(0, title.length).equals(title) || file.readUInt32LE(title.length) !== crc32(content)) return new Uint32Array();
    return new Uint32Array(Uint8Array.from(content).buffer);
  } catch {
    return new Uint32Array();
  }
}

function committedSums(walPath: string): ReadonlyMap<number, number> {
  const [committed, begun] = [new Map<number, number>(), new Map<number, number>()];
  readWal(
    walPath,
    (page, bytes) => begun.set(page, sumOf(bytes)),
    () => {
      for (const [page, sum] of begun) committed.set(page, sum);
      begun.clear();
    },
  );
  return committed;
}

/** 0 for an empty page alone: pages that SQLite has never written are empty, and no log tells of them. */
function sumOf(bytes: Buffer): number {
  return bytes.equals(emptyPage) ? 0 : crc32(bytes) || 1;
}
const emptyPage = Buffer.alloc(pageBytes);

function forEachPage(path: string, use: (bytes: Buffer) => void): void {
  const file = openSync(path, "r");
  const buffer = Buffer.alloc(pageBytes * pagesAtOnce);
  try {
    for (;;) {
      const length = readSync(file, buffer, 0, buffer.length, null);
      for (let at = 0; at < length; at += pageBytes) use(buffer.subarray(at, Math.min(at + pageBytes, length)));
      if (length === 0) return;
    }
  } finally {
    closeSync(file);
  }
}

function writeWhole(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}
