import { createHash } from "node:crypto";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import nock from "nock";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { s3ArchiveStore } from "../../../src/platform/aws/archive-store.ts";
import { openArchiveReader } from "../../../src/platform/disk/archive/archive-reader.ts";
import { openArchiveWriter } from "../../../src/platform/disk/archive/archive-writer.ts";
import { errorOf, type MockedAws, mockedAws, useMockedAws } from "../../support/aws.ts";
import { allOf, archiveFacts, toArchive } from "../../support/redrive/archived.ts";
import { testWorld } from "../../support/sandbox-world.ts";
import { startTestFront, type TestFront } from "../../support/test-front.ts";

useMockedAws();

const s3Url = "https://s3.eu-central-1.amazonaws.com";
const xml = { "content-type": "application/xml" };
const errorXml = (code: string) => `<Error><Code>${code}</Code><Message>No.</Message></Error>`;
const content = Buffer.from("segment");
const sum = createHash("sha256").update(content).digest("base64");
const file = "segment-00001.jsonl.gz";

const store = (aws: MockedAws = mockedAws(), some = {}) => s3ArchiveStore(aws, { bucket: "saved", prefix: "orders/failed", ...some });
function puts(headers: Readonly<Record<string, string>>, badheaders: string[] = []) {
  return nock(s3Url, { reqheaders: { "x-amz-checksum-sha256": sum, ...headers }, badheaders })
    .put(`/saved/orders/failed/${file}`, (body) => Buffer.from(body, "utf8").toString() === "segment")
    .query({ "x-id": "PutObject" });
}
function gets(headers: Readonly<Record<string, string>> = {}) {
  return nock(s3Url, { reqheaders: headers }).get(`/saved/orders/failed/${file}`).query({ "x-id": "GetObject" });
}

describe("an archive's file in S3", () => {
  it("is there when S3 confirms its checksum, and only where none was", async () => {
    puts({ "if-none-match": "*" }).reply(200, "", { "x-amz-checksum-sha256": sum });
    await store().put(file, content, "new");
  });

  it("may be one that takes the place of another", async () => {
    puts({}, ["if-none-match"]).reply(200, "", { "x-amz-checksum-sha256": sum });
    await store().put(file, content, "replace");
  });

  it("is read back when S3 confirms nothing", async () => {
    puts({}).reply(200, "");
    gets().reply(200, content);
    await store().put(file, content, "new");
  });

  it.each([
    ["confirms another checksum", { "x-amz-checksum-sha256": createHash("sha256").update("other").digest("base64") }, undefined],
    ["gives other bytes back", {}, "other"],
  ])("is not said to be there when S3 %s", async (_, headers, back) => {
    puts({}).reply(200, "", headers as Record<string, string>);
    if (back !== undefined) gets().reply(200, back);
    expect(await errorOf(store().put(file, content, "new"))).toMatchObject({
      code: "storage",
      message: "object s3://saved/orders/failed/segment-00001.jsonl.gz does not hold what was written",
    });
  });

  it.each([
    [412, "PreconditionFailed"],
    [409, "ConditionalRequestConflict"],
  ])("that is there already is a conflict (%i)", async (status, code) => {
    puts({}).reply(status, errorXml(code), xml);
    expect(await errorOf(store().put(file, content, "new"))).toMatchObject({ code: "conflict" });
  });

  it("is read whole or in part", async () => {
    gets().reply(200, content);
    gets({ range: "bytes=2-4" }).reply(206, content.subarray(2, 5));
    expect(Buffer.from((await store().get(file)) ?? [])).toEqual(content);
    expect(Buffer.from((await store().get(file, { from: 2, bytes: 3 })) ?? []).toString()).toBe("gme");
  });

  it("that is not there is none, and a bucket that is not there is an error", async () => {
    gets().reply(404, errorXml("NoSuchKey"), xml);
    expect(await store().get(file)).toBeUndefined();
    gets().reply(404, errorXml("NoSuchBucket"), xml);
    expect(await errorOf(store().get(file))).toMatchObject({ code: "not-found" });
  });

  it("that may not be written names the action and the object", async () => {
    puts({}).reply(403, errorXml("AccessDenied"), xml);
    expect(await errorOf(store().put(file, content, "new"))).toMatchObject({ code: "not-permitted", details: { action: "s3:PutObject" } });
  });

  it("belongs to the account that was named", async () => {
    puts({ "x-amz-expected-bucket-owner": "123456789012" }).reply(200, "", { "x-amz-checksum-sha256": sum });
    await store(mockedAws(), { expectedBucketOwner: "123456789012" }).put(file, content, "new");
  });
});

describe("an archive's files in S3", () => {
  const listing = (keys: readonly string[], next?: string) =>
    `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><EncodingType>url</EncodingType>
     <IsTruncated>${next !== undefined}</IsTruncated>${next === undefined ? "" : `<NextContinuationToken>${next}</NextContinuationToken>`}
     ${keys.map((key) => `<Contents><Key>${key}</Key></Contents>`).join("")}</ListBucketResult>`;
  const lists = (more: Readonly<Record<string, string>>, body: string, prefix = "orders/failed/") =>
    nock(s3Url)
      .get("/saved/")
      .query({ "list-type": "2", "encoding-type": "url", delimiter: "/", prefix, ...more })
      .reply(200, body, xml);

  it("are listed page by page by their own names", async () => {
    lists({}, listing([`orders/failed/${file}`], "p2"));
    lists({ "continuation-token": "p2" }, listing(["orders/failed/a+%C3%B6"]));
    expect(await store().list()).toEqual([file, "a ö"]);
  });

  it("may stand in the bucket itself", async () => {
    lists({}, listing([file]), "");
    expect(await store(mockedAws(), { prefix: "" }).list()).toEqual([file]);
  });
});

describe("in the sandbox", () => {
  let front: TestFront;
  beforeAll(async () => {
    nock.enableNetConnect("127.0.0.1");
    front = await startTestFront((region) => testWorld({ region }), {});
    await new S3Client({ ...front.client, forcePathStyle: true }).send(new CreateBucketCommand({ Bucket: "saved" }));
  });
  afterAll(async () => {
    await front.close();
    nock.disableNetConnect();
  });

  it("an archive is written, gone on with and read", async () => {
    const aws = mockedAws({ endpointUrl: front.endpoint });
    for (const ids of [["a"], ["b", "c"]]) {
      const writer = await openArchiveWriter(store(aws), { facts: archiveFacts, nowMs: 0 });
      for (const id of ids) writer.add(toArchive(id));
      await writer.seal();
    }
    const reader = await openArchiveReader(store(aws));
    const listed = await allOf(reader);
    expect(listed.map(({ id }) => id).sort()).toEqual(["a", "b", "c"]);
    for (const { id, handle } of listed) expect(Buffer.from((await reader.fetch(id, handle)) ?? []).toString()).toBe(`{"of":"${id}"}`);
    expect(reader.summary).toMatchObject({ segments: 2, documents: 3, facts: archiveFacts });
  });
});
