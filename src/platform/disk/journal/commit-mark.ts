import { closeSync, fchmodSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import { crc32 } from "node:zlib";

/** A slot is a sector of its own: written at once or not at all. */
const slotBytes = 512;
const slots = 2n;

/**
 * Notes beside the database how far it was committed. SQLite takes a damaged piece of its log for the log's end and leaves out all behind it,
 * without a word: a database that is behind its mark has lost commits. The mark is not synced, so after a power cut it may be behind, never ahead.
 */
export interface CommitMark {
  write(entry: bigint): void;
  close(): void;
}

/** Of a new journal, in full size and synced, so that later writes need no room. */
export function createMark(path: string): void {
  const file = openSync(path, "wx", 0o600);
  try {
    fchmodSync(file, 0o600);
    for (let slot = 0n; slot < slots; slot++) writeSync(file, slotOf(0n), 0, slotBytes, Number(slot) * slotBytes);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

export function openMark(path: string): CommitMark {
  const file = openSync(path, "r+");
  let turn = 0n;
  return {
    write(entry) {
      writeSync(file, slotOf(entry), 0, slotBytes, Number(turn) * slotBytes);
      turn = (turn + 1n) % slots;
    },
    close: () => closeSync(file),
  };
}

/** The newest mark; undefined when neither slot is readable. */
export function readMark(path: string): bigint | undefined {
  const content = readFileSync(path);
  let newest: bigint | undefined;
  for (let at = 0; at + slotBytes <= content.length; at += slotBytes) {
    const entry = content.readBigUInt64LE(at);
    if (!slotOf(entry).equals(content.subarray(at, at + slotBytes))) continue;
    if (newest === undefined || entry > newest) newest = entry;
  }
  return newest;
}

function slotOf(entry: bigint): Buffer {
  const slot = Buffer.alloc(slotBytes);
  slot.writeBigUInt64LE(entry, 0);
  slot.writeUInt32LE(crc32(slot.subarray(0, 8)), 8);
  return slot;
}
