import { describe, expect, it } from "vitest";
import { redriveReportDocument } from "../../../../src/shell/render/redrive/report-document.ts";
import { sampleReport } from "../../../support/redrive/reports.ts";
import { schemaErrors } from "../../../support/schema.ts";

describe("redriveReportDocument", () => {
  it("holds to its schema, with much and with nothing", () => {
    expect(schemaErrors("redrive-report", redriveReportDocument(sampleReport()))).toEqual([]);
    const empty = sampleReport({ rows: [], entries: [], kept: [], conditions: new Map() });
    expect(schemaErrors("redrive-report", redriveReportDocument(empty))).toEqual([]);
    expect(redriveReportDocument(empty).sending).toMatchObject({
      firstSentAt: null,
      lastAnsweredAt: null,
      recordsPerSecond: null,
      answerMs: null,
    });
  });

  it("has every interval with exact offsets", () => {
    const document = redriveReportDocument(sampleReport());
    expect(document.unrecoverable).toEqual([{ topic: "shipments", partition: 1, first: "40", last: "59", records: 20, reason: "expired" }]);
    expect(document.parked.map(({ first, last }) => [first, last])).toEqual([
      ["100", "100"],
      ["101", "109"],
    ]);
    expect(document.lanes[0]).toEqual({
      topic: "shipments",
      partition: 0,
      first: "0",
      last: "109",
      redriven: 100,
      parked: 10,
      unrecoverable: 0,
      filtered: 0,
    });
    expect(document).toMatchObject({ digest: "5a3c", next: "mskctl redrive show 01JDK7Q2", kept: { documents: 1 } });
  });
});
