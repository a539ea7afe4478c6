import type { Dirent, Stats } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import { MskctlError } from "../../core/errors.ts";
import { unreadable } from "./read-error.ts";

export interface SampleFile {
  readonly path: string;
  readonly stats: Stats;
}

/**
 * The file that `name` is; of a folder all regular files in it and below, by name. Hidden ones are left out, and links that lead out of the
 * folder or to other folders. Throws `usage` when there is none.
 */
export async function sampleFiles(name: string): Promise<readonly SampleFile[]> {
  try {
    const stats = await stat(name);
    return stats.isDirectory() ? await filesBelow(name) : [{ path: name, stats }];
  } catch (error) {
    throw error instanceof MskctlError ? error : unreadable(name, error);
  }
}

async function filesBelow(root: string): Promise<readonly SampleFile[]> {
  const inside = `${await realpath(root)}${sep}`;
  const files = new Map<string, SampleFile>();
  let folders = 0;
  const search = async (folder: string): Promise<void> => {
    folders += 1;
    for (const entry of await visibleEntries(folder)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) await search(path);
      else if (entry.isFile()) files.set(await realpath(path), { path, stats: await stat(path) });
      else if (entry.isSymbolicLink()) await addTarget(path);
    }
  };
  /** A folder mounted from a ConfigMap has its files as links into a hidden folder. */
  const addTarget = async (link: string): Promise<void> => {
    const target = await realpath(link).catch(() => "");
    if (!target.startsWith(inside) || files.has(target)) return;
    const stats = await stat(target);
    if (stats.isFile()) files.set(target, { path: link, stats });
  };

  await search(root);
  if (files.size === 0) throw nothingFound(root, folders);
  return [...files.values()];
}

async function visibleEntries(folder: string): Promise<readonly Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter(({ name }) => !name.startsWith(".")).sort((one, other) => (one.name < other.name ? -1 : 1));
}

function nothingFound(root: string, folders: number): MskctlError {
  const searched = folders === 1 ? root : `${root} and the folders below it (${folders} in all)`;
  return new MskctlError("usage", `there are no samples: no file in ${searched}; hidden files and links that lead out were left out`, {
    details: { file: root, searchedFolders: folders },
  });
}
