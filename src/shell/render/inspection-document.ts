import type { Finding } from "../../core/finding.ts";
import { explainLastResult, explainTransition } from "../../core/mapping/catalogue.ts";
import type { MappingMetrics } from "../../core/mapping/findings/facts.ts";
import type { Inspection } from "../../core/mapping/inspection.ts";
import type { MappingDocument } from "../../core/mapping/model.ts";
import { type FactDocument, factDocument } from "./fact-document.ts";
import { type LagDocument, lagDocument } from "./list-document.ts";
import { type OffsetsDocument, offsetsDocument } from "./offsets-document.ts";

type AwsDocument = Readonly<Record<string, unknown>>;

/** One mapping of `mskctl inspect --json`; docs/schema/inspect.schema.json. */
interface InspectionDocument {
  /** AWS's documents as AWS spells them; `source` is the MSK cluster, or the bootstrap servers of a self-managed one. */
  readonly mapping: MappingDocument;
  readonly function: FactDocument<AwsDocument>;
  readonly source: FactDocument<AwsDocument>;
  readonly observed: ObservedDocument;
  /** Only where the brokers were asked. */
  readonly offsets?: OffsetsDocument;
  readonly findings: readonly Finding[];
}

/** What was learned around the mapping, in our words. */
interface ObservedDocument {
  readonly lastResult: ExplanationDocument;
  readonly stateTransition: ExplanationDocument;
  /** "none" where no reserved concurrency is set. */
  readonly reservedConcurrency: FactDocument<number | "none">;
  readonly provisionedConcurrency: FactDocument<readonly AwsDocument[]>;
  readonly partitions: FactDocument<number>;
  /** Totals over the last `windowMs`; null means no data, which is not zero. */
  readonly metrics: FactDocument<Readonly<Record<keyof MappingMetrics, number | null>>>;
  readonly lag: FactDocument<LagDocument>;
}

interface ExplanationDocument {
  readonly kind: string;
  readonly text: string;
  readonly cause?: string;
  readonly remedy?: string;
}

export type InspectDocument =
  | ({ readonly schemaVersion: 1 } & InspectionDocument)
  | { readonly schemaVersion: 1; readonly mappings: readonly InspectionDocument[] };

/** One hit stands at the top, several stand under `mappings`. */
export function inspectDocument(inspections: readonly Inspection[]): InspectDocument {
  const documents = inspections.map(inspectionDocument);
  const [only, second] = documents;
  return only !== undefined && second === undefined ? { schemaVersion: 1, ...only } : { schemaVersion: 1, mappings: documents };
}

function inspectionDocument(inspection: Inspection): InspectionDocument {
  const { mapping, cluster, activity, offsets } = inspection;
  return {
    mapping,
    function: factDocument(inspection.function, ({ document }) => document),
    source: mapping.EventSourceArn ? factDocument(cluster, ({ document }) => document) : { ...mapping.SelfManagedEventSource },
    observed: {
      lastResult: explainLastResult(mapping.LastProcessingResult),
      stateTransition: explainTransition(mapping.StateTransitionReason),
      reservedConcurrency: factDocument(inspection.reservedConcurrency, (reserved) => reserved),
      provisionedConcurrency: factDocument(inspection.provisionedConcurrency, (all) => all.map((each) => ({ ...each }))),
      partitions: factDocument(inspection.partitions, (count) => count),
      metrics: factDocument(activity, ({ metrics }) => withNulls(metrics)),
      lag: factDocument(activity, ({ lag }) => lagDocument(mapping.UUID, lag)),
    },
    ...(offsets === undefined ? {} : { offsets: offsetsDocument(offsets) }),
    findings: inspection.findings,
  };
}

function withNulls(metrics: MappingMetrics): Readonly<Record<keyof MappingMetrics, number | null>> {
  const entries = Object.entries(metrics).map(([name, value]) => [name, value ?? null]);
  return Object.fromEntries(entries) as Record<keyof MappingMetrics, number | null>;
}
