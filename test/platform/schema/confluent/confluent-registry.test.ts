import nock from "nock";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { MskctlError } from "../../../../src/core/errors.ts";
import { confluentRegistry } from "../../../../src/platform/schema/confluent/confluent-registry.ts";
import { httpGet } from "../../../../src/platform/schema/confluent/http-get.ts";
import { errorOf } from "../../../support/aws.ts";

const url = "https://registry.example:8081";

beforeAll(() => nock.disableNetConnect());
afterEach(() => {
  const unused = nock.pendingMocks();
  nock.cleanAll();
  expect(unused, "every mocked answer was asked for").toEqual([]);
});
afterAll(() => nock.enableNetConnect());

function registry({
  base = url,
  authorization,
  signal = new AbortController().signal,
}: {
  base?: string;
  authorization?: string;
  signal?: AbortSignal;
} = {}) {
  const sleepsMs: number[] = [];
  const source = confluentRegistry({
    url: base,
    get: httpGet({}, signal),
    signal,
    clock: { now: () => 0, sleep: async (ms) => void sleepsMs.push(ms) },
    random: () => 0.5,
    ...(authorization === undefined ? {} : { authorization }),
  });
  return { schema: source.schema, sleepsMs };
}

describe("a schema of a Confluent registry", () => {
  it("is asked for by its id; without a type it is Avro", async () => {
    nock(url, { reqheaders: { accept: "application/vnd.schemaregistry.v1+json, application/json" }, badheaders: ["authorization"] })
      .get("/schemas/ids/42")
      .reply(200, { schema: '"string"' });
    expect(await registry().schema("42")).toEqual({ format: "AVRO", text: '"string"', references: [] });
  });

  it("is asked for below the registry's path, with the sign-in", async () => {
    nock(url, { reqheaders: { authorization: "Basic ZXZlOmh1bnRlcjI=" } })
      .get("/team/registry/schemas/ids/7")
      .reply(200, { schema: "{}", schemaType: "JSON" });
    const { schema } = registry({ base: `${url}/team/registry/`, authorization: "Basic ZXZlOmh1bnRlcjI=" });
    expect(await schema("7")).toEqual({ format: "JSON", text: "{}", references: [] });
  });

  it("comes with what it refers to, what others refer to first, each once", async () => {
    const reference = (name: string, version: number) => ({ name, subject: `shop/${name}`, version });
    nock(url)
      .get("/schemas/ids/1")
      .reply(200, { schemaType: "PROTOBUF", schema: "order", references: [reference("item", 2), reference("money", 1)] });
    nock(url)
      .get("/subjects/shop%2Fitem/versions/2?deleted=true")
      .reply(200, { schema: "item text", references: [reference("money", 1)] });
    // Refers back: no circle is walked twice.
    nock(url)
      .get("/subjects/shop%2Fmoney/versions/1?deleted=true")
      .reply(200, { schema: "money text", references: [reference("item", 2)] });
    expect(await registry().schema("1")).toEqual({
      format: "PROTOBUF",
      text: "order",
      references: [
        { name: "money", text: "money text" },
        { name: "item", text: "item text" },
      ],
    });
  });

  it("that is not there is none, and a reference that is not there is left out", async () => {
    nock(url).get("/schemas/ids/42").reply(404, { error_code: 40403, message: "Schema 42 not found" });
    expect(await registry().schema("42")).toBeUndefined();
    nock(url)
      .get("/schemas/ids/1")
      .reply(200, { schema: "order", references: [{ name: "item", subject: "item", version: 9 }] });
    nock(url).get("/subjects/item/versions/9?deleted=true").reply(404, { error_code: 40402, message: "Version 9 not found." });
    expect(await registry().schema("1")).toMatchObject({ references: [] });
  });
});

describe("a registry that gives no schema", () => {
  it.each<[what: string, status: number, body: object | string, code: string, message: string]>([
    [
      "wants a sign-in",
      401,
      { error_code: 401, message: "Unauthorized" },
      "not-permitted",
      `the schema registry ${url} does not accept the sign-in, or wants one (HTTP 401)`,
    ],
    [
      "permits nothing",
      403,
      { error_code: 40301 },
      "not-permitted",
      `the schema registry ${url} does not permit reading its schemas (HTTP 403)`,
    ],
    ["is something else", 404, "<html>", "refused", `${url} does not answer as a schema registry does (HTTP 404)`],
    ["answers with a page", 200, "<html>", "refused", `${url} does not answer as a schema registry does (HTTP 200)`],
    ["answers with another object", 200, { hello: 1 }, "refused", `${url} does not answer as a schema registry does (HTTP 200)`],
    ["sends elsewhere", 302, "", "refused", `${url} does not answer as a schema registry does (HTTP 302)`],
  ])("%s", async (_, status, body, code, message) => {
    nock(url).get("/schemas/ids/42").reply(status, body, { location: "https://evil.example/" });
    const { schema, sleepsMs } = registry();
    expect(await errorOf(schema("42"))).toMatchObject({ code, message, details: { registry: url, status } });
    expect(sleepsMs).toEqual([]);
  });

  it("says what to do about the sign-in", async () => {
    nock(url).get("/schemas/ids/42").reply(401, {});
    const { suggestions } = await errorOf(registry().schema("42"));
    expect(suggestions.join("\n")).toContain("registries in the configuration file");
    expect(suggestions.join("\n")).toContain("--schema FILE");
  });

  it.each<[what: string, status: number, code: string]>([
    ["throttles", 429, "throttled"],
    ["fails", 500, "unavailable"],
    ["is down behind a proxy", 503, "unavailable"],
  ])("%s is asked five times", async (_, status, code) => {
    nock(url).get("/schemas/ids/42").times(5).reply(status, "");
    const { schema, sleepsMs } = registry();
    expect(await errorOf(schema("42"))).toMatchObject({ code });
    expect(sleepsMs).toHaveLength(4);
  });

  it("is waited for as long as it asks", async () => {
    nock(url).get("/schemas/ids/42").reply(429, "", { "retry-after": "7" });
    nock(url).get("/schemas/ids/42").reply(200, { schema: '"int"' });
    const { schema, sleepsMs } = registry();
    expect(await schema("42")).toMatchObject({ text: '"int"' });
    expect(sleepsMs).toEqual([7_000]);
  });

  it.each<[networkCode: string, code: string, attempts: number]>([
    ["ECONNREFUSED", "unavailable", 5],
    ["ECONNRESET", "unavailable", 5],
    ["ENOTFOUND", "unavailable", 5],
    ["ETIMEDOUT", "unavailable", 5],
    ["SELF_SIGNED_CERT_IN_CHAIN", "refused", 1],
    ["CERT_HAS_EXPIRED", "refused", 1],
    ["ERR_SSL_WRONG_VERSION_NUMBER", "refused", 1],
    ["EPROTO", "refused", 1],
    ["HPE_INVALID_CONSTANT", "refused", 1],
  ])("fails on the way with %s: %s", async (networkCode, code, attempts) => {
    const failure = Object.assign(new Error("socket"), { code: networkCode });
    nock(url).get("/schemas/ids/42").times(attempts).replyWithError(failure);
    expect(await errorOf(registry().schema("42"))).toMatchObject({
      code,
      message: expect.stringContaining(`(${networkCode})`),
      details: { registry: url, networkCode },
    });
  });

  it("is left with the verb's own reason when the verb ends", async () => {
    const ending = new AbortController();
    const interrupted = new MskctlError("interrupted", "interrupted");
    nock(url)
      .get("/schemas/ids/42")
      .reply(() => {
        ending.abort(interrupted);
        return [200, { schema: '"int"' }];
      });
    const { schema } = registry({ signal: ending.signal });
    await expect(schema("42")).rejects.toBe(interrupted);
    await expect(schema("43")).rejects.toBe(interrupted);
  });

  it("answers without end and is given up", async () => {
    nock(url)
      .get("/schemas/ids/42")
      .reply(200, Buffer.alloc(16 * 1024 * 1024 + 1, "x"));
    expect(await errorOf(registry().schema("42"))).toMatchObject({ code: "refused" });
  });
});
