import type { SampleChunk } from "./sample.ts";
import type { SampleFormat } from "./sample-formats.ts";

/** Port: sample records that the user points at. */
export interface SampleInput {
  /**
   * The samples of a file, of standard input (`-`), or of all files in a folder and below it. Takes gzip and zstd. A record that does not
   * fit is a sample that says so; what cannot be read on at all throws behind the samples before it: `usage` when there is nothing to
   * read or it may not be read, `malformed-file` when it is cut off or damaged. In a folder the other files are read first.
   */
  read(name: string, options?: SampleOptions): AsyncIterable<SampleChunk>;
}

export interface SampleOptions {
  /** Else told by the first bytes of each source. */
  readonly format?: SampleFormat;
  /** Hears of each source before its first chunk. */
  readonly onSource?: (found: SampleSource) => void;
}

export interface SampleSource {
  /** As in its chunks: the file's path, or `-`. */
  readonly source: string;
  /** Undefined when there is nothing in it but blank lines. */
  readonly format: SampleFormat | undefined;
}
