import { createHash } from "node:crypto";
import nock from "nock";
import { describe, expect, it } from "vitest";
import type { LeaseHolder } from "../../../src/platform/aws/redrive-lease.ts";
import { s3Lease } from "../../../src/platform/aws/redrive-s3-lease.ts";
import { errorOf, mockedAws, useMockedAws } from "../../support/aws.ts";
import { beats } from "../../support/beats.ts";

useMockedAws();

const s3Url = "https://s3.eu-central-1.amazonaws.com";
const path = `/failed/mskctl-lease/${createHash("sha256").update("aws/lambda/").digest("hex").slice(0, 32)}.json`;
const xml = { "content-type": "application/xml" };
const sinceMs = Date.parse("2026-11-23T10:00:00Z");
const holder: LeaseHolder = { runId: "01RUN", host: "here", user: "ann", pid: 7, sinceMs };
const other: LeaseHolder = { runId: "01OTHER", host: "there", user: "bob", pid: 8, sinceMs };

function lease(steal = false) {
  const every = beats();
  const taken = s3Lease(mockedAws(), { bucket: "failed", prefix: "aws/lambda/", holder, steal, every, clock: { now: () => 0 } });
  return { taken, beat: every.beat };
}
const written = (by: LeaseHolder) => ({ schemaVersion: 1, source: "s3://failed/aws/lambda/", ...by });
/** A write of our claim on a condition. */
function writes(condition: Readonly<Record<string, string>>) {
  return nock(s3Url, { reqheaders: condition })
    .put(path, (body) => JSON.stringify(body) === JSON.stringify(written(holder)))
    .query({ "x-id": "PutObject" });
}
/** S3's time. Far from the machine's, the SDK would take the latter for wrong. */
const s3NowMs = Math.floor(Date.now() / 1_000) * 1_000;
const refused = (status: number, code: string) =>
  [status, `<Error><Code>${code}</Code><Message>No.</Message></Error>`, { ...xml, date: new Date(s3NowMs).toUTCString() }] as const;
function reads(by: object | string, agoMs: number) {
  return nock(s3Url)
    .get(path)
    .query({ "x-id": "GetObject" })
    .reply(200, by, { etag: '"found"', "last-modified": new Date(s3NowMs - agoMs).toUTCString() });
}
const unclaimed = { "if-none-match": "*" };
const etag = (value: string) => ({ etag: `"${value}"` });

describe("a lease in a bucket", () => {
  it("is taken where there is none, renewed by its ETag, and given up", async () => {
    writes(unclaimed).reply(200, "", etag("e1"));
    const { taken, beat } = lease();
    const held = await taken;
    expect(() => held.check()).not.toThrow();
    writes({ "if-match": '"e1"' }).reply(200, "", etag("e2"));
    await beat();
    writes({ "if-match": '"e2"' }).reply(200, "", etag("e3"));
    await beat();
    nock(s3Url, { reqheaders: { "if-match": '"e3"' } })
      .delete(path)
      .query({ "x-id": "DeleteObject" })
      .reply(204);
    await held.release();
    expect(() => held.check()).not.toThrow();
  });

  it.each([
    [412, "PreconditionFailed"],
    [409, "ConditionalRequestConflict"],
  ])("that another run has is refused, with its holder and how long it has been silent, by S3's time (%i)", async (status, code) => {
    writes(unclaimed).reply(...refused(status, code));
    reads(written(other), 120_000);
    expect(await errorOf(lease(true).taken)).toMatchObject({
      code: "unavailable",
      message: "run 01OTHER of bob on there (process 8) works on s3://failed/aws/lambda/; its last sign of life was 2 min ago",
      details: {
        runId: "01OTHER",
        host: "there",
        user: "bob",
        pid: 8,
        since: "2026-11-23T10:00:00.000Z",
        silentMs: 120_000,
        expired: false,
      },
      suggestions: ["wait until it has ended, or stop it there"],
    });
  });

  it("that has expired is taken over only when that is asked for", async () => {
    for (const steal of [false, true]) {
      writes(unclaimed).reply(...refused(412, "PreconditionFailed"));
      reads(written(other), 601_000);
      if (steal) {
        writes({ "if-match": '"found"' }).reply(200, "", etag("mine"));
        await lease(true).taken;
      } else {
        expect(await errorOf(lease().taken)).toMatchObject({
          details: { expired: true },
          suggestions: ["if that run is surely dead: --steal-lock"],
        });
      }
    }
  });

  it("cannot be taken over by two at once: S3 takes the first write of what both have seen", async () => {
    writes(unclaimed).reply(...refused(412, "PreconditionFailed"));
    reads(written(other), 3_600_000);
    writes({ "if-match": '"found"' }).reply(...refused(412, "PreconditionFailed"));
    expect(await errorOf(lease(true).taken)).toMatchObject({
      code: "unavailable",
      message: "another run is claiming s3://failed/aws/lambda/ at this moment",
    });
  });

  it("of this run itself, which did not end well, is taken up again", async () => {
    writes(unclaimed).reply(...refused(412, "PreconditionFailed"));
    reads(written({ ...holder, pid: 6 }), 60_000);
    writes({ "if-match": '"found"' }).reply(200, "", etag("again"));
    await lease().taken;
  });

  it("that was given up between two looks is taken", async () => {
    writes(unclaimed).reply(...refused(412, "PreconditionFailed"));
    nock(s3Url)
      .get(path)
      .query(true)
      .reply(...refused(404, "NoSuchKey"));
    writes(unclaimed).reply(200, "", etag("e1"));
    await lease().taken;
  });

  it.each(["no JSON", "[]", '{"runId":7}'])("in an object that holds %j is somebody's all the same", async (text) => {
    writes(unclaimed).reply(...refused(412, "PreconditionFailed"));
    reads(text, 60_000);
    expect(await errorOf(lease().taken)).toMatchObject({ code: "unavailable", details: { runId: "unknown" } });
  });

  it("that was taken over is said at the next check", async () => {
    writes(unclaimed).reply(200, "", etag("e1"));
    const { taken, beat } = lease();
    const held = await taken;
    writes({ "if-match": '"e1"' }).reply(...refused(412, "PreconditionFailed"));
    reads(written(other), 0);
    await beat();
    expect(() => held.check()).toThrow("another run has taken s3://failed/aws/lambda/ over");
  });

  it("that an attempt without an answer has renewed is still ours", async () => {
    writes(unclaimed).reply(200, "", etag("e1"));
    const { taken, beat } = lease();
    const held = await taken;
    writes({ "if-match": '"e1"' }).reply(500, "<Error><Code>InternalError</Code></Error>", xml);
    writes({ "if-match": '"e1"' }).reply(...refused(412, "PreconditionFailed"));
    reads(written(holder), 0);
    await beat();
    expect(() => held.check()).not.toThrow();
    writes({ "if-match": '"found"' }).reply(200, "", etag("e2"));
    await beat();
  });

  it("needs permission to write", async () => {
    writes(unclaimed).reply(...refused(403, "AccessDenied"));
    expect(await errorOf(lease().taken)).toMatchObject({ code: "not-permitted", details: { action: "s3:PutObject" } });
  });
});
