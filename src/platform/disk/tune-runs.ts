import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { MskctlError } from "../../core/errors.ts";
import { safeText } from "../../core/record/safe-text.ts";
import { newRunId, runIdPrefix } from "../../core/run-id.ts";
import { type ApplyEvent, applyState, isEnded } from "../../core/tuning/apply/apply-events.ts";
import type { ApplyPlan } from "../../core/tuning/apply/apply-plan.ts";
import type { ApplyRun, ApplyRuns, OpenApplyRun } from "../../core/tuning/apply/ports.ts";
import { readApplyPlan } from "../../core/tuning/apply/read-apply-plan.ts";
import { reasonOf } from "./disk-error.ts";
import { loadSqlite } from "./journal/sqlite.ts";
import { storageError } from "./private-files.ts";
import { type ProcessLock, takeLock } from "./process-lock.ts";
import { makePrivateFolder, writePrivately } from "./synchronous-files.ts";

const kind = "tune-run";
const schemaVersion = 1;

export interface TuneRunsOptions {
  /** As `stateFolder` gives it, when it is first needed. */
  readonly folder: () => Promise<string>;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** Runs of `tune --apply`, a file each: whole before and after whatever happens to it. A mapping has a lock of its own. */
export function tuneRuns(options: TuneRunsOptions): ApplyRuns {
  return new TuneRunsOnDisk(options);
}

class TuneRunsOnDisk implements ApplyRuns {
  readonly #options: TuneRunsOptions;

  constructor(options: TuneRunsOptions) {
    this.#options = options;
  }

  async create(plan: ApplyPlan, nowMs: number): Promise<OpenApplyRun> {
    const root = await this.#options.folder();
    makePrivateFolder(root);
    const lock = await this.#lock(root, plan);
    try {
      const unfinished = readAll(root).find(
        (run) => run.plan.mapping.UUID === plan.mapping.UUID && !isEnded(applyState(run.plan, run.events)),
      );
      if (unfinished !== undefined) throw unfinishedError(unfinished);
      const run = new RunFile(root, { id: newRunId(nowMs, this.#options.random), plan, events: [] }, lock);
      run.write();
      return run;
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  async open(typed: string): Promise<OpenApplyRun> {
    const root = await this.#options.folder();
    const { id, plan } = findRun(readAll(root), typed);
    const lock = await this.#lock(root, plan);
    try {
      // Once more: whoever had the lock until now may have gone on.
      return new RunFile(root, readRun(root, id), lock);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  async find(typed: string): Promise<ApplyRun> {
    return findRun(await this.list(), typed);
  }

  async list(): Promise<readonly ApplyRun[]> {
    return readAll(await this.#options.folder());
  }

  async #lock(root: string, { mapping, name }: ApplyPlan): Promise<ProcessLock> {
    const lock = takeLock(await loadSqlite(), join(root, `${mapping.UUID}.lock`));
    if (lock !== undefined) return lock;
    throw new MskctlError("unavailable", `another process tunes ${name} now`, { suggestions: ["mskctl tune status"] });
  }
}

class RunFile implements OpenApplyRun {
  readonly id: string;
  readonly plan: ApplyPlan;
  events: readonly ApplyEvent[];
  readonly #root: string;
  readonly #lock: ProcessLock;

  constructor(root: string, { id, plan, events }: ApplyRun, lock: ProcessLock) {
    this.#root = root;
    this.id = id;
    this.plan = plan;
    this.events = events;
    this.#lock = lock;
  }

  append(event: ApplyEvent): Promise<void> {
    this.events = [...this.events, event];
    this.write();
    return Promise.resolve();
  }

  write(): void {
    const { id, plan, events } = this;
    writePrivately(fileOf(this.#root, id), `${JSON.stringify({ schemaVersion, kind, id, plan, events }, null, 1)}\n`);
  }

  close(): void {
    this.#lock.release();
  }
}

function readAll(root: string): ApplyRun[] {
  return idsIn(root).map((id) => readRun(root, id));
}

/** Newest first. */
function idsIn(root: string): string[] {
  try {
    return readdirSync(root)
      .flatMap((name) => (name.endsWith(".json") && runIdPrefix(name.slice(0, -5)) === name.slice(0, -5) ? [name.slice(0, -5)] : []))
      .sort()
      .reverse();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw storageError(`cannot read ${root}: ${reasonOf(error)}`, root, error);
  }
}

function readRun(root: string, id: string): ApplyRun {
  const path = fileOf(root, id);
  const { schemaVersion: version, kind: found, plan, events } = readJson(path);
  if (found !== kind) throw storageError(`${path} is no ${kind} file of mskctl`, path);
  if (version !== schemaVersion)
    throw storageError(
      `${path} was written by another version of mskctl (format ${String(version)}, this one reads ${schemaVersion})`,
      path,
    );
  const read = readApplyPlan(plan);
  if ("problems" in read || !Array.isArray(events))
    throw storageError(`${path} is damaged: ${"problems" in read ? read.problems[0]?.message : "it has no events"}`, path);
  return { id, plan: read, events: events as readonly ApplyEvent[] };
}

function readJson(path: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    throw storageError(`cannot read ${path}: ${error instanceof SyntaxError ? "it is not JSON" : reasonOf(error)}`, path, error);
  }
}

function fileOf(root: string, id: string): string {
  return join(root, `${id}.json`);
}

function findRun(runs: readonly ApplyRun[], typed: string): ApplyRun {
  const prefix = runIdPrefix(typed);
  const [run, ...others] = prefix === undefined ? [] : runs.filter(({ id }) => id.startsWith(prefix));
  if (run === undefined)
    throw new MskctlError("not-found", `tune has no run ${safeText(typed, { maxWidth: 40 })}`, { suggestions: ["mskctl tune status"] });
  if (others.length === 0) return run;
  throw new MskctlError("ambiguous", `${others.length + 1} runs begin with ${prefix}`, { suggestions: ["mskctl tune status"] });
}

function unfinishedError({ id, plan }: ApplyRun): MskctlError {
  return new MskctlError("conflict", `run ${id} of ${plan.name} has not ended`, {
    suggestions: [`mskctl tune resume ${id}`, `mskctl tune rollback ${id}`],
    details: { run: id },
  });
}
