/** What of a folder goes to the area. */
export const uploadFolder = "upload/";

/** A new folder that an export is written to. All throw MskctlError. */
export interface ExportFolder {
  /** As it was named. */
  readonly path: string;
  /** `name` below the folder, with slashes; nothing is there yet. */
  write(name: string, content: string, how?: "plain" | "gzip"): Promise<void>;
  /** A file that is in the product's own package, e.g. the worker. */
  copy(name: string, from: string): Promise<void>;
  /** The folder and all in it: an export that was broken off is none. */
  discard(): Promise<void>;
}
