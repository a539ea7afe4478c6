import { type ErrorCode, MskctlError } from "../../core/errors.ts";
import type { Failure } from "../../core/retry.ts";
import { answered, any, both, type Condition, failed, named, noReason, type SdkFailure, says, sdkFailure } from "./sdk-failure.ts";

/** Services by the prefix of their IAM actions. */
export type AwsServiceName = "lambda" | "kafka" | "cloudwatch" | "tag" | "sts" | "glue" | "secretsmanager" | "logs" | "sqs" | "s3";

/** The call that failed, for the message. */
export interface AwsCall {
  readonly service: AwsServiceName;
  readonly operation: string;
  /** What the call is about, e.g. `mapping e0b5…`. */
  readonly subject: string | undefined;
  readonly region: string | undefined;
  readonly endpoint: string | undefined;
  readonly profile: string | undefined;
  /** False: sent twice, it might be done twice. */
  readonly repeatable: boolean;
}

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
    matches: any(named(/AccessDenied/, "UnauthorizedOperation", "ForbiddenException"), answered(403)),
    code: "not-permitted",
    message: ({ message }, call) => `not permitted: ${actionOf(message, call)}: ${message}`,
    suggestions: ({ message }, call) => [`allow ${actionOf(message, call)} for ${/User: (\S+) is not/.exec(message)?.[1] ?? "the caller"}`],
    details: ({ message }, call) => ({ action: actionOf(message, call) }),
  },
  {
    matches: any(named(/^(TooManyRequests|Throttl|RequestThrottled|RequestLimitExceeded|LimitExceededException|SlowDown)/), answered(429)),
    code: "throttled",
    message: ({ message }, call) => `${label(call)} throttles ${what(call)}: ${message}`,
    suggestions: () => ["run it again in a minute"],
    details: ({ throttleReason: reason, retryAfterMs }) => ({ reason, retryAfterMs }),
    repeat: "throttled",
  },
  {
    // SQS answers 400, by either of two names (SQS API reference).
    matches: any(named(/NotFound/, /QueueDoesNotExist|NonExistentQueue/), answered(404)),
    code: "not-found",
    message: ({ message }, call) => `${label(call)} does not find ${call.subject ?? "it"}: ${message}`,
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
    matches: answered(500, Number.POSITIVE_INFINITY),
    code: "unavailable",
    message: ({ name, message, status }, call) => `${label(call)} failed at ${what(call)}: ${message} (${name}, HTTP ${status})`,
    repeat: "transient",
  },
  {
    // InvalidParameterValueException, ValidationException, ResourceInUseException, BadRequestException and their like.
    matches: answered(400, 500),
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

const serviceNames: Readonly<Record<AwsServiceName, string>> = {
  lambda: "Lambda",
  kafka: "MSK",
  cloudwatch: "CloudWatch",
  tag: "the tagging API",
  sts: "STS",
  glue: "Glue",
  secretsmanager: "Secrets Manager",
  logs: "CloudWatch Logs",
  sqs: "SQS",
  s3: "S3",
};

/** Where IAM's action is called otherwise than the operation (Service Authorization Reference). */
const actions = new Map([
  ["s3:ListObjectsV2", "s3:ListBucket"],
  ["lambda:Invoke", "lambda:InvokeFunction"],
]);

function label({ service, region }: AwsCall): string {
  return `${serviceNames[service]}${region === undefined ? "" : ` in ${region}`}`;
}

function place(call: AwsCall): string {
  return `${label(call)}${call.endpoint === undefined ? "" : ` at ${call.endpoint}`}`;
}

function what({ operation, subject }: AwsCall): string {
  return `${operation}${subject === undefined ? "" : ` of ${subject}`}`;
}

function profileFlag({ profile }: AwsCall): string {
  return profile === undefined ? "" : ` --profile ${profile}`;
}

/** AWS names the action in most denials: "User: … is not authorized to perform: lambda:X on resource: …". */
function actionOf(message: string, { service, operation }: AwsCall): string {
  return (
    /not authorized to perform:? ([a-z0-9-]+:\w+)/i.exec(message)?.[1] ??
    actions.get(`${service}:${operation}`) ??
    `${service}:${operation}`
  );
}

/** "Please update or delete the existing mapping with UUID …" (recorded answer). */
function uuidIn(message: string): string[] {
  const uuid = /\bUUID:? ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b/i.exec(message)?.[1];
  return uuid === undefined ? [] : [uuid];
}

function given(details: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined));
}
