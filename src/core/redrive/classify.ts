import { clusterNameOf, functionNameOf, type MappingDocument, topicOf } from "../mapping/model.ts";
import type { DecodeUtf8 } from "../record/byte-tools.ts";
import type { FailureDocument } from "../record/failure-document.ts";
import { readFailureDocument } from "../record/read-failure-document.ts";
import type { PlannedDocument } from "./journal.ts";
import { plannedParts } from "./planned-parts.ts";
import type { ListedDocument, UnreadableReason } from "./ports.ts";

/** What a listed document is to a run. Only a planned one is ever sent or removed. */
export type Classified =
  | { readonly kind: "planned"; readonly planned: PlannedDocument; readonly document: FailureDocument }
  /** The whole document has to be fetched. */
  | { readonly kind: "incomplete" }
  /** The source could not give it. */
  | { readonly kind: "unreadable"; readonly reason: UnreadableReason }
  | { readonly kind: "foreign"; readonly what: string }
  | { readonly kind: "malformed"; readonly why: string };

export interface ClassifiedDocument {
  readonly classified: Exclude<Classified, { kind: "incomplete" }>;
  readonly storedAtMs: number | undefined;
  /** False: it holds pointers, and its records are read back from the brokers. */
  readonly hasEvent: boolean;
  /** Of the event in it, where all of it was seen. */
  readonly eventBytes: number | undefined;
}

/** A document of another function, cluster or topic than the mapping's is foreign. Without a mapping all are meant. */
export function classifyDocument(
  listed: ListedDocument,
  mapping: MappingDocument | undefined,
  { decodeUtf8 }: { readonly decodeUtf8: DecodeUtf8 },
): Classified {
  const { bytes, complete, unreadable } = listed;
  if (bytes === undefined || unreadable !== undefined) return { kind: "unreadable", reason: unreadable ?? "gone" };
  const answer = readFailureDocument(bytes, { complete, decodeUtf8 });
  if (answer.kind !== "document") return answer;
  const { document } = answer;
  const what = mapping && strangeness(document, mapping);
  if (what !== undefined) return { kind: "foreign", what };
  const { id, handle } = listed;
  const { condition, failedAtMs, batchSize } = document;
  return { kind: "planned", planned: { id, handle, condition, failedAtMs, records: batchSize, parts: plannedParts(document) }, document };
}

function strangeness(document: FailureDocument, mapping: MappingDocument): string | undefined {
  const topic = topicOf(mapping);
  if (topic !== undefined && document.ranges.some((range) => range.topic !== topic)) return "a document of another topic";
  if (!isOfCluster(document, mapping)) return "a document of another cluster";
  const own = functionNameOf(mapping.FunctionArn ?? "");
  return own !== "" && functionNameOf(document.functionArn) !== own ? "a document of another function" : undefined;
}

/** A VPC connection has another ARN than its cluster, and the cluster's name. Bootstrap servers come and go: one in common is enough. */
function isOfCluster({ eventSourceArn, bootstrapServers }: FailureDocument, mapping: MappingDocument): boolean {
  const own = mapping.EventSourceArn;
  if (own !== undefined && eventSourceArn !== undefined) {
    const arePlain = own.includes(":cluster/") && eventSourceArn.includes(":cluster/");
    return arePlain ? own === eventSourceArn : clusterNameOf(mapping) === clusterNameOf({ EventSourceArn: eventSourceArn });
  }
  if (own !== undefined || eventSourceArn !== undefined) return false;
  const servers = new Set(mapping.SelfManagedEventSource?.Endpoints?.KAFKA_BOOTSTRAP_SERVERS?.map((server) => server.toLowerCase()));
  return servers.size === 0 || bootstrapServers.length === 0 || bootstrapServers.some((server) => servers.has(server.toLowerCase()));
}
