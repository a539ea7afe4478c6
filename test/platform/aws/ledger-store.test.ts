import nock from "nock";
import { describe, expect, it } from "vitest";
import { s3LedgerStore } from "../../../src/platform/aws/ledger-store.ts";
import { errorOf, mockedAws, pagesOf, useMockedAws } from "../../support/aws.ts";

useMockedAws();

const s3Url = "https://s3.eu-central-1.amazonaws.com";
const xml = { "content-type": "application/xml" };
const path = "/area/a/ledger/b/0001-begun.jsonl";
const name = "ledger/b/0001-begun.jsonl";
const content = new TextEncoder().encode('{"kind":"begun"}\n');
const errorXml = (code: string) => `<Error><Code>${code}</Code><Message>No.</Message></Error>`;

function opened() {
  const pausesMs: number[] = [];
  const aws = mockedAws();
  const clock = {
    sleep: async (ms: number) => {
      pausesMs.push(ms);
    },
  };
  return { store: s3LedgerStore(aws, { bucket: "area", prefix: "a/", clock }), pausesMs, aws };
}
const puts = () =>
  nock(s3Url, { reqheaders: { "if-none-match": "*", "content-type": "application/x-ndjson" } })
    .put(path, Buffer.from(content).toString())
    .query({ "x-id": "PutObject" });
const gets = () => nock(s3Url).get(path).query({ "x-id": "GetObject" });

describe("an object of the ledger", () => {
  it("is written on the condition that there is none", async () => {
    puts().reply(200);
    expect(await opened().store.create(name, content)).toBe(true);
  });

  it("that somebody else has written stays, and is told", async () => {
    puts().reply(412, errorXml("PreconditionFailed"), xml);
    gets().reply(200, '{"kind":"begun"} ');
    expect(await opened().store.create(name, content)).toBe(false);
  });

  it("that was written without an answer is found to be its own", async () => {
    puts().replyWithError(Object.assign(new Error("socket hang up"), { code: "ECONNRESET" }));
    puts().reply(412, errorXml("PreconditionFailed"), xml);
    gets().reply(200, Buffer.from(content));
    const { store, aws } = opened();
    expect(await store.create(name, content)).toBe(true);
    expect(aws.sleepsMs).toHaveLength(1);
  });

  it("of which another write is under way is tried again: that one may come to nothing", async () => {
    puts().reply(409, errorXml("ConditionalRequestConflict"), xml);
    gets().reply(404, errorXml("NoSuchKey"), xml);
    puts().reply(200);
    const { store, pausesMs } = opened();
    expect(await store.create(name, content)).toBe(true);
    expect(pausesMs).toEqual([100]);
  });

  it("that is there and cannot be found is given up", async () => {
    for (let tries = 0; tries < 6; tries++) {
      puts().reply(412, errorXml("PreconditionFailed"), xml);
      gets().reply(404, errorXml("NoSuchKey"), xml);
    }
    expect(await errorOf(opened().store.create(name, content))).toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("s3://area/a/ledger/b/0001-begun.jsonl"),
    });
  });

  it("is read as it is, or is not there", async () => {
    gets().reply(200, Buffer.from(content));
    gets().reply(404, errorXml("NoSuchKey"), xml);
    const { store } = opened();
    expect(Buffer.from((await store.get(name)) ?? [])).toEqual(Buffer.from(content));
    expect(await store.get(name)).toBeUndefined();
  });
});

describe("a ledger", () => {
  const page = (keys: readonly string[], next?: string) =>
    `<ListBucketResult><EncodingType>url</EncodingType><IsTruncated>${next !== undefined}</IsTruncated>${
      next === undefined ? "" : `<NextContinuationToken>${next}</NextContinuationToken>`
    }${keys.map((key) => `<Contents><Key>${key}</Key></Contents>`).join("")}</ListBucketResult>`;
  const lists = (more: Readonly<Record<string, string>> = {}) =>
    nock(s3Url)
      .get("/area/")
      .query({ "list-type": "2", "encoding-type": "url", prefix: "a/ledger/", ...more });

  it("is listed page by page, by names below the area", async () => {
    lists().reply(200, page(["a/ledger/b/0001-begun.jsonl", "a/ledger/b%20c"], "p2"), xml);
    lists({ "continuation-token": "p2" }).reply(200, page(["a/ledger/d"]), xml);
    expect(await pagesOf(opened().store.list("ledger/"))).toEqual([["ledger/b/0001-begun.jsonl", "ledger/b c"], ["ledger/d"]]);
  });

  it("that may not be written says which permission is missing", async () => {
    puts().reply(403, errorXml("AccessDenied"), xml);
    expect(await errorOf(opened().store.create(name, content))).toMatchObject({
      code: "not-permitted",
      details: { action: "s3:PutObject" },
    });
  });

  it.each([
    [301, "PermanentRedirect"],
    [400, "AuthorizationHeaderMalformed"],
  ])("in another Region says so (%i)", async (status, code) => {
    puts().reply(status, errorXml(code), xml);
    gets().reply(status, errorXml(code), xml);
    lists().reply(status, errorXml(code), xml);
    const { store } = opened();
    const elsewhere = { code: "refused", message: "bucket area is not in Region eu-central-1" };
    expect(await errorOf(store.create(name, content))).toMatchObject(elsewhere);
    expect(await errorOf(store.get(name))).toMatchObject(elsewhere);
    expect(await errorOf(pagesOf(store.list("ledger/")))).toMatchObject(elsewhere);
  });
});
