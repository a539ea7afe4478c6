import { copyFile, mkdir, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { MskctlError } from "../../core/errors.ts";
import type { ExportFolder } from "../../core/redrive/handover/export-folder.ts";
import { storing } from "./private-files.ts";

const packed = promisify(gzip);

/** Makes the folder, which must not be there: what an earlier export has started may be running by its files. Throws `conflict` and `storage`. */
export async function makeExportFolder(path: string): Promise<ExportFolder> {
  const parents = await storing(`make ${path}`, path, async () => {
    const first = await mkdir(dirname(path), { recursive: true });
    await mkdir(path, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
      throw new MskctlError("conflict", `${path} is there already, and may belong to a redrive that is running`, {
        suggestions: ["name a folder that is not there: --out DIR"],
        details: { path },
      });
    });
    return foldersFrom(first, dirname(path));
  });
  const made = new Set<string>();
  async function placeOf(name: string): Promise<string> {
    const file = join(path, ...name.split("/"));
    if (!made.has(dirname(file))) await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    made.add(dirname(file));
    return file;
  }
  return {
    path,
    write: (name, content, how = "plain") =>
      storing(`write ${join(path, name)}`, path, async () => {
        const bytes = how === "gzip" ? await packed(content) : content;
        await writeFile(await placeOf(name), bytes, { flag: "wx", mode: 0o600 });
      }),
    copy: (name, from) => storing(`write ${join(path, name)}`, path, async () => copyFile(from, await placeOf(name))),
    discard: () =>
      storing(`remove ${path}`, path, async () => {
        await rm(path, { recursive: true, force: true });
        // Somebody else may have put something there.
        for (const parent of parents) await rmdir(parent).catch(() => undefined);
      }),
  };
}

/** The folders that were made, innermost first. */
function foldersFrom(first: string | undefined, last: string): readonly string[] {
  if (first === undefined) return [];
  const folders: string[] = [];
  for (let folder = resolve(last); folder.startsWith(resolve(first)); folder = dirname(folder)) folders.push(folder);
  return folders;
}
