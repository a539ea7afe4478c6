import type { RunCounts } from "../../../core/redrive/journal.ts";
import type { Check } from "../../../core/redrive/verify/check.ts";
import type { Verification } from "../../../core/redrive/verify/verify.ts";
import { type RunDocument, runDocument } from "./run-documents.ts";

/** `mskctl redrive verify --json`; docs/schema/redrive-verify.schema.json. */
export interface RedriveVerifyDocument {
  readonly schemaVersion: 1;
  readonly run: RunDocument;
  readonly counts: RunCounts;
  readonly holds: boolean;
  readonly checks: readonly Check[];
}

export function redriveVerifyDocument({ known, counts, holds, checks }: Verification): RedriveVerifyDocument {
  return { schemaVersion: 1, run: runDocument(known), counts, holds, checks };
}
