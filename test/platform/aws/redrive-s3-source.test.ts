import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import nock from "nock";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { askFor } from "../../../src/core/mapping/fact.ts";
import { type S3SourceOptions, s3DocumentSource } from "../../../src/platform/aws/redrive-s3-source.ts";
import { errorOf, type MockedAws, mockedAws, pagesOf, useMockedAws } from "../../support/aws.ts";
import { testWorld } from "../../support/sandbox-world.ts";
import { startTestFront, type TestFront } from "../../support/test-front.ts";

useMockedAws();

const s3Url = "https://s3.eu-central-1.amazonaws.com";
const untilMs = Date.parse("2026-11-23T12:00:00Z");
const before = "2026-11-23T11:00:00.000Z";
const xml = { "content-type": "application/xml" };

interface Listed {
  readonly key: string;
  readonly size?: number;
  readonly modified?: string;
  readonly storageClass?: string;
}

function listing(
  objects: readonly Listed[],
  { next, encoding = "url" }: { readonly next?: string; readonly encoding?: string } = {},
): string {
  const contents = objects.map(
    ({ key, size = 9, modified = before, storageClass = "STANDARD" }) =>
      `<Contents><Key>${key}</Key><LastModified>${modified}</LastModified><ETag>&quot;e-${key}&quot;</ETag><Size>${size}</Size><StorageClass>${storageClass}</StorageClass></Contents>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>failed</Name><EncodingType>${encoding}</EncodingType>
    <IsTruncated>${next !== undefined}</IsTruncated>${next === undefined ? "" : `<NextContinuationToken>${next}</NextContinuationToken>`}${contents.join("")}</ListBucketResult>`;
}
function lists(body: string, more: Readonly<Record<string, string>> = {}) {
  return nock(s3Url)
    .get("/failed/")
    .query({ "list-type": "2", "encoding-type": "url", prefix: "aws/lambda/", ...more })
    .reply(200, body, xml);
}
/** The read of an object's beginning. */
function reads(key: string, range = "bytes=0-15") {
  return nock(s3Url, { reqheaders: { "if-match": `"e-${key}"`, range } })
    .get(`/failed/${key}`)
    .query({ "x-id": "GetObject" });
}
function readsWhole(key: string) {
  return nock(s3Url, { reqheaders: { "if-match": `"e-${key}"` }, badheaders: ["range"] })
    .get(`/failed/${key}`)
    .query({ "x-id": "GetObject" });
}
const bytesOf = (text: string) => new TextEncoder().encode(text);
const errorXml = (code: string, message = "No.") => `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;

function source(options: Partial<S3SourceOptions> = {}, aws: MockedAws = mockedAws()) {
  const clock = {
    sleep: async (ms: number) => {
      aws.sleepsMs.push(ms);
    },
  };
  return s3DocumentSource(aws, { bucket: "failed", prefix: "aws/lambda/", untilMs, remove: "delete", headBytes: 16, clock, ...options });
}
async function documentsOf(from: ReturnType<typeof source>) {
  return (await pagesOf(from.documents(Number.POSITIVE_INFINITY))).flat();
}
const texts = (documents: Awaited<ReturnType<typeof documentsOf>>) =>
  documents.map(({ bytes }) => (bytes === undefined ? undefined : Buffer.from(bytes).toString()));

describe("the documents of a bucket", () => {
  it("come page by page in the order of their keys, each with its beginning", async () => {
    lists(
      listing(
        [
          { key: "a", size: 16 },
          { key: "b", size: 40 },
        ],
        { next: "p2" },
      ),
    );
    lists(listing([{ key: "c" }]), { "continuation-token": "p2" });
    let bIsAsked = () => {};
    const asked = new Promise<void>((resolve) => {
      bIsAsked = resolve;
    });
    reads("a").reply(206, async () => {
      await asked;
      return "0123456789abcdef";
    });
    reads("b").reply(206, () => {
      bIsAsked();
      return "beginning of b..";
    });
    reads("c").reply(206, "all of c.");
    const given = source();
    expect(given.removes).toBe(true);
    expect(await pagesOf(given.documents(1))).toEqual([
      [
        { id: "a", handle: '"e-a"', bytes: bytesOf("0123456789abcdef"), complete: true, storedAtMs: Date.parse(before) },
        { id: "b", handle: '"e-b"', bytes: bytesOf("beginning of b.."), complete: false, storedAtMs: Date.parse(before) },
      ],
      [{ id: "c", handle: '"e-c"', bytes: bytesOf("all of c."), complete: true, storedAtMs: Date.parse(before) }],
    ]);
  });

  it("are asked for as the next page is wanted: the listing is never held as a whole", async () => {
    lists(listing([{ key: "a" }], { next: "p2" }));
    reads("a").reply(206, "all of a.");
    const pages = source().documents(1)[Symbol.asyncIterator]();
    expect((await pages.next()).value).toHaveLength(1);
    await pages.return?.();
  });

  it("are those of the run's start; leases, later ones, folders' markers and archived ones are left out, and counted", async () => {
    lists(
      listing([
        { key: "at-the-start", modified: "2026-11-23T12:00:00.000Z" },
        { key: "later", modified: "2026-11-23T12:00:01.000Z" },
        { key: "folder/", size: 0 },
        { key: "mskctl-lease/0123.json" },
        { key: "cold", storageClass: "DEEP_ARCHIVE" },
        { key: "tiered", storageClass: "INTELLIGENT_TIERING" },
      ]),
    );
    reads("at-the-start").reply(206, "123456789");
    reads("tiered").reply(403, errorXml("InvalidObjectState", "The operation is not valid for the object's access tier"), xml);
    const given = source();
    expect((await documentsOf(given)).map(({ id }) => id)).toEqual(["at-the-start"]);
    expect(given.passedOver()).toEqual({ newer: 1, done: 0, archived: 2 });
  });

  it("too large for one are told without being read, and empty ones need no reading", async () => {
    lists(
      listing([
        { key: "giant", size: 64 * 1024 ** 2 + 1 },
        { key: "empty", size: 0 },
      ]),
    );
    expect(await documentsOf(source())).toEqual([
      { id: "giant", handle: '"e-giant"', bytes: undefined, complete: false, storedAtMs: Date.parse(before), unreadable: "too-large" },
      { id: "empty", handle: '"e-empty"', bytes: new Uint8Array(), complete: true, storedAtMs: Date.parse(before) },
    ]);
  });

  it.each([
    [404, "NoSuchKey"],
    [412, "PreconditionFailed"],
  ])("that vanish or change between listing and reading (%i) are gone", async (status, code) => {
    lists(listing([{ key: "a" }]));
    reads("a").reply(status, errorXml(code), xml);
    expect(await documentsOf(source())).toMatchObject([{ id: "a", unreadable: "gone", bytes: undefined }]);
  });

  it("carry the version in their id, with which their key is found again", async () => {
    lists(listing([{ key: "50%25%40home" }]), {});
    reads("50%25%40home").matchHeader("if-match", '"e-50%25%40home"').reply(206, "123456789", { "x-amz-version-id": "v1" });
    const given = source();
    const [document] = await documentsOf(given);
    expect(document?.id).toBe("50%25%40home@v1");
    readsWhole("50%25%40home").reply(200, "whole");
    expect(Buffer.from((await given.fetch(document?.id ?? "", document?.handle ?? "")) ?? []).toString()).toBe("whole");
  });

  it("may have any key: it comes encoded, and is taken as it is where a store does not encode", async () => {
    lists(listing([{ key: "a+b%0Ac" }]));
    nock(s3Url).get("/failed/a%20b%0Ac").query({ "x-id": "GetObject" }).reply(206, "123456789");
    lists(listing([{ key: "a+b" }], { encoding: "" }));
    nock(s3Url).get("/failed/a%2Bb").query({ "x-id": "GetObject" }).reply(206, "123456789");
    const given = source();
    expect((await documentsOf(given)).map(({ id }) => id)).toEqual(["a b\nc"]);
    expect((await documentsOf(given)).map(({ id }) => id)).toEqual(["a+b"]);
  });

  it("that were stored as gzip are unpacked, beginnings too, and no bomb goes off", async () => {
    const text = JSON.stringify(Array.from({ length: 200 }, (_, index) => index ** 2));
    const [packed, bomb] = [gzipSync(text), gzipSync(Buffer.alloc(8 * 1024 ** 2))];
    lists(
      listing([
        { key: "small", size: packed.length },
        { key: "cut", size: 20_000 },
        { key: "bomb", size: bomb.length },
      ]),
    );
    const gzip = { "content-encoding": "gzip" };
    const range = "bytes=0-16383";
    reads("small", range).reply(206, packed, gzip);
    reads("cut", range).reply(206, packed.subarray(0, 200), gzip);
    reads("bomb", range).reply(206, bomb, gzip);
    const given = source({ headBytes: undefined as never });
    const documents = await documentsOf(given);
    const [small, cut = ""] = texts(documents);
    expect(small).toBe(text);
    expect(cut.length).toBeGreaterThan(100);
    expect(cut).toBe(text.slice(0, cut.length));
    expect(documents.map(({ complete, unreadable }) => [complete, unreadable])).toEqual([
      [true, undefined],
      [false, undefined],
      [false, "too-large"],
    ]);
    readsWhole("cut").reply(200, packed, gzip);
    expect(Buffer.from((await given.fetch("cut", '"e-cut"')) ?? []).toString()).toBe(text);
    // Left packed, it is no document to whoever parses it.
    readsWhole("bomb").reply(200, bomb, gzip);
    expect(Buffer.from((await given.fetch("bomb", '"e-bomb"')) ?? []).equals(bomb)).toBe(true);
  });

  it("are read sixteen at a time", async () => {
    const keys = Array.from({ length: 40 }, (_, index) => `k${String(index).padStart(2, "0")}`);
    lists(listing(keys.map((key) => ({ key }))));
    let [open, most] = [0, 0];
    for (const key of keys) {
      reads(key).reply(206, async () => {
        most = Math.max(most, ++open);
        await new Promise((resolve) => setImmediate(resolve));
        open--;
        return key.padEnd(9);
      });
    }
    expect(texts(await documentsOf(source()))).toEqual(keys.map((key) => key.padEnd(9)));
    expect(most).toBeLessThanOrEqual(16);
    expect(most).toBeGreaterThan(8);
  });
});

describe("what goes wrong while documents are read", () => {
  it("is said once where access is denied, with the action and the key, and nothing more is asked", async () => {
    const keys = Array.from({ length: 50 }, (_, index) => `k${index}`);
    lists(listing(keys.map((key) => ({ key }))));
    let asked = 0;
    const message =
      "User: arn:aws:iam::1:user/eve is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-central-1:1:key/k-1 because no identity-based policy allows it";
    const denied = nock(s3Url)
      .persist()
      .get(/^\/failed\/k/)
      .query(true);
    denied.reply(() => {
      asked++;
      return [403, errorXml("AccessDenied", message), xml];
    });
    expect(await errorOf(documentsOf(source()))).toMatchObject({
      code: "not-permitted",
      details: { action: "kms:Decrypt", key: "arn:aws:kms:eu-central-1:1:key/k-1" },
      suggestions: ["allow kms:Decrypt on arn:aws:kms:eu-central-1:1:key/k-1 for arn:aws:iam::1:user/eve"],
    });
    expect(asked).toBeLessThanOrEqual(16);
    nock.cleanAll();
  });

  it("names the action where S3 does not, and the object", async () => {
    lists(listing([{ key: "a" }]));
    reads("a").reply(403, errorXml("AccessDenied", "Access Denied"), xml);
    expect(await errorOf(documentsOf(source()))).toMatchObject({ code: "not-permitted", details: { action: "s3:GetObject" } });
  });

  it("is a bucket that is not there, or not the expected account's", async () => {
    nock(s3Url).get("/failed/").query(true).reply(404, errorXml("NoSuchBucket"), xml);
    expect(await errorOf(documentsOf(source()))).toMatchObject({ code: "not-found", message: expect.stringContaining("bucket failed") });
    nock(s3Url, { reqheaders: { "x-amz-expected-bucket-owner": "123456789012" } })
      .get("/failed/")
      .query(true)
      .reply(403, errorXml("AccessDenied"), xml);
    expect(await errorOf(documentsOf(source({ expectedBucketOwner: "123456789012" })))).toMatchObject({
      code: "not-permitted",
      details: { action: "s3:ListBucket" },
    });
  });

  it("slows S3's requests down, and all documents come all the same", async () => {
    const keys = Array.from({ length: 12 }, (_, index) => `k${index + 10}`);
    lists(listing(keys.map((key) => ({ key }))));
    for (const key of keys) reads(key).reply(503, errorXml("SlowDown", "Please reduce your request rate."), xml);
    const openAt = new Map<string, number>();
    let open = 0;
    for (const key of keys) {
      reads(key).reply(206, async () => {
        openAt.set(key, ++open);
        await new Promise((resolve) => setImmediate(resolve));
        open--;
        return key.padEnd(9);
      });
    }
    const aws = mockedAws();
    expect(texts(await documentsOf(source({ concurrency: 4 }, aws)))).toEqual(keys.map((key) => key.padEnd(9)));
    expect(aws.sleepsMs).toHaveLength(keys.length);
    // Four were under way when it was told first, two the next time.
    expect(keys.slice(6).map((key) => openAt.get(key))).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it("is a connection that breaks within an object, or bytes that changed on their way: it is read again", async () => {
    lists(listing([{ key: "a" }]));
    reads("a").reply(206, () => {
      const body = new Readable({ read() {} });
      body.push("1234");
      setImmediate(() => body.destroy(Object.assign(new Error("socket hang up"), { code: "ECONNRESET" })));
      return body;
    });
    reads("a").reply(206, "123456789", { "x-amz-checksum-crc32": "AAAAAA==" });
    reads("a").reply(206, "123456789", { "x-amz-checksum-crc32": "y/Q5Jg==" });
    expect(texts(await documentsOf(source()))).toEqual(["123456789"]);
  });
});

describe("a whole document", () => {
  it.each([
    [404, "NoSuchKey"],
    [412, "PreconditionFailed"],
  ])("that was removed or replaced since (%i) is gone", async (status, code) => {
    readsWhole("a").reply(status, errorXml(code), xml);
    expect(await source().fetch("a", '"e-a"')).toBeUndefined();
  });

  it("of a bucket that is gone is an error", async () => {
    readsWhole("a").reply(404, errorXml("NoSuchBucket"), xml);
    expect(await errorOf(source().fetch("a", '"e-a"'))).toMatchObject({ code: "not-found" });
  });
});

describe("versions", () => {
  const asked = () => nock(s3Url).get("/failed/").query({ versioning: "" });
  it.each([
    ["<Status>Enabled</Status>", true],
    ["<Status>Suspended</Status>", true],
    ["", false],
  ])("%j: kept? %j", async (status, expected) => {
    asked().reply(200, `<VersioningConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${status}</VersioningConfiguration>`, xml);
    expect(await source().versioned()).toBe(expected);
  });

  it("are a fact that is not permitted to those who may not ask", async () => {
    asked().reply(403, errorXml("AccessDenied"), xml);
    expect(await askFor(() => source().versioned())).toEqual({ kind: "not-permitted", action: "s3:GetBucketVersioning" });
  });
});

it("a source that removes nothing says so", async () => {
  const given = source({ remove: "none" });
  expect(given.removes).toBe(false);
  await expect(given.remove([{ id: "a", handle: "b" }])).rejects.toThrow("removes nothing");
});

describe("in the sandbox", () => {
  let front: TestFront;
  beforeAll(async () => {
    nock.enableNetConnect("127.0.0.1");
    front = await startTestFront((region) => testWorld({ region }), { resources: ["arn:aws:s3:::failed"] });
    const s3 = new S3Client({ ...front.client, forcePathStyle: true });
    const objects = new Map([
      ["aws/lambda/a/1", "one"],
      ["aws/lambda/a/2 ö", "x".repeat(40)],
      ["elsewhere", "no"],
    ]);
    for (const [Key, Body] of objects) {
      await s3.send(new PutObjectCommand({ Bucket: "failed", Key, Body }));
    }
  });
  afterAll(async () => {
    await front.close();
    nock.disableNetConnect();
  });

  it("documents are listed, fetched and removed", async () => {
    const given = source({ untilMs: Date.now() + 60_000 }, mockedAws({ endpointUrl: front.endpoint }));
    const documents = await documentsOf(given);
    expect(documents.map(({ id, complete }) => [id, complete])).toEqual([
      ["aws/lambda/a/1", true],
      ["aws/lambda/a/2 ö", false],
    ]);
    const [one, two] = documents;
    expect(Buffer.from((await given.fetch(two?.id ?? "", two?.handle ?? "")) ?? []).toString()).toBe("x".repeat(40));
    expect(await given.versioned()).toBe(false);
    expect(await given.remove(documents)).toEqual([{ kind: "removed" }, { kind: "removed" }]);
    expect(await documentsOf(given)).toEqual([]);
    expect(await given.fetch(one?.id ?? "", one?.handle ?? "")).toBeUndefined();
  });
});
