/** What the SDK threw, whoever said it: AWS, the SDK or the network. */
export interface SdkFailure {
  /** AWS's error code, e.g. `ResourceNotFoundException`, or the error's class; `HTTP 400` when the answer names none. */
  readonly name: string;
  readonly message: string;
  /** HTTP status; undefined when there was no answer. */
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  /** Node's code of a connection that failed, e.g. `ECONNREFUSED`. */
  readonly networkCode: string | undefined;
  /** How long the server asks to wait. */
  readonly retryAfterMs: number | undefined;
  /** Lambda's reason for throttling, e.g. `CallerRateLimitExceeded`. */
  readonly throttleReason: string | undefined;
  /** The answer is not what the service would say: HTML, or another JSON value. */
  readonly unreadable: boolean;
  /** The SDK has learned AWS's time from this answer and signs the next request with it. */
  readonly clockCorrected: boolean;
}

interface Thrown {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly Reason?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string; readonly clockSkewCorrected?: boolean };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
}

/** Reads a thrown value; undefined when it is no error at all. */
export function sdkFailure(thrown: unknown): SdkFailure | undefined {
  if (!(thrown instanceof Error)) return undefined;
  const { name, message, code, Reason: reason, $metadata: metadata, $response: response } = thrown as Thrown;
  const status = metadata?.httpStatusCode;
  // The SDK's words for what it could not make out (its JSON parser, its deserialisers, its default error).
  const unreadable = name === "SyntaxError" || String(message).includes("Deserialization error:");
  return {
    name: status !== undefined && name === "Unknown" ? `HTTP ${status}` : String(name),
    message: unreadable ? "the answer cannot be read" : reasonIn(String(message).trim()),
    status,
    requestId: metadata?.requestId,
    networkCode: typeof code === "string" ? code : undefined,
    retryAfterMs: retryAfter(response?.headers?.["retry-after"]),
    throttleReason: typeof reason === "string" ? reason : undefined,
    unreadable: unreadable && status !== undefined,
    clockCorrected: metadata?.clockSkewCorrected === true,
  };
}

/** Lambda has been seen to refuse with an empty text (hashicorp/terraform-provider-aws#27675). */
export const noReason = "AWS gives no reason";

function reasonIn(message: string): string {
  return message === "" || message === "UnknownError" ? noReason : message;
}

/** Lambda's header holds seconds. */
function retryAfter(header: string | undefined): number | undefined {
  const seconds = Number(header);
  return header === undefined || Number.isNaN(seconds) ? undefined : seconds * 1_000;
}

/** Something that holds of some failures: a row of the table asks for it. */
export type Condition = (failure: SdkFailure) => boolean;

export function named(...names: readonly (string | RegExp)[]): Condition {
  return ({ name }) => names.some((each) => (typeof each === "string" ? each === name : each.test(name)));
}

export function failed(...codes: readonly (string | RegExp)[]): Condition {
  return ({ networkCode: code = "" }) => codes.some((each) => (typeof each === "string" ? each === code : each.test(code)));
}

export function says(text: RegExp): Condition {
  return ({ message }) => text.test(message);
}

/** `until` is not in the range. */
export function answered(from: number, until = from + 1): Condition {
  return ({ status = 0 }) => status >= from && status < until;
}

export function any(...conditions: readonly Condition[]): Condition {
  return (failure) => conditions.some((condition) => condition(failure));
}

export function both(one: Condition, other: Condition): Condition {
  return (failure) => one(failure) && other(failure);
}
