import nock from "nock";
import { describe, expect, it } from "vitest";
import type { DocumentRef, Removal } from "../../../src/core/redrive/ports.ts";
import { s3DocumentSource } from "../../../src/platform/aws/redrive-s3-source.ts";
import { errorOf, mockedAws, pagesOf, useMockedAws } from "../../support/aws.ts";

useMockedAws();

const s3Url = "https://s3.eu-central-1.amazonaws.com";
const xml = { "content-type": "application/xml" };
const refs = (...keys: readonly string[]): DocumentRef[] => keys.map((id) => ({ id, handle: `"e-${id}"` }));

function source(remove: "delete" | "tag", aws = mockedAws()) {
  const clock = {
    sleep: async (ms: number) => {
      aws.sleepsMs.push(ms);
    },
  };
  return s3DocumentSource(aws, { bucket: "failed", prefix: "", untilMs: 0, remove, clock, expectedBucketOwner: "123456789012" });
}

interface Answered {
  readonly deleted?: readonly string[];
  readonly errors?: readonly (readonly [key: string, code: string, message?: string])[];
}
function answer({ deleted = [], errors = [] }: Answered): string {
  return `<?xml version="1.0" encoding="UTF-8"?><DeleteResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${deleted
    .map((key) => `<Deleted><Key>${key}</Key></Deleted>`)
    .join("")}${errors
    .map(([key, code, message = ""]) => `<Error><Key>${key}</Key><Code>${code}</Code><Message>${message}</Message></Error>`)
    .join("")}</DeleteResult>`;
}
/** A DeleteObjects call of exactly these keys, each with the ETag that was read. */
function deletes(keys: readonly string[], answered: Answered) {
  const objects = keys.map((key) => `<Object><Key>${key}</Key><ETag>&quot;e-${key}&quot;</ETag></Object>`).join("");
  return nock(s3Url, { reqheaders: { "x-amz-expected-bucket-owner": "123456789012", "x-amz-checksum-crc32": /.+/ } })
    .post("/failed/", (body) => String(body).includes(`>${objects}</Delete>`))
    .query({ delete: "" })
    .reply(200, answer(answered), xml);
}

describe("deleting documents", () => {
  it("deletes each only while it is the one that was read, and takes every object's own answer", async () => {
    deletes(["a", "b", "c", "d", "e"], {
      deleted: ["d", "a"],
      errors: [
        ["b", "PreconditionFailed", "At least one of the pre-conditions you specified did not hold"],
        ["c", "AccessDenied", "Access Denied because object protected by object lock."],
      ],
    });
    expect(await source("delete").remove(refs("a", "b", "c", "d", "e"))).toEqual<Removal[]>([
      { kind: "removed" },
      { kind: "gone" },
      { kind: "failed", reason: "Access Denied because object protected by object lock. (AccessDenied)" },
      { kind: "removed" },
      { kind: "failed", reason: "S3 does not say what became of it" },
    ]);
  });

  it("asks again for what S3 was too busy to delete, a few times", async () => {
    const aws = mockedAws();
    deletes(["a", "b", "c"], {
      deleted: ["a"],
      errors: [
        ["b", "SlowDown"],
        ["c", "InternalError"],
      ],
    });
    deletes(["b", "c"], { deleted: ["c"], errors: [["b", "SlowDown"]] });
    deletes(["b"], { errors: [["b", "SlowDown"]] });
    deletes(["b"], { errors: [["b", "SlowDown", "Please reduce your request rate."]] });
    expect(await source("delete", aws).remove(refs("a", "b", "c"))).toEqual<Removal[]>([
      { kind: "removed" },
      { kind: "failed", reason: "Please reduce your request rate. (SlowDown)" },
      { kind: "removed" },
    ]);
    expect(aws.sleepsMs).toEqual([500, 1_000, 2_000]);
  });

  it("goes by a thousand", async () => {
    const keys = Array.from({ length: 1_001 }, (_, index) => `k${index}`);
    deletes(keys.slice(0, 1_000), { deleted: keys.slice(0, 1_000) });
    deletes(keys.slice(1_000), { deleted: keys.slice(1_000) });
    const removals = await source("delete").remove(refs(...keys));
    expect(removals).toHaveLength(1_001);
    expect(removals.every(({ kind }) => kind === "removed")).toBe(true);
  });

  it("tells documents of one key apart, since S3 answers by key", async () => {
    deletes(["a"], { errors: [["a", "PreconditionFailed"]] });
    nock(s3Url)
      .post("/failed/", (body) => String(body).includes("<Key>a</Key><ETag>&quot;newer&quot;</ETag>"))
      .query({ delete: "" })
      .reply(200, answer({ deleted: ["a"] }), xml);
    const documents = [
      { id: "a@v1", handle: '"e-a"' },
      { id: "a@v2", handle: '"newer"' },
    ];
    expect(await source("delete").remove(documents)).toEqual([{ kind: "gone" }, { kind: "removed" }]);
  });

  it("leaves a key that XML cannot hold alone, and not the other objects of its call", async () => {
    deletes(["b"], { deleted: ["b"] });
    expect(await source("delete").remove(refs("a\u0001", "b"))).toEqual([
      { kind: "failed", reason: "S3's XML cannot hold its key" },
      { kind: "removed" },
    ]);
  });

  it("says once that nothing may be deleted", async () => {
    deletes(["a", "b"], {
      errors: [
        ["a", "AccessDenied", "Access Denied"],
        ["b", "AccessDenied", "Access Denied"],
      ],
    });
    expect(await errorOf(source("delete").remove(refs("a", "b")))).toMatchObject({
      code: "not-permitted",
      details: { action: "s3:DeleteObject" },
      suggestions: ["allow s3:DeleteObject on arn:aws:s3:::failed/*"],
    });
  });

  it("ends with an error where the call fails: nothing counts as removed", async () => {
    nock(s3Url).post("/failed/").query({ delete: "" }).times(5).reply(500, "<Error><Code>InternalError</Code></Error>", xml);
    expect(await errorOf(source("delete").remove(refs("a")))).toMatchObject({ code: "unavailable" });
  });
});

describe("tagging documents", () => {
  const tagSet = (tags: Readonly<Record<string, string>>) =>
    `<Tagging xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><TagSet>${Object.entries(tags)
      .map(([key, value]) => `<Tag><Key>${key}</Key><Value>${value}</Value></Tag>`)
      .join("")}</TagSet></Tagging>`;
  const isThere = (key: string, status = 200) =>
    nock(s3Url, { reqheaders: { "if-match": `"e-${key}"` } })
      .head(`/failed/${key}`)
      .reply(status);
  const has = (key: string, tags: Readonly<Record<string, string>>) =>
    nock(s3Url).get(`/failed/${key}`).query({ tagging: "" }).reply(200, tagSet(tags), xml);
  const puts = (key: string, tags: Readonly<Record<string, string>>) =>
    nock(s3Url)
      .put(`/failed/${key}`, (body) => String(body).includes(tagSet(tags).replace(/^.*?<TagSet>/, "<TagSet>")))
      .query({ tagging: "" })
      .reply(200);

  it("keeps the tags that are there", async () => {
    isThere("a");
    has("a", { team: "shop", "mskctl-redrive": "begun" });
    puts("a", { team: "shop", "mskctl-redrive": "done" });
    expect(await source("tag").remove(refs("a"))).toEqual([{ kind: "removed" }]);
  });

  it.each([404, 412])("passes over an object that was removed or replaced meanwhile (%i)", async (status) => {
    isThere("a", status);
    expect(await source("tag").remove(refs("a"))).toEqual([{ kind: "gone" }]);
  });

  it("says so where an object has as many tags as may be", async () => {
    isThere("a");
    has("a", Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`t${index}`, ""])));
    expect(await source("tag").remove(refs("a"))).toEqual([{ kind: "failed", reason: "it has 10 tags already, as many as S3 allows" }]);
  });

  it("names the action that is not permitted", async () => {
    isThere("a");
    has("a", {});
    nock(s3Url).put("/failed/a").query({ tagging: "" }).reply(403, "<Error><Code>AccessDenied</Code></Error>", xml);
    expect(await errorOf(source("tag").remove(refs("a")))).toMatchObject({
      code: "not-permitted",
      details: { action: "s3:PutObjectTagging" },
    });
  });

  it("leaves out what is tagged, when documents are listed again", async () => {
    const contents = ["a", "b"].map(
      (key) =>
        `<Contents><Key>${key}</Key><LastModified>1970-01-01T00:00:00.000Z</LastModified><ETag>&quot;e-${key}&quot;</ETag><Size>3</Size></Contents>`,
    );
    nock(s3Url)
      .get("/failed/")
      .query(true)
      .reply(200, `<ListBucketResult>${contents.join("")}</ListBucketResult>`, xml);
    has("a", { team: "shop", "mskctl-redrive": "done" });
    has("b", { "mskctl-redrive": "begun" });
    nock(s3Url).get("/failed/b").query({ "x-id": "GetObject" }).reply(206, "one");
    const given = source("tag");
    expect((await pagesOf(given.documents(1))).flat()).toMatchObject([{ id: "b", complete: true }]);
    expect(given.passedOver()).toEqual({ newer: 0, done: 1, archived: 0 });
  });
});
