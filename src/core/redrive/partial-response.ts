import { isJsonObject } from "../json-value.ts";
import type { EventRecord } from "../record/event-record.ts";

/** What a function that reports batch item failures says of a batch. */
export type PartialResponse =
  | { readonly kind: "all-processed" }
  /** The lowest offset that it names. */
  | { readonly kind: "failed-from"; readonly offset: bigint }
  /** It tells nothing that can be relied on: the whole batch counts as failed. `why` is ours. */
  | { readonly kind: "unusable"; readonly why: string };

/**
 * Reads the response to a batch of one partition: `{"batchItemFailures":[{"itemIdentifier":{"partition":"orders-0","offset":100}}]}`
 * (Lambda Developer Guide, kafka-retry-configurations). An empty list, null, an empty object and nothing at all mean success (documented for streams);
 * that an object with other members only means it, too, and that anything but an object is unusable, are assumptions.
 * Whether Lambda goes on from the lowest offset or tries only what is named again is UNCONFIRMED: from the lowest nothing is left out.
 */
export function readPartialResponse(text: string | undefined, records: readonly EventRecord[]): PartialResponse {
  if (text === undefined) return unusable("its response is not UTF-8");
  if (text.trim() === "") return { kind: "all-processed" };
  const response = parsed(text);
  if (response === undefined) return unusable("its response is not JSON");
  if (response === null) return { kind: "all-processed" };
  if (!isJsonObject(response)) return unusable("its response is not an object");
  const failures = response["batchItemFailures"] ?? [];
  if (!Array.isArray(failures)) return unusable("its batchItemFailures is not a list");
  const byPlace = new Map(records.map(({ topic, partition, offset }) => [`${topic}-${partition}@${offset}`, offset]));
  let lowest: bigint | undefined;
  for (const failure of failures as readonly unknown[]) {
    const offset = byPlace.get(placeIn(failure) ?? "");
    if (offset === undefined) return unusable("its batchItemFailures names a record that was not in the batch");
    if (lowest === undefined || offset < lowest) lowest = offset;
  }
  return lowest === undefined ? { kind: "all-processed" } : { kind: "failed-from", offset: lowest };
}

function unusable(why: string): PartialResponse {
  return { kind: "unusable", why };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `orders-0@100`. Offsets come as numbers; as text from languages whose numbers do not hold them. */
function placeIn(failure: unknown): string | undefined {
  const identifier = isJsonObject(failure) ? failure["itemIdentifier"] : undefined;
  if (!isJsonObject(identifier)) return undefined;
  const { partition, offset } = identifier;
  const isOffset = typeof offset === "string" ? /^\d{1,19}$/.test(offset) : Number.isSafeInteger(offset);
  return typeof partition === "string" && isOffset ? `${partition}@${BigInt(offset as string | number)}` : undefined;
}
