import { createReadStream, type Dirent } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { addAbortSignal, type Readable } from "node:stream";
import { MskctlError } from "../../core/errors.ts";
import type { FileText, PatternFile, PatternFiles, PatternWords } from "../../core/filter/sites/gather-patterns.ts";
import { reasonOf } from "./disk-error.ts";
import { wordSearch } from "./word-search.ts";

/** Plans of Terraform have tens of megabytes. */
const largestFileBytes = 128 * 1024 * 1024;

export interface PatternFilesOptions {
  readonly stdin: () => Readable;
  readonly signal: AbortSignal;
}

/** The files that PATHs stand for. Of folders: all below them but hidden ones, node_modules and CDK's assets; links to folders are not followed. */
export function patternFiles({ stdin, signal }: PatternFilesOptions): PatternFiles {
  const fileOf = (name: string, named: boolean): PatternFile => ({
    name,
    named,
    kind: isHcl(name) ? "hcl" : "text",
    read: (words) => readText(name === "-" ? stdin() : createReadStream(name), { name, words: named ? undefined : words, signal }),
  });
  /** A folder that cannot be read is told of like a file; the others are walked all the same. */
  async function* entriesIn(folder: string, named: boolean): AsyncGenerator<PatternFile> {
    let entries: readonly Dirent[];
    try {
      entries = await entriesOf(folder);
    } catch (error) {
      if (named) throw error;
      yield { name: folder, named, kind: "text", read: () => Promise.reject(error) };
      return;
    }
    for (const entry of entries) {
      signal.throwIfAborted();
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (isWalked(entry.name)) yield* entriesIn(path, false);
      } else if ((hasPatternName(entry.name) || isHcl(entry.name)) && (await isFile(entry, path))) yield fileOf(path, false);
    }
  }
  return {
    async *find(path) {
      if (path !== "-" && (await isFolder(path))) yield* entriesIn(path, true);
      else yield fileOf(path, true);
    },
  };
}

function isWalked(folder: string): boolean {
  return !folder.startsWith(".") && folder !== "node_modules" && !folder.startsWith("asset.");
}

/** CDK writes `*.template.json`, Terraform's JSON is `*.tf.json`. */
function hasPatternName(name: string): boolean {
  return /\.(?:ya?ml|json|template)$/i.test(name);
}

function isHcl(name: string): boolean {
  return /\.(?:tf|tofu)$/i.test(name);
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => Promise.reject(unreadable(folder, cause)));
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Through links. What is neither file nor folder may never end. */
async function isFile(entry: Dirent, path: string): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isFile();
  return await stat(path).then(
    (target) => target.isFile(),
    () => false,
  );
}

async function isFolder(path: string): Promise<boolean> {
  return await stat(path).then(
    (found) => found.isDirectory(),
    (cause: unknown) => Promise.reject(unreadable(path, cause)),
  );
}

interface Reading {
  readonly name: string;
  /** Read only when it has one of them. */
  readonly words: PatternWords | undefined;
  readonly signal: AbortSignal;
}

async function readText(source: Readable, { name, words, signal }: Reading): Promise<FileText | undefined> {
  const search = words === undefined ? undefined : wordSearch(words.anywhere);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of addAbortSignal(signal, source) as AsyncIterable<Uint8Array>) {
      bytes += chunk.length;
      search?.see(chunk);
      const isTooLarge = bytes > largestFileBytes;
      if (isTooLarge && (search === undefined || search.found)) break;
      if (!isTooLarge) chunks.push(chunk);
    }
  } catch (cause) {
    if (signal.aborted) throw signal.reason;
    throw unreadable(name, cause);
  }
  const whole = bytes > largestFileBytes ? undefined : Buffer.concat(chunks);
  if (words !== undefined && search?.found === false && !(whole !== undefined && isSmallPattern(whole, words))) return undefined;
  if (whole === undefined) throw malformed(name, `is larger than ${largestFileBytes / 1024 / 1024} MB`);
  return decoded(whole, name);
}

function isSmallPattern(bytes: Buffer, { inSmallFiles, smallBytes }: PatternWords): boolean {
  return bytes.length <= smallBytes && inSmallFiles.some((word) => bytes.includes(word));
}

function decoded(bytes: Uint8Array, name: string): FileText {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (isUtf16) throw malformed(name, "is UTF-16 text; write it as UTF-8");
  const byteOrderMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), byteOrderMark };
  } catch {
    throw malformed(name, "is not UTF-8 text");
  }
}

function malformed(name: string, what: string): MskctlError {
  return new MskctlError("malformed-file", `${shown(name)} ${what}`, { details: { file: name } });
}

function unreadable(name: string, cause: unknown): MskctlError {
  return new MskctlError("usage", `cannot read ${shown(name)}: ${reasonOf(cause)}`, { details: { file: name }, cause });
}

function shown(name: string): string {
  return name === "-" ? "standard input" : name;
}
