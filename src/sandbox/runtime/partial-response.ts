import { countBelow } from "./offsets.ts";
import type { RecordPlace, Share } from "./ports.ts";

/** What a response says to a mapping that asked for ReportBatchItemFailures. */
export type PartialResponse =
  | { readonly kind: "all-processed" }
  | { readonly kind: "some-failed"; readonly failed: readonly RecordPlace[] }
  /** It cannot be read, or names a record that was not in the event: the whole batch counts as failed. */
  | { readonly kind: "unusable" };

/**
 * Reads a function's response (Lambda Developer Guide, kafka-retry-configurations: batchItemFailures with an
 * itemIdentifier of `partition`, the key of the event's records, and `offset`). Nothing, null, an empty object and an
 * empty list mean success, as documented; that any other value without the list is unusable is an assumption.
 */
export function readPartialResponse(payload: string, topic: string, shares: readonly Share[]): PartialResponse {
  const response = parsed(payload);
  if (response === undefined) return { kind: "unusable" };
  if (response === null || (isObject(response) && Object.keys(response).length === 0)) return { kind: "all-processed" };
  const failures = isObject(response) ? response["batchItemFailures"] : undefined;
  if (failures === null) return { kind: "all-processed" };
  if (!Array.isArray(failures)) return { kind: "unusable" };
  if (failures.length === 0) return { kind: "all-processed" };
  const failed = failures.map((failure: unknown) => placeOf(failure, topic, shares));
  return failed.every((place) => place !== undefined) ? { kind: "some-failed", failed } : { kind: "unusable" };
}

/** How a function names the records that it could not process. */
export function partialResponseOf(topic: string, failed: readonly RecordPlace[]): string {
  return JSON.stringify({
    batchItemFailures: failed.map(({ partition, offset }) => ({ itemIdentifier: { partition: `${topic}-${partition}`, offset } })),
  });
}

function parsed(payload: string): unknown {
  if (payload.trim() === "") return null;
  try {
    return JSON.parse(payload) as unknown;
  } catch {
    return undefined;
  }
}

function placeOf(failure: unknown, topic: string, shares: readonly Share[]): RecordPlace | undefined {
  const identifier = isObject(failure) ? failure["itemIdentifier"] : undefined;
  if (!isObject(identifier)) return undefined;
  const { partition: name, offset } = identifier;
  if (typeof offset !== "number") return undefined;
  const share = shares.find(({ partition }) => name === `${topic}-${partition}`);
  if (share === undefined) return undefined;
  const { offsets, partition } = share;
  const index = countBelow(offsets, offset);
  return index < offsets.length && offsets.at(index) === offset ? { partition, offset } : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
