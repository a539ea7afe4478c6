import nock from "nock";
import { expect, it } from "vitest";
import { s3ObjectSource } from "../../../src/platform/aws/redrive-s3-objects.ts";
import { mockedAws, pagesOf, useMockedAws } from "../../support/aws.ts";

useMockedAws();

const atMs = Date.parse("2026-11-23T11:00:00Z");
const item = (Key: string, more: object = {}) => ({ Key, Etag: `"e-${Key}"`, Size: 9, LastModified: atMs / 1_000, ...more });

function source(objects: readonly ReturnType<typeof item>[]) {
  const clock = { sleep: async () => undefined };
  return s3ObjectSource(mockedAws(), { bucket: "failed", untilMs: atMs + 1_000, remove: "delete", clock, objects });
}
const reads = (key: string) =>
  nock("https://s3.eu-central-1.amazonaws.com", { reqheaders: { "if-match": `"e-${key}"` } })
    .get(`/failed/${key}`)
    .query({ "x-id": "GetObject" });

it("objects come as they are given, without a listing, with handles as a listing has them", async () => {
  reads("b").reply(206, "123456789");
  reads("a").reply(206, "abcdefghi");
  const given = source([item("b"), item("a", { Etag: "e-a" }), item("mskctl-lease/1.json"), item("folder/", { Size: 0 })]);
  expect(await pagesOf(given.documents(1))).toEqual([
    [
      { id: "b", handle: '"e-b"', bytes: Buffer.from("123456789"), complete: true, storedAtMs: atMs },
      { id: "a", handle: '"e-a"', bytes: Buffer.from("abcdefghi"), complete: true, storedAtMs: atMs },
    ].map((document) => ({ ...document, bytes: new Uint8Array(document.bytes) })),
  ]);
  expect(given.passedOver()).toEqual([]);
});

it("those that are left alone are told by their ids, and why", async () => {
  reads("cold").reply(403, "<Error><Code>InvalidObjectState</Code><Message>No.</Message></Error>", { "content-type": "application/xml" });
  const given = source([item("a@home", { LastModified: atMs / 1_000 + 2 }), item("cold")]);
  expect((await pagesOf(given.documents(1))).flat()).toEqual([]);
  expect(given.passedOver()).toEqual([
    { id: "a%40home", why: "newer" },
    { id: "cold", why: "archived" },
  ]);
});
