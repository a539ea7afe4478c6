import { describe, expect, it } from "vitest";
import { redriveListDocument, redriveShowDocument, redriveStatusDocument } from "../../../../src/shell/render/redrive/run-documents.ts";
import { planNowMs } from "../../../support/redrive/plans.ts";
import { finishedCounts, runId, sampleCounts, sampleRun } from "../../../support/redrive/runs.ts";
import { schemaErrors } from "../../../support/schema.ts";

const owner = { host: "bastion", pid: 4_242, user: "ops", sinceMs: planNowMs };
const bare = { mappingUuid: undefined, functionName: undefined, region: undefined, accountId: undefined };

describe("redriveListDocument", () => {
  it("holds to its schema", () => {
    const document = redriveListDocument([
      { known: sampleRun({ state: "running", owner }), counts: sampleCounts() },
      { known: sampleRun({ says: "26 of the last 50 records failed" }, bare), counts: undefined },
    ]);
    expect(schemaErrors("redrive-list", document)).toEqual([]);
    expect(document.runs.map(({ state, counts }) => [state, counts?.redriven])).toEqual([
      ["running", 30_698],
      ["stopped", undefined],
    ]);
    expect(schemaErrors("redrive-list", redriveListDocument([]))).toEqual([]);
  });
});

describe("redriveStatusDocument", () => {
  it("holds to its schema, and leads on", () => {
    const document = redriveStatusDocument(sampleRun({ state: "running" }), sampleCounts());
    expect(schemaErrors("redrive-status", document)).toEqual([]);
    expect(document).toMatchObject({
      run: { id: runId, state: "interrupted", owner: null, createdAt: "2026-11-23T11:57:00.000Z" },
      counts: { remaining: 10_503 },
      next: `mskctl redrive resume ${runId}`,
    });
    expect(schemaErrors("redrive-status", redriveStatusDocument(sampleRun({ state: "purged" }), finishedCounts))).toEqual([]);
  });
});

describe("redriveShowDocument", () => {
  it("holds to its schema, and has coordinates only", () => {
    const row = {
      lane: { topic: "shipments", partition: 3 },
      first: 88_231n,
      last: 88_231n,
      records: 1,
      outcome: "parked",
      reason: "poison",
      batch: 7,
    } as const;
    const document = redriveShowDocument(runId, [{ row, bytes: 1_532, sha256: "3f2a" }, { row: { ...row, reason: undefined } }], 9);
    expect(schemaErrors("redrive-show", document)).toEqual([]);
    expect(document.records[0]).toEqual({
      topic: "shipments",
      partition: 3,
      first: "88231",
      last: "88231",
      records: 1,
      state: "parked",
      reason: "poison",
      bytes: 1_532,
      sha256: "3f2a",
    });
  });
});
