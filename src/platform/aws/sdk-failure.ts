/** What the SDK threw, whoever said it: AWS, the SDK or the network. */
export interface SdkFailure {
  /** AWS's error code, e.g. `ResourceNotFoundException`, or the error's class. */
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
  return {
    name: String(name),
    message: name === "SyntaxError" ? "the answer is not JSON" : String(message).trim(),
    status: metadata?.httpStatusCode,
    requestId: metadata?.requestId,
    networkCode: typeof code === "string" ? code : undefined,
    retryAfterMs: retryAfter(response?.headers?.["retry-after"]),
    throttleReason: typeof reason === "string" ? reason : undefined,
    clockCorrected: metadata?.clockSkewCorrected === true,
  };
}

/** Lambda's header holds seconds. */
function retryAfter(header: string | undefined): number | undefined {
  const seconds = Number(header);
  return header === undefined || Number.isNaN(seconds) ? undefined : seconds * 1_000;
}
