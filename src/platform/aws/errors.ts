import { type ErrorCode, MskctlError } from "../../core/errors.ts";
import type { Failure } from "../../core/retry.ts";
import { type AwsCall, label, place, profileFlag, serviceNames, what } from "./aws-call.ts";
import { actionOf, keyIn } from "./iam-actions.ts";
import { answered, any, both, type Condition, failed, named, noReason, type SdkFailure, says, sdkFailure } from "./sdk-failure.ts";

interface Row {
  readonly matches: Condition;
  readonly code: ErrorCode;
  readonly message: (failure: SdkFailure, call: AwsCall) => string;
  readonly suggestions?: (failure: SdkFailure, call: AwsCall) => readonly string[];
  readonly details?: (failure: SdkFailure, call: AwsCall) => Readonly<Record<string, unknown>>;
  /** Another attempt may help. `unsent`: the request never reached AWS, so that even a create may be sent again. */
  readonly repeat?: "throttled" | "transient" | "unsent";
}

/**
 * The one table of what AWS, its SDK and the network say, and what that is to a user; the first row that matches holds.
 * Names come from the service models and from the errors common to all services (IAM User Guide). Lambda's operations
 * model neither ValidationException nor anything about credentials: such errors are known by their names only.
 */
const rows: readonly Row[] = [
  {
    matches: says(/^Region is missing|^Region not accepted/),
    code: "usage",
    message: ({ message }) => (message.startsWith("Region is missing") ? "no AWS Region is set" : `this is no AWS Region: ${message}`),
    suggestions: () => ["add --region REGION, or set AWS_REGION"],
  },
  {
    matches: failed("ERR_INVALID_URL"),
    code: "usage",
    message: () => "the endpoint is not a URL",
    suggestions: () => ["check --endpoint-url and AWS_ENDPOINT_URL; a URL begins with http:// or https://"],
  },
  {
    // AWS neither redirects nor speaks for a proxy.
    matches: any(
      both(({ unreadable }) => unreadable, answered(0, 500)),
      answered(300, 400),
      answered(407),
      failed(/^HPE_/),
    ),
    code: "refused",
    message: ({ status, networkCode }, call) =>
      `${call.endpoint ?? "the endpoint"} does not answer as ${serviceNames[call.service]} does (${networkCode ?? `HTTP ${status}`})`,
    suggestions: () => [checkEndpoint],
  },
  {
    matches: any(named(/^ExpiredToken/, "RequestExpired", "TokenRefreshRequired"), both(named(/ProviderError$/), says(/expired/i))),
    code: "credentials",
    message: ({ message }) => `the AWS credentials have expired: ${message}`,
    suggestions: (_, call) => [`aws sso login${profileFlag(call)}`, "or renew the keys in the environment"],
  },
  {
    matches: named(/ProviderError$/),
    code: "credentials",
    message: ({ message }, { profile }) => `no AWS credentials${profile === undefined ? "" : ` for profile ${profile}`}: ${message}`,
    suggestions: (_, call) => [
      `aws sso login${profileFlag(call)}`,
      call.profile === undefined ? "or add --profile NAME" : "aws configure list-profiles",
    ],
  },
  {
    matches: any(
      named(
        /^(UnrecognizedClient|InvalidClientTokenId|InvalidAccessKeyId|SignatureDoesNotMatch|InvalidSignature|IncompleteSignature)/,
        /^(MissingAuthenticationToken|RequestTimeTooSkewed|AuthFailure)/,
      ),
      answered(401),
    ),
    code: "credentials",
    message: ({ name, message }) => `AWS does not accept the credentials: ${message} (${name})`,
    suggestions: (_, call) => [
      `aws sts get-caller-identity${profileFlag(call)}`,
      ...(call.region === undefined ? [] : [`is ${call.region} enabled for this account, and is the clock of this machine right?`]),
    ],
  },
  {
    // OverLimit: as many messages of a queue are taken as may be; it comes with 403 (service model).
    matches: any(
      named(/^(TooManyRequests|Throttl|RequestThrottled|RequestLimitExceeded|LimitExceededException|SlowDown|OverLimit|KmsThrottled)/),
      answered(429),
    ),
    code: "throttled",
    message: ({ message }, call) => `${label(call)} throttles ${what(call)}: ${message}`,
    suggestions: () => ["run it again in a minute"],
    details: ({ throttleReason: reason, retryAfterMs }) => ({ reason, retryAfterMs }),
    repeat: "throttled",
  },
  {
    matches: any(named(/AccessDenied/, "UnauthorizedOperation", "ForbiddenException"), answered(403)),
    code: "not-permitted",
    message: (failure, call) => `not permitted: ${actionOf(failure, call)}: ${failure.message}`,
    suggestions: (failure, call) => {
      const key = keyIn(failure.message);
      const caller = /User: (\S+) is not/.exec(failure.message)?.[1] ?? "the caller";
      return [`allow ${actionOf(failure, call)}${key === undefined ? "" : ` on ${key}`} for ${caller}`];
    },
    details: (failure, call) => ({ action: actionOf(failure, call), key: keyIn(failure.message) }),
  },
  {
    // SQS answers 400, by either of two names (SQS API reference); Step Functions' names end as SQS's (service model).
    matches: any(named(/NotFound/, /DoesNotExist|NonExistentQueue/), answered(404)),
    code: "not-found",
    message: ({ message }, call) => `${label(call)} does not find ${call.subject ?? "it"}: ${message}`,
  },
  {
    // S3's conditions: the object is there already, or is not the one that was read.
    matches: answered(412),
    code: "conflict",
    message: ({ message }, call) => `${label(call)} refuses ${what(call)}: ${message}`,
  },
  {
    matches: named(/^(ResourceConflict|Conflict)Exception$/),
    code: "conflict",
    message: ({ message }) => message,
    suggestions: ({ message }) => uuidIn(message).map((uuid) => `mskctl inspect ${uuid}`),
    details: ({ message }) => ({ uuid: uuidIn(message)[0] }),
  },
  {
    // Node.js documentation, TLS: X509 certificate error codes.
    matches: failed(
      /^(EPROTO|ERR_TLS|ERR_SSL|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|CERT_|CRL_|ERROR_IN_|HOSTNAME_MISMATCH|INVALID_(CA|PURPOSE)$)/,
    ),
    code: "refused",
    message: ({ message, networkCode }, call) => `no secure connection to ${place(call)}: ${message} (${networkCode})`,
    suggestions: ({ networkCode = "" }) => [tlsRemedy(networkCode)],
  },
  {
    matches: failed("ENOTFOUND", /^EAI_/),
    code: "unavailable",
    message: ({ networkCode }, call) => `the host of ${place(call)} is unknown (${networkCode})`,
    suggestions: (_, call) => [`is ${call.region ?? "the Region"} spelled right, and is the network up?`, "add --region REGION"],
    repeat: "unsent",
  },
  {
    // The SDK's words (smithy, node-http-handler) for a timeout before anything was sent.
    matches: any(
      failed("ECONNREFUSED", /^E(HOST|NET)(UNREACH|DOWN)$/, "EADDRNOTAVAIL", "ENOBUFS", "EMFILE"),
      both(named("TimeoutError"), says(/did not establish a connection/)),
    ),
    code: "unavailable",
    message: ({ networkCode }, call) => `cannot reach ${place(call)} (${networkCode ?? "no connection"})`,
    suggestions: (_, { endpoint = "" }) => (/\/\/(127\.|localhost|\[::1\])/.test(endpoint) ? ["mskctl sandbox start"] : []),
    repeat: "unsent",
  },
  {
    matches: any(
      failed("ECONNRESET", "ENETRESET", "EPIPE", "ETIMEDOUT", "ECONNABORTED", "ERR_STREAM_PREMATURE_CLOSE"),
      named("TimeoutError", /^RequestTimeout/),
    ),
    code: "unavailable",
    message: ({ networkCode, name }, call) => `no answer from ${place(call)} (${networkCode ?? name})`,
    repeat: "transient",
  },
  {
    // The SDK found another checksum than AWS: bytes were lost or changed on the way.
    matches: says(/^Invalid MD5 checksum|^Checksum mismatch/),
    code: "unavailable",
    message: ({ message }, call) => `what ${place(call)} sent has changed on its way: ${message}`,
    repeat: "transient",
  },
  {
    matches: any(answered(500), answered(502, Number.POSITIVE_INFINITY)),
    code: "unavailable",
    message: ({ name, message, status }, call) => `${label(call)} failed at ${what(call)}: ${message} (${name}, HTTP ${status})`,
    repeat: "transient",
  },
  {
    // InvalidParameterValueException, ValidationException, ResourceInUseException, BadRequestException and their like; 501: NotImplemented.
    matches: any(answered(400, 500), answered(501)),
    code: "refused",
    message: ({ name, message, requestId }, call) =>
      `${label(call)} refuses ${what(call)}: ${message} (${name}${message === noReason && requestId ? `, request ${requestId}` : ""})`,
  },
];

/** What a thrown value means. Throws it again when it is no failure of AWS, the SDK or the network: then it is a bug. */
export function failureOf(thrown: unknown, call: AwsCall): Failure {
  if (thrown instanceof MskctlError) return { error: thrown };
  const failure = sdkFailure(thrown);
  const row = failure && rows.find(({ matches }) => matches(failure));
  if (failure === undefined || row === undefined) throw thrown;
  const maybeDone = row.repeat === "transient" && !call.repeatable;
  const error = new MskctlError(row.code, row.message(failure, call), {
    suggestions: row.suggestions?.(failure, call) ?? [],
    details: given({
      ...row.details?.(failure, call),
      awsCode: failure.status === undefined ? undefined : failure.name,
      networkCode: failure.networkCode,
      requestId: failure.requestId,
      operation: `${call.service}:${call.operation}`,
      region: call.region,
      endpoint: call.endpoint,
      ambiguous: maybeDone ? true : undefined,
    }),
    cause: thrown,
  });
  if (failure.clockCorrected) return { error, repeat: { cause: "transient" } };
  if (row.repeat === undefined || maybeDone) return { error };
  const hint = failure.retryAfterMs === undefined ? {} : { hintMs: failure.retryAfterMs };
  return { error, repeat: { cause: row.repeat === "throttled" ? "throttled" : "transient", ...hint } };
}

const checkEndpoint = "check --endpoint-url and AWS_ENDPOINT_URL, and proxies on the way";

function tlsRemedy(networkCode: string): string {
  if (/^CERT_(NOT_YET_VALID|HAS_EXPIRED)$/.test(networkCode)) return "is the clock of this machine right?";
  const isUntrusted = /^(UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|CERT_UNTRUSTED)/.test(networkCode);
  return isUntrusted ? "behind a proxy that opens TLS, set NODE_EXTRA_CA_CERTS to its certificate" : checkEndpoint;
}

/** "Please update or delete the existing mapping with UUID …" (recorded answer). */
function uuidIn(message: string): string[] {
  const uuid = /\bUUID:? ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b/i.exec(message)?.[1];
  return uuid === undefined ? [] : [uuid];
}

function given(details: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined));
}
