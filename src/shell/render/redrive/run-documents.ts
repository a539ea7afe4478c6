import type { RunCounts } from "../../../core/redrive/journal.ts";
import type { ListedRun } from "../../../core/redrive/runs.ts";
import type { RangeDocument } from "./plan-document.ts";
import { rangeDocument } from "./plan-document.ts";
import { nextCommand, type ShownState, shownState } from "./run-phrases.ts";
import type { RunOverview } from "./runs-text.ts";
import type { ShownRecords } from "./shown-records.ts";

/** A run as every document has it. */
export interface RunDocument {
  readonly id: string;
  readonly verb: string;
  readonly state: ShownState;
  readonly source: string;
  readonly target: string;
  readonly mapping: string | null;
  readonly functionName: string | null;
  readonly region: string | null;
  readonly accountId: string | null;
  readonly createdAt: string;
  readonly owner: { readonly user: string; readonly host: string; readonly pid: number; readonly since: string } | null;
  /** Why it stopped. */
  readonly says: string | null;
}

/** `mskctl redrive list --json`; docs/schema/redrive-list.schema.json. */
export interface RedriveListDocument {
  readonly schemaVersion: 1;
  readonly runs: readonly (RunDocument & { readonly counts: RunCounts | null })[];
}

/** `mskctl redrive status --json`, also what a run answers when it ends; docs/schema/redrive-status.schema.json. */
export interface RedriveStatusDocument {
  readonly schemaVersion: 1;
  readonly run: RunDocument;
  readonly counts: RunCounts;
  /** The command that leads on. */
  readonly next: string | null;
}

/** `mskctl redrive show --json`; docs/schema/redrive-show.schema.json. */
export interface RedriveShowDocument {
  readonly schemaVersion: 1;
  readonly run: string;
  /** Records altogether; `records` may be fewer of them. */
  readonly total: number;
  readonly records: readonly ShownDocument[];
}

interface ShownDocument extends RangeDocument {
  readonly records: number;
  readonly state: string;
  readonly reason: string | null;
  readonly bytes: number | null;
  readonly sha256: string | null;
}

export function redriveListDocument(runs: readonly RunOverview[]): RedriveListDocument {
  return { schemaVersion: 1, runs: runs.map(({ known, counts }) => ({ ...runDocument(known), counts: counts ?? null })) };
}

export function redriveStatusDocument(known: ListedRun, counts: RunCounts): RedriveStatusDocument {
  return { schemaVersion: 1, run: runDocument(known), counts, next: nextCommand(known, counts, known.facts.id) ?? null };
}

export function redriveShowDocument(id: string, shown: readonly ShownRecords[], total: number): RedriveShowDocument {
  return {
    schemaVersion: 1,
    run: id,
    total,
    records: shown.map(({ row, bytes, sha256 }) => ({
      ...rangeDocument(row),
      records: row.records,
      state: row.outcome,
      reason: row.reason ?? null,
      bytes: bytes ?? null,
      sha256: sha256 ?? null,
    })),
  };
}

export function runDocument(known: ListedRun): RunDocument {
  const { facts, owner, says } = known;
  return {
    id: facts.id,
    verb: facts.verb,
    state: shownState(known),
    source: facts.source,
    target: facts.target,
    mapping: facts.mappingUuid ?? null,
    functionName: facts.functionName ?? null,
    region: facts.region ?? null,
    accountId: facts.accountId ?? null,
    createdAt: new Date(facts.createdAtMs).toISOString(),
    owner:
      owner === undefined ? null : { user: owner.user, host: owner.host, pid: owner.pid, since: new Date(owner.sinceMs).toISOString() },
    says: says ?? null,
  };
}
