import { describe, expect, it } from "vitest";
import type { LeaseHolder } from "../../../src/core/redrive/lease.ts";
import { sqsLease } from "../../../src/platform/aws/redrive-sqs-lease.ts";
import { errorOf, mockedAws, useMockedAws } from "../../support/aws.ts";
import { beats } from "../../support/beats.ts";
import { queueUrl, sqsAnswers, sqsFails } from "../../support/sqs.ts";

useMockedAws();

const nowMs = Date.parse("2026-11-23T12:00:00Z");
const sinceMs = Date.parse("2026-11-23T10:00:00Z");
const holder: LeaseHolder = { runId: "01RUN", host: "här e", user: "ann", pid: 7, sinceMs };

function lease() {
  const every = beats();
  const taken = sqsLease(mockedAws(), { queue: queueUrl, holder, isOver: () => false, every, clock: { now: () => nowMs } });
  return { taken, beat: every.beat };
}
const ours = `01RUN/ann/h_r_e/7/${sinceMs}/${nowMs}`;
const others = (writtenMs: number) => `01OTHER/bob/there/8/${sinceMs}/${writtenMs}`;
const has = (value?: string) =>
  sqsAnswers("ListQueueTags", {}, value === undefined ? {} : { Tags: { team: "shop", "mskctl-lease": value } });
const writes = () => sqsAnswers("TagQueue", { Tags: { "mskctl-lease": ours } }, {});

describe("a lease on a queue", () => {
  it("is a tag, renewed and given up", async () => {
    has();
    writes();
    has(ours);
    const { taken, beat } = lease();
    const held = await taken;
    const lost: string[] = [];
    held.onLost((says) => lost.push(says));
    has(ours);
    writes();
    await beat();
    sqsAnswers("UntagQueue", { TagKeys: ["mskctl-lease"] }, {});
    await held.release();
    expect(lost).toEqual([]);
  });

  it("that another run has is refused, with its holder", async () => {
    has(others(nowMs - 60_000));
    expect(await errorOf(lease().taken)).toMatchObject({
      code: "unavailable",
      message: `run 01OTHER of bob on there (process 8) works on queue ${queueUrl}; its last sign of life was 60 s ago`,
    });
  });

  it("that has expired is taken over", async () => {
    has(others(nowMs - 600_001));
    writes();
    has(ours);
    expect((await lease().taken).takenFrom).toMatchObject({ holder: { runId: "01OTHER" }, silentMs: 600_001 });
  });

  it("that another run has written a moment later is its", async () => {
    has();
    writes();
    has(others(nowMs));
    expect(await errorOf(lease().taken)).toMatchObject({ code: "unavailable", details: { runId: "01OTHER" } });
  });

  it("that was taken over is told; a tag that is none of ours is nobody's claim", async () => {
    has("no lease of ours");
    writes();
    has(ours);
    const { taken, beat } = lease();
    const lost: string[] = [];
    (await taken).onLost((says) => lost.push(says));
    has(others(nowMs));
    await beat();
    expect(lost).toEqual([expect.stringContaining(`has taken queue ${queueUrl} over`)]);
  });

  it("needs permission, and one that cannot be given up expires", async () => {
    sqsFails("ListQueueTags", {}, "AccessDeniedException", 403);
    expect(await errorOf(lease().taken)).toMatchObject({ code: "not-permitted", details: { action: "sqs:ListQueueTags" } });
    has();
    writes();
    has(ours);
    const held = await lease().taken;
    sqsFails("UntagQueue", { TagKeys: ["mskctl-lease"] }, "AccessDeniedException", 403);
    await held.release();
  });
});
