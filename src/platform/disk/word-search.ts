/** Whether any of some words comes in bytes that arrive in pieces. */
export interface WordSearch {
  see(piece: Uint8Array): void;
  readonly found: boolean;
}

export function wordSearch(words: readonly string[]): WordSearch {
  const overlap = Math.max(0, ...words.map((word) => Buffer.byteLength(word) - 1));
  let end = Buffer.alloc(0);
  let found = false;
  return {
    get found() {
      return found;
    },
    see(piece) {
      if (found) return;
      const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
      // A word may begin in one piece and end in the next, or, where pieces are small, in the one after it.
      const seam = Buffer.concat([end, bytes.subarray(0, overlap)]);
      found = words.some((word) => bytes.includes(word) || seam.includes(word));
      end = Buffer.from(Buffer.concat([end, bytes.subarray(-Math.max(1, overlap))]).subarray(-Math.max(1, overlap)));
    },
  };
}
