import nock from "nock";
import { describe, expect, it, vi } from "vitest";
import { MskctlError } from "../../src/core/errors.ts";
import { createServices, type ServicesOptions } from "../../src/shell/services.ts";
import { errorOf, pagesOf, useMockedAws } from "../support/aws.ts";

useMockedAws();

const loaded: string[] = vi.hoisted(() => []);
vi.mock("@aws-sdk/client-lambda", (original) => {
  loaded.push("client-lambda");
  return original();
});
vi.mock("@aws-sdk/client-sts", (original) => {
  loaded.push("client-sts");
  return original();
});
vi.mock("@platformatic/kafka", (original) => {
  loaded.push("kafka");
  return original();
});
vi.mock("yaml", (original) => {
  loaded.push("yaml");
  return original();
});

const endpointUrl = "http://127.0.0.1:4700";

function services(options: Partial<ServicesOptions> = {}) {
  const lines: string[] = [];
  const defaults: ServicesOptions = {
    endpointUrl,
    debug: false,
    signal: new AbortController().signal,
    environment: {},
    writeLine: (line) => lines.push(line),
  };
  return { ...createServices({ ...defaults, ...options }), lines };
}

describe("the wiring", () => {
  it("loads the SDK and the YAML parser when they are needed, each by itself", async () => {
    const { mappings, documents } = services();
    expect(loaded).toEqual([]);
    nock(endpointUrl).get(/./).reply(200, {});
    await mappings.get("u");
    expect(loaded).toEqual(["client-lambda"]);
    await documents.read("a: 1", "spec.yaml");
    expect(loaded).toEqual(["client-lambda", "yaml"]);
  });

  it("sends each port to the endpoint, the Region and the service that it is for", async () => {
    const scopes: string[] = [];
    nock(endpointUrl)
      .persist()
      .matchHeader("authorization", (value) => scopes.push(/\/([a-z0-9-]+\/[a-z]+)\/aws4_request/.exec(String(value))?.[1] ?? "") > 0)
      .get(/./)
      .reply(200, {})
      .post("/")
      .reply(200, "");
    const { mappings, functions, clusters, metrics, tags, account } = services({ region: "us-east-2" });
    await pagesOf(mappings.list());
    await functions.facts("orders");
    await clusters.facts("arn:aws:kafka:us-east-2:1:cluster/shop/1");
    await metrics.read([{ namespace: "n", name: "m", dimensions: new Map(), statistic: "Sum" }], {
      fromMs: 0,
      untilMs: 60_000,
      periodSeconds: 60,
    });
    await tags.mappingsTagged(new Map([["team", undefined]]));
    await account.identity();
    expect([...new Set(scopes)]).toEqual([
      "us-east-2/lambda",
      "us-east-2/kafka",
      "us-east-2/monitoring",
      "us-east-2/tagging",
      "us-east-2/sts",
    ]);
  });

  it("asks about metrics, logs and destinations in the Region, and counts the calls", async () => {
    const asked: string[] = [];
    nock(endpointUrl)
      .persist()
      .matchHeader("authorization", (value) => asked.push(/us-east-2\/([a-z0-9]+)/.exec(String(value))?.[1] ?? "") > 0)
      .get(/^\/failed/)
      .reply(200, "")
      .get(/./)
      .reply(200, {})
      .post("/")
      .reply(200, { QueueUrl: `${endpointUrl}/1/failed` });
    const { catalogue, log, destinations, callCount } = services({ region: "us-east-2" });
    const to = (Destination: string) => ({ UUID: "u", FunctionArn: "orders", DestinationConfig: { OnFailure: { Destination } } });
    expect(callCount()).toBe(0);
    await catalogue.series("AWS/Lambda", "OffsetLag");
    await log.positions(to(""), Date.now());
    await destinations.depth(to("arn:aws:sqs:us-east-2:1:failed"), 0);
    await destinations.depth(to("arn:aws:s3:::failed"), 0);
    expect([...new Set(asked)]).toEqual(["monitoring", "lambda", "logs", "sqs", "s3"]);
    expect(callCount()).toBe(6);
    expect(services().callCount()).toBe(0);
  });

  it("asks for prices in a Region that has the price list, and keeps nothing that another endpoint says", async () => {
    const asked: string[] = [];
    nock(endpointUrl)
      .matchHeader("authorization", (value) => asked.push(/\/([a-z0-9-]+\/[a-z]+)\/aws4_request/.exec(String(value))?.[1] ?? "") > 0)
      .post("/")
      .reply(200, { PriceList: [] });
    const { prices } = services({ region: "eu-west-3" });
    expect(await prices.reader.products(await prices.reader.region())).toEqual([]);
    expect([...new Set(asked)]).toEqual(["eu-central-1/pricing"]);
    expect(prices.cache).toBeUndefined();
  });

  it("finds a mapping's brokers by MSK and its secret, and loads Kafka's client only then", async () => {
    loaded.length = 0;
    const arn = "arn:aws:kafka:us-east-2:1:cluster/shop/1";
    const secretArn = "arn:aws:secretsmanager:us-east-2:1:secret:AmazonMSK_x";
    nock(endpointUrl)
      .get(`/v1/clusters/${encodeURIComponent(arn)}/bootstrap-brokers`)
      .reply(200, { bootstrapBrokerStringSaslScram: "127.0.0.1:9096" })
      .post("/", { SecretId: secretArn })
      .reply(200, { SecretString: '{"username":"eve"}' });
    const mapping = { EventSourceArn: arn, SourceAccessConfigurations: [{ Type: "SASL_SCRAM_512_AUTH", URI: secretArn }] };
    const { broker } = services({ region: "us-east-2", environment: { XDG_CONFIG_HOME: "/nowhere" } });
    expect(loaded).not.toContain("kafka");
    expect(await errorOf(broker(mapping))).toMatchObject({ code: "refused", message: expect.stringContaining("no text under password") });
    nock(endpointUrl)
      .get(/bootstrap-brokers/)
      .reply(200, { bootstrapBrokerString: "127.0.0.1:9092" });
    await (await broker({ EventSourceArn: arn })).close();
    expect(loaded).toContain("kafka");
  });

  it("tells of calls on stderr only when asked, escaped for a terminal", async () => {
    nock(endpointUrl).get(/./).times(2).reply(200, {}, { "x-amzn-RequestId": "a\u009bb" });
    const quiet = services();
    await quiet.mappings.get("u");
    expect(quiet.lines).toEqual([]);
    const talkative = services({ debug: true });
    await talkative.mappings.get("u");
    expect(talkative.lines).toEqual([expect.stringMatching(/^lambda:GetEventSourceMapping \d+ ms, attempts 1, ok a\\x9bb$/)]);
  });

  it("binds the verb's signal to calls and sleeps", async () => {
    const interrupted = new MskctlError("interrupted", "interrupted");
    const { mappings, clock } = services({ signal: AbortSignal.abort(interrupted) });
    await expect(mappings.get("u")).rejects.toBe(interrupted);
    await expect(clock.sleep(1_000)).rejects.toBe(interrupted);
  });

  it("moves the clock only for an endpoint on this machine", () => {
    const environment = { MSKCTL_CLOCK: "86400000,1000" };
    const yearMs = 365 * 86_400_000;
    expect(services({ environment }).clock.now() - Date.now()).toBeGreaterThan(yearMs);
    expect(Math.abs(services({ environment, endpointUrl: "https://example.com" }).clock.now() - Date.now())).toBeLessThan(yearMs);
  });

  it("reads and writes documents", async () => {
    const { documents } = services();
    const [document] = await documents.read("a: 1\nb: 2\n", "spec.yaml");
    expect(document?.value).toEqual({ a: 1, b: 2 });
    expect(document?.positionOf(["b"])).toEqual({ line: 2, column: 1 });
    expect(await documents.write([{ a: 1 }], "yaml")).toBe("a: 1\n");
  });

  it("reports a file that is not there", async () => {
    expect(await errorOf(services().files.readText("/nowhere/spec.yaml"))).toMatchObject({ code: "usage" });
  });
});
