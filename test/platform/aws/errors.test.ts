import nock from "nock";
import { describe, expect, it, vi } from "vitest";
import type { ErrorCode } from "../../../src/core/errors.ts";
import type { AwsOptions } from "../../../src/platform/aws/aws-service.ts";
import { failureOf } from "../../../src/platform/aws/errors.ts";
import { errorOf, lambdaUrl, mockedAws, useMockedAws } from "../../support/aws.ts";

useMockedAws();

const path = "/2015-03-31/event-source-mappings/some-uuid";

function failWith(status: number, name: string, message: string, headers: Record<string, string> = {}): void {
  nock(lambdaUrl)
    .persist()
    .get(path)
    .reply(status, { Message: message }, { "x-amzn-ErrorType": name, "x-amzn-RequestId": "req-1", ...headers });
}

function get(options: Partial<AwsOptions> = {}) {
  return errorOf(mockedAws(options).lambda.send("GetEventSourceMapping", { UUID: "some-uuid" }, { subject: "mapping some-uuid" }));
}

describe("what AWS answers", () => {
  it.each<[status: number, name: string, message: string, code: ErrorCode]>([
    [403, "ExpiredTokenException", "The security token included in the request is expired", "credentials"],
    [400, "ExpiredToken", "The provided token has expired.", "credentials"],
    [403, "UnrecognizedClientException", "The security token included in the request is invalid.", "credentials"],
    [403, "InvalidClientTokenId", "The security token included in the request is invalid.", "credentials"],
    [403, "SignatureDoesNotMatch", "The request signature we calculated does not match", "credentials"],
    [403, "InvalidSignatureException", "The request signature we calculated does not match", "credentials"],
    [403, "IncompleteSignature", "Authorization header requires 'Credential' parameter", "credentials"],
    [403, "MissingAuthenticationTokenException", "Missing Authentication Token", "credentials"],
    [401, "UnauthorizedException", "Unauthorized", "credentials"],
    [401, "SomethingNew", "Who?", "credentials"],
    [
      403,
      "AccessDeniedException",
      "User: arn:aws:iam::1:user/eve is not authorized to perform: lambda:GetEventSourceMapping",
      "not-permitted",
    ],
    [403, "AccessDenied", "Access denied", "not-permitted"],
    [403, "ForbiddenException", "Forbidden", "not-permitted"],
    [403, "SomethingNew", "No.", "not-permitted"],
    [404, "ResourceNotFoundException", "The resource you requested does not exist.", "not-found"],
    [404, "NotFoundException", "The cluster does not exist.", "not-found"],
    [404, "SomethingNew", "Nothing here.", "not-found"],
    [409, "ResourceConflictException", "An update is in progress.", "conflict"],
    [409, "ConflictException", "Resource already exists.", "conflict"],
    [400, "ResourceInUseException", "Cannot delete the event source mapping because it is in use.", "refused"],
    [400, "InvalidParameterValueException", "Unrecognized event source.", "refused"],
    [400, "ValidationException", "1 validation error detected: Value '0' at 'batchSize' failed to satisfy constraint", "refused"],
    [400, "BadRequestException", "The parameter value contains an invalid character.", "refused"],
    [413, "RequestTooLargeException", "Request must be smaller than 6291456 bytes", "refused"],
    [412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold", "conflict"],
    [501, "NotImplemented", "A header you provided implies functionality that is not implemented", "refused"],
    [418, "SomethingNew", "I'm a teapot", "refused"],
    [429, "TooManyRequestsException", "Rate exceeded", "throttled"],
    [400, "ThrottlingException", "Rate exceeded", "throttled"],
    [403, "OverLimit", "Too many messages in flight.", "throttled"],
    [400, "KmsThrottled", "Rate exceeded", "throttled"],
    [400, "Throttling", "Rate exceeded", "throttled"],
    [400, "RequestLimitExceeded", "Request limit exceeded.", "throttled"],
    [429, "SomethingNew", "Slower, please.", "throttled"],
    [500, "ServiceException", "An error occurred and the request cannot be processed.", "unavailable"],
    [503, "ServiceUnavailableException", "Service Unavailable", "unavailable"],
    [504, "SomethingNew", "Gateway Timeout", "unavailable"],
  ])("%i %s is for us: %s → %s", async (status, name, message, code) => {
    failWith(status, name, message);
    const error = await get();
    expect(error).toMatchObject({ code, details: { awsCode: name, requestId: "req-1", region: "eu-central-1", endpoint: lambdaUrl } });
    expect(error.message).toContain(message);
    expect(error.cause).toBeInstanceOf(Error);
  });

  it("names the thing that is not found, and where it was looked for", async () => {
    failWith(404, "ResourceNotFoundException", "The resource you requested does not exist.");
    expect((await get()).message).toBe(
      "Lambda in eu-central-1 does not find mapping some-uuid: The resource you requested does not exist.",
    );
  });

  it("names the action and the principal of a denial", async () => {
    failWith(
      403,
      "AccessDeniedException",
      "User: arn:aws:sts::1:assumed-role/ci/job is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-central-1:1:key/k-1 because no policy allows it",
    );
    expect(await get()).toMatchObject({
      message: expect.stringMatching(/^not permitted: kms:Decrypt: /),
      suggestions: ["allow kms:Decrypt on arn:aws:kms:eu-central-1:1:key/k-1 for arn:aws:sts::1:assumed-role/ci/job"],
      details: { action: "kms:Decrypt", key: "arn:aws:kms:eu-central-1:1:key/k-1" },
    });
  });

  it("takes the action from the call when the denial does not say it", async () => {
    failWith(403, "AccessDeniedException", "");
    expect((await get()).details["action"]).toBe("lambda:GetEventSourceMapping");
  });

  it("knows that what SQS says of a key is about decrypting", async () => {
    failWith(400, "KmsAccessDenied", "The ciphertext refers to a customer master key that you are not allowed to access.");
    expect((await get()).details).toMatchObject({ action: "kms:Decrypt" });
  });

  it("leaves the UUID out where a conflict names none", async () => {
    failWith(409, "ResourceConflictException", "An update is in progress for resource: orders");
    const error = await get();
    expect(error.details).not.toHaveProperty("uuid");
    expect(error.suggestions).toEqual([]);
  });

  it("tells how long a throttled caller was asked to wait, and why", async () => {
    nock(lambdaUrl)
      .persist()
      .get(path)
      .reply(
        429,
        { Message: "Rate exceeded", Reason: "CallerRateLimitExceeded" },
        { "x-amzn-ErrorType": "TooManyRequestsException", "Retry-After": "7" },
      );
    expect((await get()).details).toMatchObject({ reason: "CallerRateLimitExceeded", retryAfterMs: 7_000 });
  });

  it.each<[what: string, status: number, body: string]>([
    ["a web server", 200, "<html>Welcome to nginx!</html>"],
    ["another service", 200, "null"],
    ["a login page", 302, "<html>Sign in</html>"],
    ["a redirection without a text", 301, ""],
    ["a proxy that blocks", 403, "<html>Blocked</html>"],
    ["a proxy that wants a password", 407, ""],
    ["a proxy that has enough", 413, "<html>Too large</html>"],
  ])("sees that %s answers in place of AWS", async (_, status, body) => {
    nock(lambdaUrl).get(path).reply(status, body);
    expect(await get()).toMatchObject({
      code: "refused",
      message: `${lambdaUrl} does not answer as Lambda does (HTTP ${status})`,
      suggestions: ["check --endpoint-url and AWS_ENDPOINT_URL, and proxies on the way"],
    });
  });

  it.each<[status: number, body: string]>([
    [502, "<html>Bad gateway</html>"],
    [503, ""],
  ])("takes a gateway's %i %j for a service that is away", async (status, body) => {
    nock(lambdaUrl).persist().get(path).reply(status, body);
    expect(await get()).toMatchObject({ code: "unavailable", message: expect.stringContaining(`HTTP ${status}`) });
  });

  it.each<[body: string, text: string]>([
    ['{"message":""}', "AWS gives no reason (ValidationException, request req-1)"],
    ["", "AWS gives no reason (ValidationException, request req-1)"],
    ['{"message":"1 validation error detected"}', "1 validation error detected (ValidationException)"],
  ])("says a refusal without a text by its name and its request: %j", async (body, text) => {
    nock(lambdaUrl).get(path).reply(400, body, { "x-amzn-ErrorType": "ValidationException", "x-amzn-RequestId": "req-1" });
    expect(await get()).toMatchObject({
      code: "refused",
      message: `Lambda in eu-central-1 refuses GetEventSourceMapping of mapping some-uuid: ${text}`,
    });
  });

  it("has a name for a refusal that has none", async () => {
    nock(lambdaUrl).get(path).reply(400, "");
    expect((await get()).message).toMatch(/: AWS gives no reason \(HTTP 400\)$/);
  });
});

describe("what the network says", () => {
  it.each<[networkCode: string, code: ErrorCode]>([
    ["ENOTFOUND", "unavailable"],
    ["EAI_AGAIN", "unavailable"],
    ["EAI_FAIL", "unavailable"],
    ["ENETDOWN", "unavailable"],
    ["EHOSTDOWN", "unavailable"],
    ["EADDRNOTAVAIL", "unavailable"],
    ["EMFILE", "unavailable"],
    ["ERR_STREAM_PREMATURE_CLOSE", "unavailable"],
    ["ECONNREFUSED", "unavailable"],
    ["EHOSTUNREACH", "unavailable"],
    ["ENETUNREACH", "unavailable"],
    ["ECONNRESET", "unavailable"],
    ["ETIMEDOUT", "unavailable"],
    ["EPIPE", "unavailable"],
    ["EPROTO", "refused"],
    ["SELF_SIGNED_CERT_IN_CHAIN", "refused"],
    ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "refused"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "refused"],
    ["CERT_HAS_EXPIRED", "refused"],
    ["HOSTNAME_MISMATCH", "refused"],
    ["HPE_INVALID_CONSTANT", "refused"],
  ])("%s → %s, naming the endpoint", async (networkCode, code) => {
    nock(lambdaUrl).persist().get(path).replyWithError(networkError(networkCode));
    const error = await get();
    expect(error).toMatchObject({ code, details: { endpoint: lambdaUrl } });
    expect(error.message).toContain(lambdaUrl);
    expect(error.details).not.toHaveProperty("ambiguous");
  });

  it.each<[networkCode: string, suggestion: RegExp]>([
    ["SELF_SIGNED_CERT_IN_CHAIN", /NODE_EXTRA_CA_CERTS/],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", /NODE_EXTRA_CA_CERTS/],
    ["CERT_HAS_EXPIRED", /clock/],
    ["CERT_NOT_YET_VALID", /clock/],
    ["ERR_TLS_CERT_ALTNAME_INVALID", /AWS_ENDPOINT_URL/],
    ["EPROTO", /AWS_ENDPOINT_URL/],
  ])("suggests what helps against %s", async (networkCode, suggestion) => {
    nock(lambdaUrl).persist().get(path).replyWithError(networkError(networkCode));
    expect((await get()).suggestions).toEqual([expect.stringMatching(suggestion)]);
  });

  it("asks whether the Region is right when its host is unknown", async () => {
    nock("https://lambda.eu-centrl-1.amazonaws.com").persist().get(path).replyWithError(networkError("ENOTFOUND"));
    const error = await get({ region: "eu-centrl-1" });
    expect(error.message).toBe("the host of Lambda in eu-centrl-1 at https://lambda.eu-centrl-1.amazonaws.com is unknown (ENOTFOUND)");
    expect(error.suggestions).toEqual(["is eu-centrl-1 spelled right, and is the network up?", "add --region REGION"]);
  });

  it("suggests to start the sandbox when nothing listens on this machine", async () => {
    nock("http://127.0.0.1:4700").persist().get(path).replyWithError(networkError("ECONNREFUSED"));
    const error = await get({ endpointUrl: "http://127.0.0.1:4700" });
    expect(error.message).toBe("cannot reach Lambda in eu-central-1 at http://127.0.0.1:4700 (ECONNREFUSED)");
    expect(error.suggestions).toEqual(["mskctl sandbox start"]);
  });
});

describe("what never leaves the machine", () => {
  it("is without credentials", async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", undefined);
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", undefined);
    expect(await get()).toMatchObject({ code: "credentials", suggestions: ["aws sso login", "or add --profile NAME"] });
  });

  it("names a profile that does not exist", async () => {
    const error = await get({ profile: "nope" });
    expect(error).toMatchObject({ code: "credentials", suggestions: ["aws sso login --profile nope", "aws configure list-profiles"] });
    expect(error.message).toContain("nope");
  });

  it("is without a Region", async () => {
    vi.stubEnv("AWS_REGION", undefined);
    expect(await get()).toMatchObject({
      code: "usage",
      message: "no AWS Region is set",
      suggestions: ["add --region REGION, or set AWS_REGION"],
    });
  });

  it("names a Region that cannot be one", async () => {
    const error = await get({ region: "eu central" });
    expect(error.code).toBe("usage");
    expect(error.message).toContain("eu central");
  });

  it("has an endpoint that is no URL", async () => {
    expect(await get({ endpointUrl: "127.0.0.1" })).toMatchObject({ code: "usage", message: "the endpoint is not a URL" });
  });
});

describe("an expired SSO session", () => {
  const call = {
    service: "lambda",
    operation: "ListEventSourceMappings",
    subject: undefined,
    region: "eu-central-1",
    endpoint: undefined,
    profile: "prod",
    repeatable: true,
  } as const;

  it.each([
    [
      "CredentialsProviderError",
      "The SSO session associated with this profile has expired. To refresh this SSO session run aws sso login with the corresponding profile.",
    ],
    ["TokenProviderError", "Token is expired. To refresh this SSO session run 'aws sso login' with the corresponding profile."],
  ])("leads to a login (%s)", (name, message) => {
    const { error } = failureOf(Object.assign(new Error(message), { name }), call);
    expect(error).toMatchObject({
      code: "credentials",
      suggestions: ["aws sso login --profile prod", "or renew the keys in the environment"],
    });
    expect(error.message).toMatch(/^the AWS credentials have expired: /);
  });
});

it("lets a bug through as it is", () => {
  const bug = new TypeError("x is not a function");
  const call = {
    service: "sts",
    operation: "GetCallerIdentity",
    subject: undefined,
    region: undefined,
    endpoint: undefined,
    profile: undefined,
    repeatable: true,
  } as const;
  expect(() => failureOf(bug, call)).toThrow(bug);
});

function networkError(code: string): Error {
  return Object.assign(new Error(`${code} somewhere`), { code });
}
