import { isJsonObject } from "../json-value.ts";
import type { ByteTools } from "../record/byte-tools.ts";
import type { EventOrigin, EventRecord } from "../record/event-record.ts";
import { safeText } from "../record/safe-text.ts";
import type { Clock } from "../time.ts";
import { readPartialResponse } from "./partial-response.ts";
import type { Delivery, OutgoingBatch, RedriveTarget } from "./ports.ts";

/** What came of one invocation. `reason` may hold text from outside. */
export type Invocation =
  | {
      readonly kind: "answered";
      /** Lambda's word when the function failed: `Unhandled` or `Handled`. */
      readonly functionError: string | undefined;
      /** The function's result, or the document of its error. */
      readonly payload: Uint8Array;
      readonly executedVersion: string | undefined;
      readonly requestId: string | undefined;
    }
  /** Lambda had no room for it. */
  | { readonly kind: "throttled"; readonly reason: string; readonly retryAfterMs: number | undefined }
  | { readonly kind: "too-large" }
  /** Lambda does not take the payload for JSON. */
  | { readonly kind: "not-json"; readonly reason: string }
  /** The function surely did not run; later it may. */
  | { readonly kind: "not-run"; readonly reason: string }
  /** The function may have run, or be running. */
  | { readonly kind: "no-answer"; readonly reason: string };

/** A function that is waited for. */
export interface FunctionInvoker {
  /** Calls once, whatever comes of it. Throws MskctlError for what no other call would get around: credentials, permission, no such function. */
  invoke(payload: Uint8Array): Promise<Invocation>;
}

export interface FunctionTargetOptions {
  readonly invoker: FunctionInvoker;
  readonly origin: EventOrigin;
  /** The event of an invocation as Lambda writes it. */
  readonly eventBytes: (origin: EventOrigin, records: readonly EventRecord[]) => Uint8Array;
  readonly functionTimeoutMs: number;
  /** Whether the mapping has ReportBatchItemFailures; without it Lambda does not look at the response either. */
  readonly partialResponses: boolean;
  readonly clock: Pick<Clock, "now">;
  readonly bytes: Pick<ByteTools, "decodeUtf8">;
}

/** Of a synchronous invocation's event (Lambda quotas: 6 MB). */
const largestEventBytes = 6_291_456;

/**
 * What an invocation may take beyond the function's timeout: up to 10 s of initialisation (Lambda Developer Guide, execution
 * environment lifecycle), and the ways there and back (assumption).
 */
export const invocationMarginMs = 20_000;

const longestReason = 200;

/** Sends batches to a function by synchronous invocations, the only ones that tell what came of them. */
export function functionTarget({ invoker, origin, eventBytes, ...options }: FunctionTargetOptions): RedriveTarget {
  return {
    async send(batch) {
      const event = eventBytes(origin, batch.records);
      if (event.length > largestEventBytes) return { kind: "too-large" };
      const sentAtMs = options.clock.now();
      return deliveryOf(await invoker.invoke(event), batch, { ...options, sentAtMs });
    },
    close: async () => undefined,
  };
}

type Sent = Pick<FunctionTargetOptions, "functionTimeoutMs" | "partialResponses" | "bytes"> & { readonly sentAtMs: number };

function deliveryOf(
  invocation: Invocation,
  batch: OutgoingBatch,
  { sentAtMs, functionTimeoutMs, partialResponses, bytes }: Sent,
): Delivery {
  switch (invocation.kind) {
    case "answered": {
      const text = bytes.decodeUtf8(invocation.payload);
      if (invocation.functionError !== undefined) return { kind: "failed", reason: inShort(errorIn(text)) };
      return partialResponses ? partlyDelivered(text, batch) : { kind: "delivered" };
    }
    case "throttled":
      return { ...invocation, reason: inShort(invocation.reason) };
    case "too-large":
      return invocation;
    case "not-json":
      return { kind: "failed", reason: inShort(invocation.reason) };
    case "not-run":
      return { kind: "unavailable", reason: inShort(invocation.reason) };
    case "no-answer":
      return { kind: "unknown", reason: inShort(invocation.reason), settledAtMs: sentAtMs + functionTimeoutMs + invocationMarginMs };
  }
}

function partlyDelivered(text: string | undefined, { records }: OutgoingBatch): Delivery {
  const response = readPartialResponse(text, records);
  if (response.kind === "all-processed") return { kind: "delivered" };
  if (response.kind === "unusable") return { kind: "failed", reason: response.why };
  return { kind: "partly", failedFrom: response.offset, reason: "named in batchItemFailures" };
}

/** `Error: no stock`, out of the document that Lambda makes of a function's error. */
function errorIn(text: string | undefined): string {
  // The message may quote the record, and reasons are written down.
  const { errorType, errorMessage } = errorDocument(text ?? "");
  // These are Lambda's own words.
  const timeout = /Task timed out after [\d.]+ seconds/.exec(typeof errorMessage === "string" ? errorMessage : "")?.[0];
  if (timeout !== undefined) return timeout;
  return typeof errorType === "string" && errorType !== "" ? errorType : "the function failed and does not say why";
}

function errorDocument(text: string): { readonly errorType?: unknown; readonly errorMessage?: unknown } {
  try {
    const document: unknown = JSON.parse(text);
    return isJsonObject(document) ? document : {};
  } catch {
    return {};
  }
}

function inShort(reason: string): string {
  return safeText(reason, { maxWidth: longestReason });
}
