import type { LatestLag } from "../../core/mapping/latest-lag.ts";
import type { MappingDocument } from "../../core/mapping/model.ts";
import type { Overview } from "../../core/mapping/overview.ts";
import { type FactDocument, factDocument } from "./fact-document.ts";

/** `mskctl list --json`; docs/schema/list.schema.json. */
export interface ListDocument {
  readonly schemaVersion: 1;
  /** AWS's documents as AWS spells them. */
  readonly mappings: readonly MappingDocument[];
  readonly lag?: FactDocument<readonly LagDocument[]>;
}

/** A mapping without data has no figure, and says why. */
export type LagDocument =
  | { readonly uuid: string; readonly lagRecords: number; readonly asOf: string; readonly source: string }
  | { readonly uuid: string; readonly lagRecords: null; readonly reason: string };

/** Several Regions in one document: a mapping's ARN says where it is. */
export function listDocument(overviews: readonly Overview[]): ListDocument {
  const mappings = overviews.flatMap((overview) => overview.mappings);
  const lags = overviews.flatMap(({ lags: asked }) => asked ?? []);
  if (lags.length === 0) return { schemaVersion: 1, mappings };
  const refused = lags.find(({ kind }) => kind !== "known");
  const entries = lags.flatMap((each) => (each.kind === "known" ? [...each.value].map(([uuid, lag]) => lagDocument(uuid, lag)) : []));
  return { schemaVersion: 1, mappings, lag: refused === undefined ? entries : factDocument(refused, () => entries) };
}

export function lagDocument(uuid: string, lag: LatestLag): LagDocument {
  if (lag.kind === "no-data") return { uuid, lagRecords: null, reason: lag.reason };
  return { uuid, lagRecords: lag.lagRecords, asOf: new Date(lag.asOfMs).toISOString(), source: lag.source };
}
