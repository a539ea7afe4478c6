import { isError, MskctlError } from "../../core/errors.ts";
import { type FunctionInvoker, type Invocation, invocationMarginMs } from "../../core/redrive/function-target.ts";
import type { AwsServices } from "./aws-services.ts";

export interface InvokedFunction {
  /** As the mapping has it, with its qualifier. */
  readonly functionArn: string;
  readonly functionTimeoutMs: number;
  /** Calls at once at most. */
  readonly concurrency: number;
}

/** Synchronous invocations of one function. Each is sent once; no payload is logged, and no log of the function is asked for. */
export function functionInvoker(
  aws: Pick<AwsServices, "invoking">,
  { functionArn, functionTimeoutMs, concurrency }: InvokedFunction,
): FunctionInvoker {
  const lambda = aws.invoking({ answerWithinMs: functionTimeoutMs + invocationMarginMs, connections: concurrency });
  const subject = `function ${functionArn}`;
  return {
    async invoke(payload) {
      const input = { FunctionName: functionArn, InvocationType: "RequestResponse", LogType: "None", Payload: payload } as const;
      try {
        const answer = await lambda.send("Invoke", input, { subject, once: true });
        const { FunctionError: functionError, ExecutedVersion: executedVersion, Payload = new Uint8Array() } = answer;
        const { requestId } = answer.$metadata;
        if (requestId === undefined && executedVersion === undefined) throw notLambda(subject);
        return { kind: "answered", functionError, payload: Payload, executedVersion, requestId };
      } catch (error) {
        if (isError(error)) return invocationOf(error);
        throw error;
      }
    },
  };
}

/** `later`, `never`, `too-large`, `not-json`: it did not run. */
type Meaning = "later" | "never" | "too-large" | "not-json" | "maybe";

/** Errors of Invoke by what they say of the function (service model, and the documentation of InvokeCommand). */
const meanings: ReadonlyMap<string, Meaning> = new Map([
  ["EC2ThrottledException", "later"],
  ["EC2UnexpectedException", "later"],
  ["EFSMountConnectivityException", "later"],
  ["EFSMountTimeoutException", "later"],
  ["S3FilesMountConnectivityException", "later"],
  ["S3FilesMountTimeoutException", "later"],
  ["ENILimitReachedException", "later"],
  ["ENINotReadyException", "later"],
  ["SubnetIPAddressLimitReachedException", "later"],
  // A key's policy or state can be mended while the run waits.
  ["KMSAccessDeniedException", "later"],
  ["KMSDisabledException", "later"],
  ["KMSInvalidStateException", "later"],
  ["KMSNotFoundException", "later"],
  // "Another operation is in progress": a function that is being updated.
  ["ResourceConflictException", "later"],
  ["ResourceNotReadyException", "later"],
  ["CodeArtifactUserPendingException", "later"],
  ["SnapStartException", "later"],
  ["SnapStartNotReadyException", "later"],
  ["SnapStartRegenerationFailureException", "later"],
  ["SnapStartTimeoutException", "later"],
  ["CodeArtifactUserDeletedException", "never"],
  ["CodeArtifactUserFailedException", "never"],
  ["EC2AccessDeniedException", "never"],
  ["EFSMountFailureException", "never"],
  ["S3FilesMountFailureException", "never"],
  ["InvalidRuntimeException", "never"],
  ["InvalidSecurityGroupIDException", "never"],
  ["InvalidSubnetIDException", "never"],
  ["InvalidZipFileException", "never"],
  ["RequestTooLargeException", "too-large"],
  // Other names of it, reported by clients; a proxy may have none.
  ["RequestEntityTooLargeException", "too-large"],
  ["SerializedRequestEntityTooLargeException", "too-large"],
  ["HTTP 413", "too-large"],
  ["InvalidRequestContentException", "not-json"],
  // The function's own file system may have failed under it.
  ["EFSIOException", "maybe"],
  // "An internal error": before, while or after the function ran.
  ["ServiceException", "maybe"],
]);

/** Throws when no other call would get around it. */
function invocationOf(error: MskctlError): Invocation {
  const { message: reason, details } = error;
  switch (meaningOf(error)) {
    case "later":
      return { kind: "not-run", reason };
    case "maybe":
      return { kind: "no-answer", reason };
    case "throttled":
      return throttled(error);
    case "too-large":
      return { kind: "too-large" };
    case "not-json":
      return { kind: "not-json", reason };
    case "never":
      throw new MskctlError("refused", reason, { suggestions: ["mend the function, then go on"], details, cause: error });
    case "other":
      throw error;
  }
}

function meaningOf({ code, details }: MskctlError): Meaning | "throttled" | "other" {
  const known = meanings.get(String(details["awsCode"]));
  if (known !== undefined) return known;
  if (code === "unavailable") return details["ambiguous"] === true ? "maybe" : "later";
  return code === "throttled" ? "throttled" : "other";
}

function throttled({ message, details }: MskctlError): Invocation {
  const { reason, retryAfterMs } = details;
  return {
    kind: "throttled",
    reason: typeof reason === "string" ? reason : message,
    retryAfterMs: typeof retryAfterMs === "number" ? retryAfterMs : undefined,
  };
}

/** Lambda's answers have both; a proxy's page with status 200 must not count as a success. */
function notLambda(subject: string): MskctlError {
  return new MskctlError(
    "refused",
    `what answers the invocation of ${subject} is not Lambda: its answer has neither a request id nor a version`,
    {
      suggestions: ["check --endpoint-url and AWS_ENDPOINT_URL, and proxies on the way"],
    },
  );
}
