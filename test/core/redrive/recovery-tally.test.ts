import { describe, expect, it } from "vitest";
import { type Fact, known } from "../../../src/core/mapping/fact.ts";
import type { DocumentRange } from "../../../src/core/record/failure-document.ts";
import { plannedParts } from "../../../src/core/redrive/planned-parts.ts";
import { createRecoveryTally, type TopicLog } from "../../../src/core/redrive/recovery-tally.ts";
import { sampleDocument, sampleRange } from "../../support/redrive/failure-documents.ts";

const nowMs = Date.parse("2026-11-23T12:00:00Z");
const hourMs = 3_600_000;

const log: TopicLog = {
  earliest: new Map([[0, 1_000n]]),
  end: new Map([
    [0, 5_000n],
    [1, 5_000n],
  ]),
  retentionMs: 72 * hourMs,
};

async function recoveryOf(ranges: readonly (readonly DocumentRange[])[], topicLog: Fact<TopicLog> = known(log), mostRuns = 100) {
  const asked: string[] = [];
  const ask = async (topic: string) => {
    asked.push(topic);
    return topicLog;
  };
  const tally = createRecoveryTally({ nowMs, topicLog: ask, mostRuns });
  for (const each of ranges) await tally.add(plannedParts(sampleDocument({ ranges: each })));
  return { ...tally.result(), asked };
}

describe("what can be recovered", () => {
  it("counts what has expired, with its exact offsets joined", async () => {
    const recovery = await recoveryOf([[sampleRange(0, 0, 99)], [sampleRange(0, 100, 199)], [sampleRange(0, 300, 349)]]);
    expect(recovery.records).toBe(250);
    expect(recovery.expired).toEqual({
      records: 250,
      runs: [
        { lane: { topic: "orders", partition: 0 }, first: 0n, last: 199n },
        { lane: { topic: "orders", partition: 0 }, first: 300n, last: 349n },
      ],
      complete: true,
    });
  });

  it("cuts a range in two where its beginning has expired", async () => {
    const recovery = await recoveryOf([[sampleRange(0, 900, 1_099)]]);
    expect(recovery.expired).toMatchObject({ records: 100, runs: [{ first: 900n, last: 999n }] });
    expect(recovery.behindExpired).toBe(100);
    expect(recovery.expiring).toEqual([0, 0, 0, 0]);
  });

  it("takes a share where the range has more offsets than records", async () => {
    const tally = createRecoveryTally({ nowMs, topicLog: async () => known(log) });
    await tally.add(plannedParts(sampleDocument({ ranges: [sampleRange(0, 900, 1_099)], batchSize: 20 })));
    expect(tally.result()).toMatchObject({ behindExpired: 10, expired: { records: 10 } });
  });

  it("finds offsets that the topic does not have", async () => {
    const recovery = await recoveryOf([[sampleRange(0, 5_000, 5_009)], [sampleRange(7, 0, 4)], [sampleRange(0, 4_999, 4_999)]]);
    expect(recovery.beyondEnd).toBe(15);
    expect(recovery.expired.records).toBe(0);
  });

  it("tells what expires within which hours, the earliest that it can be", async () => {
    const writtenBefore = (hours: number) => ({ firstTimestampMs: nowMs - hours * hourMs, lastTimestampMs: nowMs });
    const recovery = await recoveryOf([
      [sampleRange(1, 0, 9, writtenBefore(71.5))],
      [sampleRange(1, 10, 29, writtenBefore(60))],
      [sampleRange(1, 30, 69, writtenBefore(1))],
      [sampleRange(1, 70, 71, writtenBefore(100))],
    ]);
    expect(recovery.expiring).toEqual([12, 12, 32, 72]);
    expect(recovery.firstExpiryMs).toBe(nowMs);
    expect(recovery.expiryUnknown).toBe(0);
  });

  it("does not guess a time without timestamps or retention", async () => {
    const without = [sampleRange(1, 0, 9, { firstTimestampMs: undefined })];
    expect(await recoveryOf([without])).toMatchObject({ expiryUnknown: 10, expiring: [0, 0, 0, 0], firstExpiryMs: undefined });
    expect(await recoveryOf([[sampleRange(1, 0, 9)]], known({ ...log, retentionMs: undefined }))).toMatchObject({ expiryUnknown: 10 });
  });

  it("counts what needs brokers that do not answer, by the reason, and asks once", async () => {
    const recovery = await recoveryOf([[sampleRange(0, 0, 9)], [sampleRange(1, 0, 9)]], {
      kind: "unavailable",
      reason: "no route to b-1:9098",
    });
    expect([...recovery.unreachable]).toEqual([["no route to b-1:9098", 20]]);
    expect(recovery.asked).toEqual(["orders"]);
  });

  it("counts runs that it does not list", async () => {
    const recovery = await recoveryOf([[sampleRange(0, 0, 9)], [sampleRange(0, 20, 29)]], known(log), 1);
    expect(recovery.expired).toMatchObject({ records: 20, complete: false });
    expect(recovery.expired.runs).toHaveLength(1);
  });
});
