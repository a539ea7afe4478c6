import { describe, expect, it } from "vitest";
import type { LeaseHolder } from "../../../src/platform/aws/redrive-lease.ts";
import { sqsLease } from "../../../src/platform/aws/redrive-sqs-lease.ts";
import { errorOf, mockedAws, useMockedAws } from "../../support/aws.ts";
import { beats } from "../../support/beats.ts";
import { queueUrl, sqsAnswers, sqsFails } from "../../support/sqs.ts";

useMockedAws();

const nowMs = Date.parse("2026-11-23T12:00:00Z");
const sinceMs = Date.parse("2026-11-23T10:00:00Z");
const holder: LeaseHolder = { runId: "01RUN", host: "här e", user: "ann", pid: 7, sinceMs };

function lease(steal = false) {
  const every = beats();
  return { taken: sqsLease(mockedAws(), { queue: queueUrl, holder, steal, every, clock: { now: () => nowMs } }), beat: every.beat };
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
    has(ours);
    writes();
    has(ours);
    await beat();
    sqsAnswers("UntagQueue", { TagKeys: ["mskctl-lease"] }, {});
    await held.release();
    expect(() => held.check()).not.toThrow();
  });

  it("that another run has is refused, with its holder", async () => {
    has(others(nowMs - 60_000));
    expect(await errorOf(lease(true).taken)).toMatchObject({
      code: "unavailable",
      message: `run 01OTHER of bob on there (process 8) works on queue ${queueUrl}; its last sign of life was 60 s ago`,
      details: { expired: false },
    });
  });

  it("that has expired is taken over only when that is asked for", async () => {
    has(others(nowMs - 600_001));
    expect(await errorOf(lease().taken)).toMatchObject({ details: { expired: true } });
    has(others(nowMs - 600_001));
    writes();
    has(ours);
    await lease(true).taken;
  });

  it("that another run has written a moment later is its", async () => {
    has();
    writes();
    has(others(nowMs));
    expect(await errorOf(lease().taken)).toMatchObject({ code: "unavailable", details: { runId: "01OTHER" } });
  });

  it("that was taken over is said at the next check; one that could not be renewed, until it can", async () => {
    has("no lease of ours");
    writes();
    has(ours);
    const { taken, beat } = lease();
    const held = await taken;
    sqsFails("ListQueueTags", {}, "AccessDeniedException", 403);
    await beat();
    expect(() => held.check()).toThrow("not permitted: sqs:ListQueueTags");
    has(ours);
    writes();
    has(ours);
    await beat();
    expect(() => held.check()).not.toThrow();
    has(others(nowMs));
    await beat();
    expect(() => held.check()).toThrow(`another run has taken queue ${queueUrl} over`);
  });

  it("that cannot be given up expires", async () => {
    has();
    writes();
    has(ours);
    const held = await lease().taken;
    sqsFails("UntagQueue", { TagKeys: ["mskctl-lease"] }, "AccessDeniedException", 403);
    await held.release();
  });
});
