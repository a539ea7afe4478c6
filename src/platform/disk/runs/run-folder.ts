import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { MskctlError } from "../../../core/errors.ts";
import type { ListedRun, RunFacts, RunOwner, RunState } from "../../../core/redrive/runs.ts";
import { runBegan } from "../../../core/run-id.ts";
import { storageError } from "../private-files.ts";
import { readSealed, writeSealed } from "../sealed-file.ts";
import { writePrivately } from "../synchronous-files.ts";

const factsKind = "redrive-run";
const stateKind = "redrive-run-state";
const ownerKind = "redrive-run-owner";

/** Given up when the disk is full, so that the run can still note why it stopped. */
const reserveBytes = 2 ** 20;

interface RunStanding {
  readonly state: RunState;
  readonly says: string | undefined;
}

/** A run's folder, but for its journal. All throw `storage`. */
export interface RunFolder {
  readonly path: string;
  readonly lock: string;
  isMade(): boolean;
  facts(): RunFacts;
  writeFacts(facts: RunFacts): void;
  standing(): RunStanding;
  writeStanding(standing: RunStanding): void;
  /** Who noted last that he works on it; he may have crashed since. */
  owner(): RunOwner | undefined;
  writeOwner(owner: RunOwner): void;
  forgetOwner(): void;
  makeReserve(): void;
  giveUpReserve(): void;
}

export function runFolder(path: string, id: string): RunFolder {
  const at = (name: string) => join(path, name);
  return {
    path,
    lock: at("lock"),
    isMade: () => existsSync(at("run.json")),
    facts() {
      const facts = readSealed(at("run.json"), factsKind) as RunFacts | undefined;
      if (facts?.id === id) return facts;
      throw storageError(`${at("run.json")} ${facts === undefined ? "is missing" : `is of another run, ${facts.id}`}`, at("run.json"));
    },
    writeFacts: (facts) => writeSealed(at("run.json"), factsKind, facts),
    standing() {
      const standing = readSealed(at("state.json"), stateKind) as RunStanding | undefined;
      if (standing === undefined) throw storageError(`${at("state.json")} is missing`, at("state.json"));
      return { state: standing.state, says: standing.says };
    },
    writeStanding: (standing) => writeSealed(at("state.json"), stateKind, standing),
    owner: () => readSealed(at("owner.json"), ownerKind) as RunOwner | undefined,
    writeOwner: (owner) => writeSealed(at("owner.json"), ownerKind, owner),
    forgetOwner: () => rmSync(at("owner.json"), { force: true }),
    // Written out: a file that is only made long takes no room.
    makeReserve: () => writePrivately(at("reserve"), Buffer.alloc(reserveBytes, "reserve ")),
    giveUpReserve: () => rmSync(at("reserve"), { force: true }),
  };
}

/** A run as it is listed. One whose files are damaged is listed, too: it must not hide the others. */
export function knownRun(folder: RunFolder, id: string, isLocked: () => boolean): ListedRun {
  try {
    const [facts, { state, says }, owner] = [folder.facts(), folder.standing(), folder.owner()];
    return { facts, state, owner: owner !== undefined && isLocked() ? owner : undefined, says };
  } catch (error) {
    if (!(error instanceof MskctlError)) throw error;
    return { facts: { ...unknownFacts, id, createdAtMs: runBegan(id) }, state: "stopped", owner: undefined, says: error.message };
  }
}

const unknownFacts = {
  verb: "unknown",
  source: "unknown",
  target: "unknown",
  mappingUuid: undefined,
  functionName: undefined,
  accountId: undefined,
  region: undefined,
  settings: {},
} as const;
