import { CreateBucketCommand, DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testWorld } from "../support/sandbox-world.ts";
import { startTestFront, type TestFront } from "../support/test-front.ts";

const Bucket = "conditions";
let front: TestFront;
let s3: S3Client;

beforeAll(async () => {
  front = await startTestFront((region) => testWorld({ region }));
  s3 = new S3Client({ ...front.client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket }));
});

afterAll(async () => {
  s3.destroy();
  await front.close();
});

const put = (Key: string, Body: string | Buffer, condition: { readonly IfNoneMatch?: string; readonly IfMatch?: string } = {}) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body, ...condition }));
const contentOf = async (Key: string) => (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();
const preconditionFailed = { name: "PreconditionFailed", $metadata: { httpStatusCode: 412 } };

describe("If-None-Match: *", () => {
  it("writes what is not there, and leaves what is", async () => {
    await put("new", "first", { IfNoneMatch: "*" });
    await expect(put("new", "second", { IfNoneMatch: "*" })).rejects.toMatchObject({ ...preconditionFailed, Condition: "If-None-Match" });
    expect(await contentOf("new")).toBe("first");
    await s3.send(new DeleteObjectCommand({ Bucket, Key: "new" }));
    await put("new", "third", { IfNoneMatch: "*" });
    expect(await contentOf("new")).toBe("third");
  });

  it("lets one of twenty writers at once win, and its content stays", async () => {
    const writers = Array.from({ length: 20 }, (_, index) => `writer ${index}`);
    const answers = await Promise.allSettled(writers.map((writer) => put("wanted", writer, { IfNoneMatch: "*" })));
    const winners = writers.filter((_, index) => answers[index]?.status === "fulfilled");
    expect(winners).toHaveLength(1);
    expect(await contentOf("wanted")).toBe(winners[0]);
    for (const answer of answers)
      if (answer.status === "rejected") expect(answer.reason).toMatchObject({ $metadata: { httpStatusCode: 412 } });
  });

  it("refuses a large object without breaking its connection", async () => {
    await put("large", "here already");
    await expect(put("large", Buffer.alloc(8 * 1024 ** 2), { IfNoneMatch: "*" })).rejects.toMatchObject(preconditionFailed);
    expect(await contentOf("large")).toBe("here already");
  });

  it("is of one key: others do not wait for it, nor meet it", async () => {
    await Promise.all(["a?b", "a", "a/b"].map((key) => put(key, key, { IfNoneMatch: "*" })));
    expect(await Promise.all(["a?b", "a", "a/b"].map(contentOf))).toEqual(["a?b", "a", "a/b"]);
  });

  it("knows no ETag there, as S3 does not", async () => {
    await expect(put("other", "x", { IfNoneMatch: '"0123"' })).rejects.toMatchObject({ name: "NotImplemented" });
  });

  it("needs a bucket", async () => {
    const input = { Bucket: "nowhere", Key: "a", Body: "x", IfNoneMatch: "*" };
    await expect(s3.send(new PutObjectCommand(input))).rejects.toMatchObject({ name: "NoSuchBucket" });
  });
});

describe("If-Match", () => {
  it("replaces the object that was read, and no other", async () => {
    const { ETag: first } = await put("read", "first");
    const { ETag: second } = await put("read", "second", { IfMatch: first ?? "" });
    await expect(put("read", "third", { IfMatch: first ?? "" })).rejects.toMatchObject({ ...preconditionFailed, Condition: "If-Match" });
    expect(await contentOf("read")).toBe("second");
    await put("read", "fourth", { IfMatch: second?.replaceAll('"', "") ?? "" });
    expect(await contentOf("read")).toBe("fourth");
  });

  it("finds no object, or no bucket", async () => {
    await expect(put("never", "x", { IfMatch: '"0123"' })).rejects.toMatchObject({ name: "NoSuchKey", $metadata: { httpStatusCode: 404 } });
    const input = { Bucket: "nowhere", Key: "a", Body: "x", IfMatch: '"0123"' };
    await expect(s3.send(new PutObjectCommand(input))).rejects.toMatchObject({ name: "NoSuchBucket" });
  });

  it("lets one of twenty win who have all read the same", async () => {
    const { ETag: read } = await put("contested", "before");
    const answers = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => put("contested", `writer ${index}`, { IfMatch: read ?? "" })),
    );
    const winner = answers.findIndex(({ status }) => status === "fulfilled");
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await contentOf("contested")).toBe(`writer ${winner}`);
  });
});

it("writes without a condition pass, whatever waits", async () => {
  await put("plain", "first");
  await Promise.all([put("plain", "refused", { IfNoneMatch: "*" }).catch(() => undefined), put("plain", "last")]);
  expect(await contentOf("plain")).toBe("last");
});
