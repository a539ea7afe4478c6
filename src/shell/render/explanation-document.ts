import type { ExampleRecords } from "../../core/filter/example-records.ts";
import type { ExplainedNode, RecordExplanation } from "../../core/filter/explain/explanation.ts";
import type { RecordVerdict } from "../../core/filter/kafka-filter.ts";
import type { LintedFilter } from "../../core/filter/lint-report.ts";
import { type FindingDocument, findingDocument } from "./lint/lint-document.ts";

/** `mskctl explain --json`; docs/schema/explain.schema.json. */
export interface ExplainDocument {
  readonly schemaVersion: 1;
  readonly filters: readonly FilterDocument[];
  /** Absent when none was given. */
  readonly record?: RecordDocument;
}

export interface RecordDocument {
  /** `--record`, the file as it was named, or `-`. */
  readonly source: string;
  readonly line?: number;
  /** Of all filters together; absent when one of them does not parse, or the record cannot be decoded. */
  readonly verdict?: RecordVerdict;
  /** Why there is no value to filter. */
  readonly undecodable?: string;
}

export interface FilterDocument {
  readonly pattern: string;
  /** In plain English; empty when it does not parse. */
  readonly words: readonly string[];
  /** What lint says of it, when it does not parse. */
  readonly findings?: readonly FindingDocument[];
  readonly verdict?: RecordVerdict;
  readonly reason?: string;
  readonly hints?: readonly string[];
  readonly tree?: ExplainedNode;
  readonly examples?: ExampleRecords;
}

/** What there is to say of one filter. */
export type ExplainedFilter = { readonly text: string } & (
  | { readonly kind: "malformed"; readonly linted: LintedFilter }
  | { readonly kind: "meaning"; readonly words: readonly string[]; readonly examples: ExampleRecords }
  | { readonly kind: "record"; readonly words: readonly string[]; readonly explanation: RecordExplanation }
  | { readonly kind: "undecodable"; readonly words: readonly string[] }
);

export function filterDocument(filter: ExplainedFilter): FilterDocument {
  const { text: pattern } = filter;
  switch (filter.kind) {
    case "malformed":
      return { pattern, words: [], findings: filter.linted.findings.map(findingDocument) };
    case "meaning":
      return { pattern, words: filter.words, examples: filter.examples };
    case "record":
      return { pattern, words: filter.words, ...filter.explanation };
    case "undecodable":
      return { pattern, words: filter.words };
  }
}
