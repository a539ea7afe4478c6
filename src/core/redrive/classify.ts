import { clusterNameOf, functionNameOf, type MappingDocument, topicOf } from "../mapping/model.ts";
import type { FailureDocument, ReadFailureDocument } from "../record/failure-document.ts";
import type { UnreadableReason } from "./ports.ts";

/** What a listed document is. Only a `document` is redriven; the others are counted and left alone. */
export type Classified = ReadFailureDocument | { readonly kind: "unreadable"; readonly reason: UnreadableReason };

export interface ClassifiedDocument {
  readonly classified: Classified;
  readonly storedAtMs: number | undefined;
  /** False: it holds pointers, and its records are read back from the brokers. */
  readonly hasEvent: boolean;
  /** Of the event in it, where all of it was seen. */
  readonly eventBytes: number | undefined;
}

/** A document that is read, if it is the mapping's: one of another function, cluster or topic is foreign. Without a mapping all are meant. */
export function classify(read: ReadFailureDocument, mapping: MappingDocument | undefined): ReadFailureDocument {
  if (read.kind !== "document" || mapping === undefined) return read;
  const what = strangeness(read.document, mapping);
  return what === undefined ? read : { kind: "foreign", what };
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
  const servers = mapping.SelfManagedEventSource?.Endpoints?.KAFKA_BOOTSTRAP_SERVERS ?? [];
  return servers.length === 0 || bootstrapServers.length === 0 || bootstrapServers.some((server) => servers.includes(server));
}
