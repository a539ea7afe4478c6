import nock from "nock";
import { describe, expect, it } from "vitest";
import type { MappingSettings } from "../../../src/core/mapping/model.ts";
import { lambdaMappings } from "../../../src/platform/aws/lambda-mappings.ts";
import { errorOf, exactly, lambdaUrl, mockedAws, pagesOf, useMockedAws } from "../../support/aws.ts";

useMockedAws();

const uuid = "14e0db71-9c6d-4c77-9c5b-0a1b2c3d4e5f";
const arn = `arn:aws:lambda:eu-central-1:123456789012:event-source-mapping:${uuid}`;
const root = "/2015-03-31/event-source-mappings";

describe("reading mappings", () => {
  it("keeps AWS's document as it is: unknown fields and enum members, no nulls, times as ISO 8601", async () => {
    nock(lambdaUrl)
      .get(`${root}/${uuid}`)
      .reply(200, {
        UUID: uuid,
        State: "Hibernating",
        StartingPosition: "AT_MOONRISE",
        StartingPositionTimestamp: 1_763_856_000,
        LastModified: 1_763_899_200.123,
        BatchSize: null,
        FilterCriteria: null,
        DestinationConfig: { OnFailure: { Destination: null } },
        QuantumConfig: { Level: 3, Modes: ["x", null] },
      });
    expect(await lambdaMappings(mockedAws()).get(uuid)).toEqual({
      UUID: uuid,
      State: "Hibernating",
      StartingPosition: "AT_MOONRISE",
      StartingPositionTimestamp: "2025-11-23T00:00:00.000Z",
      LastModified: "2025-11-23T12:00:00.123Z",
      DestinationConfig: { OnFailure: {} },
      QuantumConfig: { Level: 3, Modes: ["x", null] },
    });
  });

  it("takes an answer that lacks nearly everything for that of the mapping that was asked for", async () => {
    nock(lambdaUrl).get(`${root}/${uuid}`).reply(200, {});
    expect(await lambdaMappings(mockedAws()).get(uuid)).toEqual({ UUID: uuid });
  });

  it.each(["", "null", "[]", '"OK"'])("does not take %j for an account without mappings", async (body) => {
    nock(lambdaUrl).get(root).query({ MaxItems: "100" }).reply(200, body);
    const error = await errorOf(pagesOf(lambdaMappings(mockedAws()).list()));
    expect(error).toMatchObject({ code: "refused", message: `${lambdaUrl} does not answer as Lambda does (HTTP 200)` });
  });

  it("lists 100 a page until there is no marker", async () => {
    nock(lambdaUrl)
      .get(root)
      .query({ MaxItems: "100", FunctionName: "orders:live" })
      .reply(200, { EventSourceMappings: [{ UUID: "a", New: 1 }, { UUID: "b" }], NextMarker: "page 2/3" });
    nock(lambdaUrl)
      .get(root)
      .query({ MaxItems: "100", Marker: "page 2/3", FunctionName: "orders:live" })
      .reply(200, { EventSourceMappings: [{ UUID: "c" }], NextMarker: null });
    const pages = lambdaMappings(mockedAws()).list({ functionName: "orders:live" });
    expect(await pagesOf(pages)).toEqual([[{ UUID: "a", New: 1 }, { UUID: "b" }], [{ UUID: "c" }]]);
  });

  it("gives one empty page for an account without mappings", async () => {
    nock(lambdaUrl).get(root).query({ MaxItems: "100" }).reply(200, {});
    expect(await pagesOf(lambdaMappings(mockedAws()).list())).toEqual([[]]);
  });

  it("names the mapping that does not exist", async () => {
    nock(lambdaUrl)
      .get(`${root}/${uuid}`)
      .reply(
        404,
        { Type: "User", Message: "The resource you requested does not exist." },
        { "x-amzn-ErrorType": "ResourceNotFoundException" },
      );
    const error = await errorOf(lambdaMappings(mockedAws()).get(uuid));
    expect(error).toMatchObject({ code: "not-found", details: { awsCode: "ResourceNotFoundException", region: "eu-central-1" } });
    expect(error.message).toContain(uuid);
  });
});

describe("writing mappings", () => {
  const settings: MappingSettings = {
    FunctionName: "orders:live",
    EventSourceArn: "arn:aws:kafka:eu-central-1:123456789012:cluster/shop/0f0e",
    Topics: ["orders"],
    StartingPosition: "AT_TIMESTAMP",
    StartingPositionTimestamp: "2026-11-23T12:00:00.500Z",
    Enabled: false,
    BatchSize: 500,
    FilterCriteria: { Filters: [{ Pattern: '{"value":{"a":[1]}}' }] },
    ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 4 },
    DestinationConfig: { OnFailure: { Destination: "kafka://failed" } },
    SourceAccessConfigurations: [{ Type: "SASL_SCRAM_512_AUTH", URI: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:s" }],
    MetricsConfig: { Metrics: ["EventCount"] },
    Tags: { "team.name": "shop" },
  };

  it("creates with exactly the given settings, the timestamp as epoch seconds", async () => {
    nock(lambdaUrl)
      .post(root, exactly({ ...settings, StartingPositionTimestamp: 1_795_435_200.5 }))
      .reply(202, { UUID: uuid, State: "Creating" });
    expect(await lambdaMappings(mockedAws()).create(settings)).toEqual({ UUID: uuid, State: "Creating" });
  });

  it("sends the servers of a self-managed cluster under their own key", async () => {
    const selfManaged = {
      FunctionName: "legacy",
      Topics: ["legacy"],
      SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: ["b-1:9096", "b-2:9096"] } },
      SelfManagedKafkaEventSourceConfig: { ConsumerGroupId: "g", ConsumptionMode: "Queue" },
    };
    nock(lambdaUrl).post(root, exactly(selfManaged)).reply(202, { UUID: uuid });
    await lambdaMappings(mockedAws()).create(selfManaged);
  });

  it.each<[string, MappingSettings]>([
    ["pollers off", { ProvisionedPollerConfig: {} }],
    ["no filter", { FilterCriteria: {} }],
    ["no destination", { DestinationConfig: { OnFailure: { Destination: "" } } }],
    ["no key", { KMSKeyArn: "" }],
    ["no group of pollers", { ProvisionedPollerConfig: { PollerGroupName: "" } }],
    ["no registry", { AmazonManagedKafkaEventSourceConfig: { SchemaRegistryConfig: {} } }],
    ["no partial responses, no metrics", { FunctionResponseTypes: [], MetricsConfig: { Metrics: [] } }],
    [
      "zeros and falsehoods",
      { MaximumBatchingWindowInSeconds: 0, MaximumRetryAttempts: 0, BisectBatchOnFunctionError: false, Enabled: false },
    ],
    ["nothing at all", {}],
  ])("updates with exactly what takes a setting away: %s", async (_, changes) => {
    nock(lambdaUrl).put(`${root}/${uuid}`, exactly(changes)).reply(202, { UUID: uuid, State: "Updating", Future: true });
    expect(await lambdaMappings(mockedAws()).update(uuid, changes)).toEqual({ UUID: uuid, State: "Updating", Future: true });
  });

  it.each<[readonly string[], MappingSettings]>([
    [["constructor"], { BatchSize: 10, constructor: "x" }],
    [["TurboMode"], { BatchSize: 10, TurboMode: true }],
    [["ProvisionedPollerConfig.Colour"], { ProvisionedPollerConfig: { MinimumPollers: 1, Colour: "red" } as object }],
    [["FilterCriteria.Filters[1].Name"], { FilterCriteria: { Filters: [{ Pattern: "{}" }, { Pattern: "{}", Name: "x" } as object] } }],
  ])("refuses %s, which the SDK would silently leave out, and sends nothing", async (fields, settings) => {
    const error = await errorOf(lambdaMappings(mockedAws()).create(settings));
    expect(error).toMatchObject({ code: "refused", details: { fields } });
    expect(error.message).toContain(fields[0]);
  });

  it("refuses a time that is none, and sends nothing", async () => {
    const error = await errorOf(lambdaMappings(mockedAws()).create({ StartingPositionTimestamp: "moonrise" }));
    expect(error).toMatchObject({ code: "refused", message: 'StartingPositionTimestamp "moonrise" is not a time' });
  });

  it("deletes and gives the mapping's last document", async () => {
    nock(lambdaUrl).delete(`${root}/${uuid}`).reply(202, { UUID: uuid, State: "Deleting" });
    expect(await lambdaMappings(mockedAws()).remove(uuid)).toEqual({ UUID: uuid, State: "Deleting" });
  });

  it("gives the UUID of the mapping that is in the way", async () => {
    const message = `An event source mapping with event source arn ("arn:aws:kafka:x"), function ("arn:aws:lambda:y") and topics ("orders") already exists. Please update or delete the existing mapping with UUID ${uuid}`;
    nock(lambdaUrl).post(root).reply(409, { Type: "User", Message: message }, { "x-amzn-ErrorType": "ResourceConflictException" });
    const error = await errorOf(lambdaMappings(mockedAws()).create(settings));
    expect(error).toMatchObject({ code: "conflict", details: { uuid }, suggestions: [`mskctl inspect ${uuid}`] });
  });

  it("tells a write during a transition from other refusals", async () => {
    nock(lambdaUrl)
      .put(`${root}/${uuid}`)
      .reply(400, { Type: "User", Message: "in use" }, { "x-amzn-ErrorType": "ResourceInUseException" });
    const error = await errorOf(lambdaMappings(mockedAws()).update(uuid, { BatchSize: 1 }));
    expect(error).toMatchObject({ code: "refused", details: { awsCode: "ResourceInUseException" } });
  });
});

describe("a create that may or may not have happened", () => {
  it.each([
    ["an error of Lambda", (call: nock.Interceptor) => call.reply(500, { Message: "oops" }, { "x-amzn-ErrorType": "ServiceException" })],
    ["an error of a gateway", (call: nock.Interceptor) => call.reply(502, "<html>Bad Gateway</html>")],
    ["a cut connection", (call: nock.Interceptor) => call.replyWithError(networkError("ECONNRESET"))],
    ["silence", (call: nock.Interceptor) => call.replyWithError(networkError("ETIMEDOUT"))],
  ])("is not repeated after %s, and says so", async (_, fail) => {
    fail(nock(lambdaUrl).post(root));
    const aws = mockedAws();
    const error = await errorOf(lambdaMappings(aws).create({ FunctionName: "orders" }));
    expect(error).toMatchObject({ code: "unavailable", details: { ambiguous: true } });
    expect(aws.sleepsMs).toEqual([]);
  });

  it("may have happened when the answer does not name the mapping", async () => {
    nock(lambdaUrl).post(root).reply(202, {});
    const error = await errorOf(lambdaMappings(mockedAws()).create({ FunctionName: "orders" }));
    expect(error).toMatchObject({ code: "unavailable", details: { ambiguous: true } });
  });

  it("is repeated when AWS throttled it or was never reached", async () => {
    nock(lambdaUrl).post(root).replyWithError(networkError("ECONNREFUSED"));
    nock(lambdaUrl)
      .post(root)
      .reply(429, { Message: "Rate exceeded" }, { "x-amzn-ErrorType": "TooManyRequestsException", "Retry-After": "3" });
    nock(lambdaUrl)
      .post(root, exactly({ FunctionName: "orders" }))
      .reply(202, { UUID: uuid });
    const aws = mockedAws();
    expect(await lambdaMappings(aws).create({ FunctionName: "orders" })).toEqual({ UUID: uuid });
    expect(aws.sleepsMs).toEqual([25, 3_000]);
  });
});

describe("tags", () => {
  const path = `/2017-03-31/tags/${encodeURIComponent(arn)}`;

  it("are read", async () => {
    nock(lambdaUrl)
      .get(path)
      .reply(200, { Tags: { team: "shop", empty: "" } });
    expect(await lambdaMappings(mockedAws()).tags(arn)).toEqual(
      new Map([
        ["team", "shop"],
        ["empty", ""],
      ]),
    );
  });

  it("are none when AWS says nothing", async () => {
    nock(lambdaUrl).get(path).reply(200, {});
    expect(await lambdaMappings(mockedAws()).tags(arn)).toEqual(new Map());
  });

  it("are set", async () => {
    nock(lambdaUrl)
      .post(path, { Tags: { team: "shop" } })
      .reply(204);
    await lambdaMappings(mockedAws()).tag(arn, new Map([["team", "shop"]]));
  });

  it("are not asked of a mapping whose ARN AWS did not tell", async () => {
    const mappings = lambdaMappings(mockedAws());
    expect(await errorOf(mappings.tags(""))).toMatchObject({ code: "unavailable", message: expect.stringContaining("ARN") });
    expect(await errorOf(mappings.tag("", new Map([["team", "shop"]])))).toMatchObject({ code: "unavailable" });
  });
});

function networkError(code: string): Error {
  return Object.assign(new Error(`connect ${code} 10.0.0.1:443`), { code });
}
