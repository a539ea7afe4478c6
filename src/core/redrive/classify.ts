import type { DecodeUtf8 } from "../record/byte-tools.ts";
import type { FailureDocument } from "../record/failure-document.ts";
import { readFailureDocument } from "../record/read-failure-document.ts";
import { claimedShares } from "./claimed-shares.ts";
import type { PlannedDocument } from "./journal.ts";
import type { ListedDocument, UnreadableReason } from "./ports.ts";

/** Whose documents are wanted. What is left out may be anything. */
export interface ExpectedOrigin {
  /** With or without a qualifier, which does not count: documents have the one that was invoked. */
  readonly functionArns?: readonly string[] | undefined;
  readonly eventSourceArn?: string | undefined;
  /** For a self-managed cluster, instead of its ARN; one in common is enough. */
  readonly bootstrapServers?: readonly string[] | undefined;
  readonly topic?: string | undefined;
}

export type Classified =
  | { readonly kind: "planned"; readonly planned: PlannedDocument; readonly document: FailureDocument }
  /** The whole document has to be fetched. */
  | { readonly kind: "incomplete" }
  /** The source could not give it. */
  | { readonly kind: "unreadable"; readonly reason: UnreadableReason }
  | { readonly kind: "foreign"; readonly what: string }
  | { readonly kind: "malformed"; readonly why: string };

/** What a listed document is to a run. Only a planned one is ever sent or removed. */
export function classifyDocument(
  listed: ListedDocument,
  expected: ExpectedOrigin,
  { decodeUtf8 }: { readonly decodeUtf8: DecodeUtf8 },
): Classified {
  const { bytes, complete, unreadable } = listed;
  if (bytes === undefined || unreadable !== undefined) return { kind: "unreadable", reason: unreadable ?? "gone" };
  const answer = readFailureDocument(bytes, { complete, decodeUtf8 });
  if (answer.kind !== "document") return answer;
  const { document } = answer;
  const other = otherOrigin(document, expected);
  if (other !== undefined) return { kind: "foreign", what: `a failure document of another ${other}` };
  return { kind: "planned", planned: plannedDocument(listed, document), document };
}

function plannedDocument({ id, handle }: ListedDocument, document: FailureDocument): PlannedDocument {
  const { condition, failedAtMs, batchSize, ranges } = document;
  const shares = claimedShares(batchSize, ranges);
  const parts = ranges.map(({ topic, partition, ...range }, index) => ({
    lane: { topic, partition },
    ...range,
    claimed: shares[index] ?? 0,
  }));
  return { id, handle, condition, failedAtMs, records: batchSize, parts };
}

function otherOrigin(document: FailureDocument, expected: ExpectedOrigin): "function" | "cluster" | "topic" | undefined {
  const { functionArns, topic } = expected;
  if (functionArns !== undefined && !functionArns.some((arn) => unqualified(arn) === unqualified(document.functionArn))) return "function";
  if (!isCluster(document, expected)) return "cluster";
  return topic === undefined || document.ranges.every((range) => range.topic === topic) ? undefined : "topic";
}

function isCluster(document: FailureDocument, { eventSourceArn, bootstrapServers }: ExpectedOrigin): boolean {
  if (eventSourceArn !== undefined) return document.eventSourceArn === eventSourceArn;
  if (bootstrapServers === undefined) return true;
  const wanted = new Set(bootstrapServers.map((server) => server.toLowerCase()));
  return document.eventSourceArn === undefined && document.bootstrapServers.some((server) => wanted.has(server.toLowerCase()));
}

/** `arn:aws:lambda:REGION:ACCOUNT:function:NAME` without what follows. */
function unqualified(functionArn: string): string {
  return functionArn.split(":").slice(0, 7).join(":");
}
