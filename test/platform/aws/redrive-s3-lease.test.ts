import { createHash } from "node:crypto";
import nock from "nock";
import { describe, expect, it } from "vitest";
import type { LeaseHolder } from "../../../src/core/redrive/lease.ts";
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
/** S3's time. Far from the machine's, the SDK would take the latter for wrong. */
const s3NowMs = Math.floor(Date.now() / 1_000) * 1_000;
const unclaimed = { "if-none-match": "*" };

function lease(isOver: (holder: LeaseHolder) => boolean = () => false) {
  const every = beats();
  // A clock of an hour ago: ages are S3's.
  const clock = { now: () => s3NowMs - 3_600_000 };
  const taken = s3Lease(mockedAws(), { bucket: "failed", prefix: "aws/lambda/", holder, isOver, every, clock });
  return { taken, beat: every.beat, periodsMs: every.periodsMs };
}
const written = (by: LeaseHolder) => ({ schemaVersion: 1, source: "s3://failed/aws/lambda/", ...by });
/** A write of our claim on a condition. */
function writes(condition: Readonly<Record<string, string>>) {
  return nock(s3Url, { reqheaders: condition })
    .put(path, (body) => JSON.stringify(body) === JSON.stringify(written(holder)))
    .query({ "x-id": "PutObject" });
}
const refused = (status: number, code: string) =>
  [status, `<Error><Code>${code}</Code><Message>No.</Message></Error>`, { ...xml, date: new Date(s3NowMs).toUTCString() }] as const;
const gets = () =>
  nock(s3Url, { badheaders: ["if-none-match"] })
    .get(path)
    .query({ "x-id": "GetObject" });
const reads = (by: object | string, agoMs = 0, etag = '"found"') =>
  gets().reply(200, by, { etag, "last-modified": new Date(s3NowMs - agoMs).toUTCString() });
const readsNothing = () => gets().reply(...refused(404, "NoSuchKey"));
/** S3 is asked for its time by a read that it has no object for. */
const tellsTime = () =>
  nock(s3Url, { reqheaders: { "if-none-match": '"found"' } })
    .get(path)
    .query({ "x-id": "GetObject" })
    .reply(304, "", { date: new Date(s3NowMs).toUTCString() });
function takes() {
  readsNothing();
  writes(unclaimed).reply(200);
  reads(written(holder), 0, '"e1"');
}

describe("a lease in a bucket", () => {
  it("is taken where there is none, renewed by its ETag, and given up", async () => {
    takes();
    const { taken, beat, periodsMs } = lease();
    const held = await taken;
    expect([held.takenFrom, periodsMs()]).toEqual([undefined, [200_000]]);
    reads(written(holder), 0, '"e1"');
    writes({ "if-match": '"e1"' }).reply(200);
    await beat();
    nock(s3Url).delete(path).query({ "x-id": "DeleteObject" }).reply(204);
    await held.release();
    expect(periodsMs()).toEqual([]);
  });

  it("that another run has is refused, with its holder and how long it has been silent, by S3's time", async () => {
    reads(written(other), 120_000);
    tellsTime();
    expect(await errorOf(lease().taken)).toMatchObject({
      code: "unavailable",
      message: "run 01OTHER of bob on there (process 8) works on s3://failed/aws/lambda/; its last sign of life was 2 min ago",
      details: { runId: "01OTHER", host: "there", user: "bob", pid: 8, since: "2026-11-23T10:00:00.000Z", silentMs: 120_000 },
      suggestions: ["wait until it has ended, or stop it there; without a sign of life its claim ends in 8 min"],
    });
  });

  it("that was silent for too long is taken over, and says from whom", async () => {
    reads(written(other), 601_000);
    tellsTime();
    writes({ "if-match": '"found"' }).reply(200);
    reads(written(holder));
    expect((await lease().taken).takenFrom).toEqual({ holder: other, silentMs: 601_000 });
  });

  it.each([
    [412, "PreconditionFailed"],
    [409, "ConditionalRequestConflict"],
  ])("cannot be taken over by two at once: S3 takes the first write of what both have seen (%i)", async (status, code) => {
    reads(written(other), 3_600_000);
    tellsTime();
    writes({ "if-match": '"found"' }).reply(...refused(status, code));
    expect(await errorOf(lease().taken)).toMatchObject({
      code: "unavailable",
      message: "another run is claiming s3://failed/aws/lambda/ at this moment",
    });
  });

  it.each<[string, LeaseHolder, (holder: LeaseHolder) => boolean]>([
    ["of this run itself, which did not end well", { ...holder, pid: 6 }, () => false],
    ["of a run of this machine that does not go on", other, ({ runId }) => runId === "01OTHER"],
  ])("%s, is taken up again at once", async (_, left, isOver) => {
    reads(written(left), 60_000);
    tellsTime();
    writes({ "if-match": '"found"' }).reply(200);
    reads(written(holder));
    expect((await lease(isOver).taken).takenFrom).toBeUndefined();
  });

  it("is told by the machine's clock where S3 does not say what time it is", async () => {
    reads(written(other), 3_660_000);
    nock(s3Url, { reqheaders: { "if-none-match": '"found"' } })
      .get(path)
      .query(true)
      .reply(200, written(other));
    expect(await errorOf(lease().taken)).toMatchObject({ details: { silentMs: 60_000 } });
  });

  it("in a store that ignores conditions is lost to whoever writes last: it is looked at again", async () => {
    readsNothing();
    writes(unclaimed).reply(200);
    reads(written(other), 0);
    tellsTime();
    expect(await errorOf(lease().taken)).toMatchObject({ code: "unavailable", details: { runId: "01OTHER" } });
  });

  it.each(["no JSON", "[]", '{"runId":7}'])("in an object that holds %j is somebody's all the same", async (text) => {
    reads(text, 60_000);
    tellsTime();
    expect(await errorOf(lease().taken)).toMatchObject({ code: "unavailable", details: { runId: "unknown" } });
  });

  it("tells of a holder without its control sequences", async () => {
    reads(written({ ...other, host: "\u001b[2Jthere" }), 60_000);
    tellsTime();
    expect(String(await errorOf(lease().taken))).not.toContain("\u001b");
  });

  it("that was taken over is told at once, and is not given up for the other", async () => {
    takes();
    const { taken, beat, periodsMs } = lease();
    const held = await taken;
    const lost: string[] = [];
    held.onLost((says) => lost.push(says));
    reads(written(other));
    await beat();
    expect(lost).toEqual([
      "run 01OTHER of bob on there (process 8) has taken s3://failed/aws/lambda/ over, since this run was silent for too long",
    ]);
    expect(periodsMs()).toEqual([]);
    await held.release();
    held.onLost((says) => lost.push(says));
    expect(lost).toHaveLength(2);
  });

  it("survives one renewal that fails, and is lost with the second in a row", async () => {
    takes();
    const { taken, beat } = lease();
    const held = await taken;
    const lost: string[] = [];
    held.onLost((says) => lost.push(says));
    const fails = () => gets().reply(...refused(403, "AccessDenied"));
    fails();
    await beat();
    reads(written(holder), 0, '"e1"');
    writes({ "if-match": '"e1"' }).reply(200);
    await beat();
    fails();
    await beat();
    expect(lost).toEqual([]);
    fails();
    await beat();
    expect(lost).toEqual([expect.stringMatching(/^others cannot be told any more that this run works on s3:.*s3:GetObject/)]);
  });

  it("is taken where S3 says of an object that is not there that it may not be read", async () => {
    gets().reply(...refused(403, "AccessDenied"));
    writes(unclaimed).reply(200);
    reads(written(holder));
    expect((await lease().taken).takenFrom).toBeUndefined();
  });

  it("needs permission to read, and leaves no claim that cannot be renewed", async () => {
    const notReadable = { code: "not-permitted", details: { action: "s3:GetObject" } };
    gets().reply(...refused(403, "AccessDenied"));
    writes(unclaimed).reply(...refused(412, "PreconditionFailed"));
    expect(await errorOf(lease().taken)).toMatchObject(notReadable);
    gets().reply(...refused(403, "AccessDenied"));
    writes(unclaimed).reply(200);
    gets().reply(...refused(403, "AccessDenied"));
    const removed = nock(s3Url).delete(path).query({ "x-id": "DeleteObject" }).reply(204);
    expect(await errorOf(lease().taken)).toMatchObject(notReadable);
    expect(removed.isDone()).toBe(true);
  });

  it("needs permission to write", async () => {
    readsNothing();
    writes(unclaimed).reply(...refused(403, "AccessDenied"));
    expect(await errorOf(lease().taken)).toMatchObject({ code: "not-permitted", details: { action: "s3:PutObject" } });
  });
});
