import type { DocumentPlan } from "../documents.ts";
import type { Place } from "../place.ts";

/** What a bare AWS holds when it starts; it goes to its process as JSON. */
export interface BareSetup {
  readonly place: Place;
  readonly source: { readonly kind: "s3" | "sqs" | "none" } & DocumentPlan;
  /** How long the function takes. */
  readonly functionMs: number;
  /** How long each answer of S3 and SQS takes beside the work for it. */
  readonly answerMs: number;
}

/** What a bare AWS has seen. */
export interface BareCounts {
  readonly invocations: number;
  /** Documents deleted. */
  readonly removed: number;
  /** Date.now() of the first document that was read or received, and of the last deletion. */
  readonly firstReadAtMs: number;
  readonly lastRemovedAtMs: number;
}
