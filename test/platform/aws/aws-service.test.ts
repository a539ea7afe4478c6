import nock from "nock";
import { describe, expect, it, vi } from "vitest";
import { MskctlError } from "../../../src/core/errors.ts";
import { callerAccount } from "../../../src/platform/aws/caller-account.ts";
import { errorOf, lambdaUrl, mockedAws, stsUrl, useMockedAws } from "../../support/aws.ts";

useMockedAws();

const path = "/2015-03-31/event-source-mappings/some-uuid";
const throttled = { "x-amzn-ErrorType": "TooManyRequestsException" };

function get(aws = mockedAws()) {
  return aws.lambda.send("GetEventSourceMapping", { UUID: "some-uuid" });
}

describe("trying again", () => {
  it("waits as long as AWS asks, at most a minute", async () => {
    nock(lambdaUrl)
      .get(path)
      .reply(429, {}, { ...throttled, "Retry-After": "12" });
    nock(lambdaUrl)
      .get(path)
      .reply(429, {}, { ...throttled, "Retry-After": "3600" });
    nock(lambdaUrl).get(path).reply(200, { UUID: "some-uuid" });
    const aws = mockedAws();
    expect(await get(aws)).toMatchObject({ UUID: "some-uuid" });
    expect(aws.sleepsMs).toEqual([12_000, 60_000]);
  });

  it("backs off twice as far each time, and gives up after five attempts", async () => {
    nock(lambdaUrl).get(path).times(5).reply(429, { Message: "Rate exceeded" }, throttled);
    const aws = mockedAws();
    expect(await errorOf(get(aws))).toMatchObject({ code: "throttled" });
    expect(aws.sleepsMs).toEqual([500, 1_000, 2_000, 4_000]);
  });

  it("is quicker after an error of the server", async () => {
    nock(lambdaUrl).get(path).times(2).reply(500, {}, { "x-amzn-ErrorType": "ServiceException" });
    nock(lambdaUrl).get(path).reply(200, {});
    const aws = mockedAws();
    await get(aws);
    expect(aws.sleepsMs).toEqual([25, 50]);
  });

  it("is not done after a refusal", async () => {
    nock(lambdaUrl).get(path).reply(400, {}, { "x-amzn-ErrorType": "InvalidParameterValueException" });
    const aws = mockedAws();
    await errorOf(get(aws));
    expect(aws.sleepsMs).toEqual([]);
  });

  it("signs with AWS's time after AWS said that this machine's clock is wrong", async () => {
    const awsTime = new Date(Date.now() + 3_600_000);
    nock(lambdaUrl)
      .get(path)
      .reply(403, { Message: "Signature expired" }, { "x-amzn-ErrorType": "InvalidSignatureException", date: awsTime.toUTCString() });
    nock(lambdaUrl)
      .get(path)
      .matchHeader("x-amz-date", (signedAt) => Math.abs(instantOf(String(signedAt)) - awsTime.getTime()) < 60_000)
      .reply(200, {});
    await get();
  });
});

describe("interruption", () => {
  const interrupted = new MskctlError("interrupted", "interrupted");

  it("ends a running call with the signal's reason", async () => {
    const controller = new AbortController();
    nock(lambdaUrl)
      .get(path)
      .reply(200, () => {
        controller.abort(interrupted);
        return new Promise(() => {});
      });
    await expect(get(mockedAws({ signal: controller.signal }))).rejects.toBe(interrupted);
  });

  it("ends a wait between attempts with the signal's reason", async () => {
    const controller = new AbortController();
    nock(lambdaUrl).get(path).reply(429, {}, throttled);
    const sleep = async () => {
      controller.abort(interrupted);
      throw controller.signal.reason;
    };
    await expect(get(mockedAws({ signal: controller.signal, clock: { now: () => 0, sleep } }))).rejects.toBe(interrupted);
  });

  it("keeps a call from being made", async () => {
    await expect(get(mockedAws({ signal: AbortSignal.abort(interrupted) }))).rejects.toBe(interrupted);
  });
});

describe("where calls go", () => {
  it("prefers the endpoint given over those of the environment", async () => {
    vi.stubEnv("AWS_ENDPOINT_URL", "http://127.0.0.1:1");
    vi.stubEnv("AWS_ENDPOINT_URL_LAMBDA", "http://127.0.0.1:2");
    nock("http://127.0.0.1:3").get(path).reply(200, {});
    await get(mockedAws({ endpointUrl: "http://127.0.0.1:3" }));
  });

  it("takes a service's own endpoint from the environment before the general one", async () => {
    vi.stubEnv("AWS_ENDPOINT_URL", "http://127.0.0.1:1");
    vi.stubEnv("AWS_ENDPOINT_URL_LAMBDA", "http://127.0.0.1:2");
    nock("http://127.0.0.1:2").get(path).reply(200, {});
    await get();
  });

  it("prefers the Region given over AWS_REGION", async () => {
    nock("https://lambda.us-east-2.amazonaws.com").get(path).reply(200, {});
    await get(mockedAws({ region: "us-east-2" }));
  });
});

describe("the debug log", () => {
  it("tells of each call what it was, how long it took, its attempts and its request id, and nothing else", async () => {
    nock(lambdaUrl).get(path).reply(500, {}, { "x-amzn-ErrorType": "ServiceException" });
    nock(lambdaUrl).get(path).reply(200, { UUID: "private" }, { "x-amzn-RequestId": "req-7" });
    const aws = mockedAws();
    await get(aws);
    expect(aws.debugLines).toEqual([expect.stringMatching(/^lambda:GetEventSourceMapping \d+ ms, attempts 2, ok req-7$/)]);
  });

  it("tells of a failed call what failed", async () => {
    nock(lambdaUrl).get(path).reply(404, {}, { "x-amzn-ErrorType": "ResourceNotFoundException", "x-amzn-RequestId": "req-8" });
    const aws = mockedAws();
    await errorOf(get(aws));
    expect(aws.debugLines).toEqual([
      expect.stringMatching(/^lambda:GetEventSourceMapping \d+ ms, attempts 1, not-found ResourceNotFoundException req-8$/),
    ]);
  });
});

it("finds credentials once for all services", async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", undefined);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", undefined);
  vi.stubEnv("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:4999/credentials");
  nock("http://127.0.0.1:4999")
    .get("/credentials")
    .once()
    .reply(200, { AccessKeyId: "A", SecretAccessKey: "S", Token: "T", Expiration: new Date(Date.now() + 3_600_000).toISOString() });
  nock(lambdaUrl).get(path).reply(200, {});
  nock(stsUrl)
    .post("/")
    .reply(
      200,
      "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>1</Account></GetCallerIdentityResult></GetCallerIdentityResponse>",
    );
  const aws = mockedAws();
  await get(aws);
  expect((await callerAccount(aws).identity()).accountId).toBe("1");
});

/** Signatures carry 20261123T120000Z. */
function instantOf(basicTime: string): number {
  return Date.parse(basicTime.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, "$1-$2-$3:$4:$5"));
}

it("tells of each request that leaves, a repeated one too", async () => {
  let requests = 0;
  const aws = mockedAws({ onRequest: () => void requests++ });
  nock(lambdaUrl).get(path).reply(500, {});
  nock(lambdaUrl).get(path).reply(200, { UUID: "some-uuid" });
  await get(aws);
  expect(requests).toBe(2);
  vi.stubEnv("AWS_ACCESS_KEY_ID", undefined);
  await errorOf(get(mockedAws({ onRequest: () => void requests++ })));
  expect(requests).toBe(2);
});

describe("a call of its own", () => {
  it("ends with its own signal's reason, and the service goes on", async () => {
    const enough = new MskctlError("interrupted", "enough");
    const controller = new AbortController();
    nock(lambdaUrl)
      .get(path)
      .reply(200, () => {
        controller.abort(enough);
        return new Promise(() => {});
      });
    const aws = mockedAws();
    await expect(aws.lambda.send("GetEventSourceMapping", { UUID: "some-uuid" }, { signal: controller.signal })).rejects.toBe(enough);
    nock(lambdaUrl).get(path).reply(200, { UUID: "some-uuid" });
    expect(await get(aws)).toMatchObject({ UUID: "some-uuid" });
  });

  it("is told of each attempt that was throttled, and of no other", async () => {
    nock(lambdaUrl).get(path).reply(500, {}, { "x-amzn-ErrorType": "ServiceException" });
    nock(lambdaUrl).get(path).times(2).reply(429, {}, throttled);
    nock(lambdaUrl).get(path).reply(200, {});
    let times = 0;
    await mockedAws().lambda.send("GetEventSourceMapping", { UUID: "some-uuid" }, { onThrottled: () => void times++ });
    expect(times).toBe(2);
  });
});

describe("an answer that is a stream", () => {
  const object = () => nock("https://s3.eu-central-1.amazonaws.com").get("/bucket/key").query(true);
  const read = (aws = mockedAws()) => aws.s3.bytes("GetObject", { Bucket: "bucket", Key: "key" });

  it("comes as a whole, with what its headers say", async () => {
    object().reply(200, Buffer.from([0, 255, 123]), { etag: '"e"' });
    const { output, bytes } = await read();
    expect([...bytes]).toEqual([0, 255, 123]);
    expect(output.ETag).toBe('"e"');
  });

  it("is asked for again after its checksum was wrong, and given up after five times", async () => {
    object().times(5).reply(200, "123456789", { "x-amz-checksum-crc32": "AAAAAA==" });
    const aws = mockedAws();
    expect(await errorOf(read(aws))).toMatchObject({
      code: "unavailable",
      message: expect.stringMatching(/^what S3 in eu-central-1 at .* sent has changed on its way: Checksum mismatch/),
    });
    expect(aws.sleepsMs).toHaveLength(4);
  });
});
