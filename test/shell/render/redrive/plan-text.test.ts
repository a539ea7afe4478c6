import { describe, expect, it } from "vitest";
import { known } from "../../../../src/core/mapping/fact.ts";
import { renderPlanFooter, renderRedrivePlan } from "../../../../src/shell/render/redrive/plan-text.ts";
import { textWidth } from "../../../../src/shell/render/text-width.ts";
import { failedAtMs } from "../../../support/redrive/failure-documents.ts";
import { functionTarget, sampleFunction, samplePlan } from "../../../support/redrive/plans.ts";
import { nothingToRecover, sampleLane } from "../../../support/redrive/tallies.ts";
import { plainLook } from "../look.ts";

const lanes = [0, 1, 2, 3, 4, 5].map((partition) => sampleLane(partition, 6_867, { documents: 214, batches: 214 }));

const shipments = samplePlan(
  {
    lanes,
    documents: 1_284,
    records: 41_203,
    written: { fromMs: failedAtMs, untilMs: failedAtMs + 166 * 60_000 },
    conditions: [
      { what: "RetryAttemptsExhausted", documents: 1_280 },
      { what: "MaximumPayloadSizeExceeded", documents: 4 },
    ],
    foreign: [{ what: "a test event of S3", documents: 6 }],
  },
  { target: functionTarget({ function: known(sampleFunction({ lastModified: "2026-11-21T12:00:00.000Z" })), averageMs: known(551) }) },
);

describe("renderRedrivePlan", () => {
  it("says at 80 columns what is there, what it takes, and what is known against it", () => {
    expect(renderRedrivePlan(shipments, plainLook(80))).toEqual([
      "shipments → its function in eu-central-1 (123456789012), from",
      "s3://shop-failed-records",
      "",
      "  1,284 documents · 41,203 records · failed 09:12 to 11:58 UTC today",
      "    RetryAttemptsExhausted 1,280 · MaximumPayloadSizeExceeded 4 (split by size)",
      "  order kept per partition (6 lanes) · canary 100 records",
      "  concurrency ≤ 6 (one a lane), yields to live traffic",
      "  objects are deleted once all of their records are done; those with parked or",
      "  unrecoverable records stay",
      "  about 414–1,284 invocations, 38 s–4 min, under $0.01",
      "  these records are up to 3 h behind the live position",
      "  assumed: an invocation takes 551 ms, as lately; price of us-east-1; nothing",
      "  fails again",
      "",
      "▲ MSK301  The function has not changed since they failed (last change 2 d ago).",
      "          Fix it first?",
      "i MSK318  6 foreign documents are left alone: a test event of S3 (6).",
    ]);
  });

  it("never is wider than the terminal", () => {
    for (let columns = 40; columns <= 130; columns += 1)
      expect(Math.max(...renderRedrivePlan(shipments, plainLook(columns)).map(textWidth))).toBeLessThanOrEqual(columns);
  });

  it("does without signs beyond ASCII", () =>
    expect(renderRedrivePlan(shipments, plainLook(80, { unicode: false })).join("")).toMatch(/^[\x20-\x7e]*$/));

  it("says that nothing is there", () => {
    const lines = renderRedrivePlan(samplePlan({ lanes: [], failed: undefined, written: undefined }), plainLook(80));
    expect(lines.slice(3)).toEqual(["  no failure document of this mapping"]);
  });

  it("says when it was a sample, or not looked at", () => {
    const coverage = { kind: "sample", documents: 12_400 } as const;
    const ofQueue = renderRedrivePlan(samplePlan({}, { coverage, source: { kind: "sqs", queue: "failed" } }), plainLook(100));
    expect(ofQueue).toContain("  3 documents · 300 records · failed 09:12 to 11:58 UTC today · a sample of about 12,400 messages");
    const ofBucket = renderRedrivePlan(samplePlan({}, { coverage }), plainLook(100));
    expect(ofBucket).toContain("  3 documents · 300 records · failed 09:12 to 11:58 UTC today · a sample of about 12,400 objects");
    const attributes = renderRedrivePlan(
      samplePlan({ lanes: [] }, { coverage: { kind: "attributes", documents: 12_400 } }),
      plainLook(100),
    );
    expect(attributes).toContain("  about 12,400 messages · none was looked at");
  });

  it("lists the ranges that have expired, a few of many", () => {
    const runs = [0, 1, 2, 3, 4, 5, 6].map((index) => ({
      lane: { topic: "shipments", partition: 3 },
      first: BigInt(index * 1_000),
      last: BigInt(index * 1_000 + 9),
    }));
    const expired = { records: 70, runs, complete: true };
    const text = renderRedrivePlan(samplePlan({ recovery: { ...nothingToRecover, records: 300, expired } }), plainLook(125)).join("\n");
    expect(text).toContain("    expired: shipments-3 0–9 · shipments-3 1,000–1,009 · ");
    expect(text).toContain("and 2 more ranges (--json has all)");
    expect(text).not.toContain("5,000");
  });

  it("does not guess how long, and says so", () => {
    const lines = renderRedrivePlan(
      samplePlan({}, { target: functionTarget({ averageMs: { kind: "unavailable", reason: "no data" } }) }),
      plainLook(125),
    );
    expect(lines.join("\n")).toContain("  about 3 invocations · how long is not known: no data on the function's duration");
  });

  it.each([
    [{ source: { kind: "sqs", queue: "arn:aws:sqs:eu-central-1:1:failed" } }, "messages are deleted once all"],
    [{ source: { kind: "kafka", topic: "failed" } }, "a consumer group of ours remembers"],
    [{ source: { kind: "archive", path: "/tmp/a" } }, "documents stay where they are"],
    [{ removal: "tag" }, "objects are tagged once all"],
    [{ removal: "none" }, "documents stay where they are"],
  ] as const)("says what becomes of the documents: %j", (facts, words) =>
    expect(renderRedrivePlan(samplePlan({}, facts), plainLook(125)).join("\n")).toContain(words),
  );

  it("counts batches for a topic or a folder", () => {
    const lines = renderRedrivePlan(samplePlan({}, { target: { kind: "folder", directory: "out" } }), plainLook(125));
    expect(lines[0]).toBe("shipments → folder out in eu-central-1 (123456789012), from s3://shop-failed-records");
    expect(lines.join("\n")).toContain("about 3 batches · ");
    expect(lines.join("\n")).not.toContain("live traffic");
  });

  it("keeps what others wrote from the terminal", () => {
    const hostile = samplePlan({
      conditions: [{ what: "\u001b[31mRed\r", documents: 1 }],
      foreign: [{ what: "\u202eevil", documents: 1 }],
    });
    const text = renderRedrivePlan(hostile, plainLook(80)).join("\n");
    expect(["\u001b", "\r", "\u202e"].filter((character) => text.includes(character))).toEqual([]);
  });
});

describe("renderPlanFooter", () => {
  it("counts the findings and says what to type", () => {
    expect(renderPlanFooter(shipments, plainLook(80))).toBe("1 warning, 1 info · mskctl redrive shipments");
    expect(renderPlanFooter(samplePlan({ lanes: [] }), plainLook(80))).toBe("no findings");
  });
});
