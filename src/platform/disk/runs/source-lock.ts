import { hash } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { RunOwner } from "../../../core/redrive/runs.ts";
import type { ConnectDatabase } from "../journal/sqlite.ts";
import { takeLock } from "../process-lock.ts";
import { readSealed, writeSealed } from "../sealed-file.ts";
import { makePrivateFolder } from "../synchronous-files.ts";

/** Who works on a source, and for which run. */
export interface SourceHolder {
  readonly runId: string;
  readonly owner: RunOwner;
}

export interface SourceLock {
  release(): void;
}

const kind = "redrive-source-owner";

/** Takes a source for one run, across processes; gives who has it (undefined: he has not said so yet) when somebody does. */
export function takeSource(
  { connect, folder }: { readonly connect: ConnectDatabase; readonly folder: string },
  source: string,
  holder: SourceHolder,
): { readonly lock: SourceLock } | { readonly heldBy: SourceHolder | undefined } {
  makePrivateFolder(folder);
  // A source's name may hold anything; its hash is a name for a file.
  const path = join(folder, hash("sha256", source));
  const lock = takeLock(connect, path);
  if (lock === undefined) return { heldBy: readSealed(`${path}.json`, kind) as SourceHolder | undefined };
  writeSealed(`${path}.json`, kind, holder);
  return {
    lock: {
      release() {
        rmSync(`${path}.json`, { force: true });
        lock.release();
      },
    },
  };
}
