import { mkdir } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import { MskctlError } from "../../core/errors.ts";
import { reasonOf } from "./disk-error.ts";

export interface StateFolderOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The user's home folder. */
  readonly home: string;
}

/**
 * A folder for what mskctl keeps between calls, made when it is missing and nobody else's to read:
 * `$XDG_STATE_HOME/mskctl/NAME`; `~/.local/state` for a base that is unset or relative (XDG Base Directory). Throws `storage`.
 */
export async function stateFolder(name: string, { environment, home }: StateFolderOptions): Promise<string> {
  const base = environment["XDG_STATE_HOME"] ?? "";
  const path = join(isAbsolute(base) ? base : join(home, ".local", "state"), "mskctl", name);
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new MskctlError("storage", `cannot make the folder ${path}: ${reasonOf(error)}`, {
      suggestions: ["let XDG_STATE_HOME name a folder that can be written to"],
      details: { path },
      cause: error,
    });
  }
  return path;
}
