import type { Finding } from "../core/finding.ts";
import type { Change } from "../core/mapping/difference.ts";
import type { Reached } from "../core/mapping/lifecycle/waiting.ts";
import type { MappingDocument } from "../core/mapping/model.ts";
import { type ErrorDocument, errorDocument } from "./error-report.ts";
import type { ResultRow } from "./render/results.ts";

/** What a write to one mapping answers with `--json`. */
export interface WriteDocument {
  readonly schemaVersion: 1;
  readonly plan: PlanDocument<Change>;
  /** False: nothing had to be written, the answer was no, or `--dry-run`. */
  readonly applied: boolean;
  /** As last seen; null where it does not exist. */
  readonly mapping: MappingDocument | null;
  readonly reached?: Reached;
}

/** What a write to several mappings answers with `--json`. */
export interface WritesDocument {
  readonly schemaVersion: 1;
  readonly plan: PlanDocument<NamedChange>;
  readonly applied: boolean;
  /** One for each mapping that was written or left alone. */
  readonly results: readonly ResultDocument[];
}

interface PlanDocument<Kind extends Change> {
  readonly changes: readonly Kind[];
  readonly notes: readonly string[];
  readonly findings?: readonly Finding[];
}

type NamedChange = Change & { readonly name: string; readonly uuid?: string };

export interface ResultDocument {
  readonly name: string;
  readonly mapping: MappingDocument | null;
  readonly ok: boolean;
  readonly error?: ErrorDocument["error"];
}

export function resultDocument({ name, mapping, error }: ResultRow): ResultDocument {
  return { name, mapping: mapping ?? null, ok: error === undefined, ...(error === undefined ? {} : { error: errorDocument(error).error }) };
}
