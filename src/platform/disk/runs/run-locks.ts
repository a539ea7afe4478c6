import { MskctlError } from "../../../core/errors.ts";
import { safeText } from "../../../core/record/safe-text.ts";
import type { RunFacts, RunOwner } from "../../../core/redrive/runs.ts";
import { sourceIdentity } from "../../../core/redrive/source-name.ts";
import { formatDuration } from "../../../core/time.ts";
import type { ConnectDatabase } from "../journal/sqlite.ts";
import { takeLock } from "../process-lock.ts";
import type { RunFolder } from "./run-folder.ts";
import { type SourceHolder, takeSource } from "./source-lock.ts";

export interface RunLocksOptions {
  readonly connect: ConnectDatabase;
  /** Where the locks of sources are. */
  readonly folder: string;
  readonly owner: RunOwner;
}

/** Takes the run's source, then the run; gives what gives both back. `prepare` is called in between. Throws `unavailable` with the owner and its age. */
export function takeRun(
  { connect, folder, owner }: RunLocksOptions,
  facts: Pick<RunFacts, "id" | "source" | "accountId" | "region">,
  run: RunFolder,
  prepare: () => void,
): () => void {
  const { id } = facts;
  const taken = takeSource({ connect, folder }, sourceIdentity(facts), { runId: id, owner });
  if (!("lock" in taken)) throw heldError(taken.heldBy, owner.sinceMs);
  try {
    prepare();
    const lock = takeLock(connect, run.lock);
    if (lock === undefined) throw heldError({ runId: id, owner: run.owner() }, owner.sinceMs);
    run.writeOwner(owner);
    return () => {
      run.forgetOwner();
      lock.release();
      taken.lock.release();
    };
  } catch (error) {
    taken.lock.release();
    throw error;
  }
}

/** Somebody else works on it; `holder` is who, as far as he has said so. */
export function heldError(
  holder: (Omit<SourceHolder, "owner"> & { readonly owner: RunOwner | undefined }) | undefined,
  nowMs: number,
): MskctlError {
  const { runId, owner } = holder ?? { runId: undefined, owner: undefined };
  const who = owner === undefined ? "" : ` (pid ${owner.pid}, ${safeText(`${owner.user}@${owner.host}`)}, since ${age(owner, nowMs)})`;
  return new MskctlError("unavailable", `${runId === undefined ? "another run" : `run ${runId}`} works on this source now${who}`, {
    suggestions: runId === undefined ? ["mskctl redrive list"] : [`mskctl redrive status ${runId}`],
    details: { runId, ...(owner === undefined ? {} : { owner, ageMs: Math.max(0, nowMs - owner.sinceMs) }) },
  });
}

function age({ sinceMs }: RunOwner, nowMs: number): string {
  return formatDuration(Math.max(0, nowMs - sinceMs));
}
