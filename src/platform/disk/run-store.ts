import { readdirSync, renameSync, rmSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { join } from "node:path";
import { MskctlError } from "../../core/errors.ts";
import { safeText } from "../../core/record/safe-text.ts";
import type { ListedRun, NewRunOptions, OpenRun, RunFacts, RunOwner, RunStore } from "../../core/redrive/runs.ts";
import { newRunId, runIdPrefix } from "../../core/run-id.ts";
import type { Clock } from "../../core/time.ts";
import { reasonOf } from "./disk-error.ts";
import { journalError } from "./journal/journal-error.ts";
import { createJournal, journalFiles } from "./journal/journal-file.ts";
import { type ConnectDatabase, loadSqlite } from "./journal/sqlite.ts";
import { storageError } from "./private-files.ts";
import { isLocked, takeLock } from "./process-lock.ts";
import { openRun } from "./runs/open-run.ts";
import { knownRun, type RunFolder, runFolder } from "./runs/run-folder.ts";
import { heldError, takeRun } from "./runs/run-locks.ts";
import { makePrivateFolder, syncFolder } from "./synchronous-files.ts";

export interface RunStoreOptions {
  /** As `stateFolder` gives it. */
  readonly folder: string;
  readonly clock: Pick<Clock, "now">;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Whoever works on a run is told to others as this. */
  readonly owner: Omit<RunOwner, "sinceMs">;
  /** Bytes that may still be written in a folder. */
  readonly freeBytes?: (folder: string) => Promise<number>;
}

/** Room that a run begins with, for its journal and the log of it; a million documents of a queue take some 600 MB. */
const neededBytes = 128 * 2 ** 20;
/** A folder on its way out; a crash may leave it. */
const gone = ".gone-";

/** Runs in `runs` of the state folder, one folder a run. SQLite is loaded when it is first needed. */
export function runStore(options: RunStoreOptions): RunStore {
  return new RunsOnDisk(options);
}

class RunsOnDisk implements RunStore {
  readonly #options: RunStoreOptions;
  readonly #root: string;
  #loading: Promise<ConnectDatabase> | undefined;

  constructor(options: RunStoreOptions) {
    this.#options = options;
    this.#root = join(options.folder, "runs");
  }

  async create(given: Omit<RunFacts, "id" | "createdAtMs">, { keySalt }: NewRunOptions = {}): Promise<OpenRun> {
    const { clock, random } = this.#options;
    const connect = await this.#sqlite();
    makePrivateFolder(this.#root);
    await this.#requireRoom();
    const facts: RunFacts = { ...given, id: newRunId(clock.now(), random), createdAtMs: clock.now() };
    const folder = this.#folder(facts.id);
    const release = this.#take(connect, facts, () => makePrivateFolder(folder.path));
    return this.#opened(connect, folder, release, () => makeRun(folder, facts, { connect, keySalt }));
  }

  async open(typed: string, purpose: "reading" | "writing"): Promise<OpenRun> {
    const [id, connect] = [this.#find(typed), await this.#sqlite()];
    const folder = this.#folder(id);
    const facts = folder.facts();
    if (purpose === "reading") {
      return openRun(folder, { connect, purpose, known: this.#known(connect, id), release() {} });
    }
    await this.#requireRoom();
    const release = this.#take(connect, facts, () => {});
    return this.#opened(connect, folder, release, () => folder.makeReserve());
  }

  async list(): Promise<readonly ListedRun[]> {
    const connect = await this.#sqlite();
    return this.#ids().map((id) => this.#known(connect, id));
  }

  async remove(typed: string): Promise<void> {
    const [id, connect] = [this.#find(typed), await this.#sqlite()];
    const folder = this.#folder(id);
    const lock = takeLock(connect, folder.lock);
    if (lock === undefined) throw heldError({ runId: id, owner: folder.owner() }, this.#options.clock.now());
    try {
      // First out of the list, at once and whole; what a crash leaves of earlier ones goes as well.
      renameSync(folder.path, join(this.#root, `${gone}${id}`));
      syncFolder(this.#root);
      for (const name of readdirSync(this.#root).filter((each) => each.startsWith(gone)))
        rmSync(join(this.#root, name), { recursive: true, force: true });
    } catch (error) {
      throw storageError(`cannot remove ${folder.path}: ${reasonOf(error)}`, folder.path, error);
    } finally {
      lock.release();
    }
  }

  #opened(connect: ConnectDatabase, folder: RunFolder, release: () => void, prepare: () => void): OpenRun {
    try {
      prepare();
      const { facts, standing, owner } = folder;
      const known = { facts: facts(), ...standing(), owner: owner() };
      return openRun(folder, { connect, purpose: "writing", known, release });
    } catch (error) {
      release();
      throw error;
    }
  }

  #take(connect: ConnectDatabase, facts: RunFacts, prepare: () => void): () => void {
    const { owner, clock, folder } = this.#options;
    const locks = { connect, folder: join(folder, "locks"), owner: { ...owner, sinceMs: clock.now() } };
    return takeRun(locks, facts, this.#folder(facts.id), prepare);
  }

  #known(connect: ConnectDatabase, id: string): ListedRun {
    const folder = this.#folder(id);
    return knownRun(folder, id, () => isLocked(connect, folder.lock));
  }

  #folder(id: string): RunFolder {
    return runFolder(join(this.#root, id), id);
  }

  #find(typed: string): string {
    const prefix = runIdPrefix(typed);
    const [id, ...others] = prefix === undefined ? [] : this.#ids().filter((each) => each.startsWith(prefix));
    if (id === undefined)
      throw new MskctlError("not-found", `there is no run ${safeText(typed, { maxWidth: 40 })}`, { suggestions: ["mskctl redrive list"] });
    if (others.length === 0) return id;
    const candidates = [id, ...others].sort();
    throw new MskctlError("ambiguous", `${candidates.length} runs begin with ${prefix}`, {
      suggestions: candidates.slice(0, 5).map((each) => `mskctl redrive status ${each}`),
      details: { candidates },
    });
  }

  /** Newest first. A folder without facts is one whose making was cut off: nothing was done with it. */
  #ids(): string[] {
    try {
      return readdirSync(this.#root)
        .filter((name) => runIdPrefix(name) === name && this.#folder(name).isMade())
        .sort()
        .reverse();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
      throw storageError(`cannot read ${this.#root}: ${reasonOf(error)}`, this.#root, error);
    }
  }

  async #requireRoom(): Promise<void> {
    const { freeBytes = freeIn } = this.#options;
    const free = await freeBytes(this.#root);
    if (free >= neededBytes) return;
    const [has, needs] = [free, neededBytes].map((bytes) => Math.floor(bytes / 2 ** 20));
    throw new MskctlError("storage", `only ${has} MiB are free in ${this.#root}; a run's journal needs ${needs}`, {
      suggestions: ["free some space, or set XDG_STATE_HOME to a folder on another disk"],
      details: { path: this.#root, freeBytes: free, neededBytes },
    });
  }

  #sqlite(): Promise<ConnectDatabase> {
    this.#loading ??= loadSqlite();
    return this.#loading;
  }
}

/** The facts come last: a run that has them has everything. */
function makeRun(folder: RunFolder, facts: RunFacts, { connect, keySalt }: NewRunOptions & { readonly connect: ConnectDatabase }): void {
  const files = journalFiles(folder.path, facts.id);
  folder.makeReserve();
  try {
    createJournal(files, connect, keySalt);
  } catch (error) {
    throw journalError(error, "write", files);
  }
  folder.writeStanding({ state: "planned", says: undefined });
  folder.writeFacts(facts);
}

async function freeIn(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
