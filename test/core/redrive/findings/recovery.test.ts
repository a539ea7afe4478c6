import { describe, expect, it } from "vitest";
import type { Recovery } from "../../../../src/core/redrive/recovery-tally.ts";
import { planNowMs } from "../../../support/redrive/plans.ts";
import { nothingToRecover, sampleLane } from "../../../support/redrive/tallies.ts";
import { findingOf } from "./finding-of.ts";

const recovering = (changes: Partial<Recovery>) => ({ recovery: { ...nothingToRecover, records: 300, ...changes } });
const lane = { topic: "shipments", partition: 0 };

describe("what can still be recovered", () => {
  it("MSK302: says what expires within which hours, and how to save it", () => {
    const finding = findingOf("MSK302", recovering({ expiring: [0, 120, 200, 300], firstExpiryMs: planNowMs + 2 * 3_600_000 }));
    expect(finding).toMatchObject({ severity: "warning", fix: "mskctl drain shipments --to FOLDER --materialize" });
    expect(finding?.message).toBe(
      "120 records expire within 6 h, the first in 2 h. They stand only in the topic, and its retention takes them.",
    );
    expect(finding?.evidence).toEqual({
      byHours: [
        { hours: 1, records: 0 },
        { hours: 6, records: 120 },
        { hours: 24, records: 200 },
        { hours: 72, records: 300 },
      ],
    });
    expect(findingOf("MSK302", recovering({ expiring: [1, 1, 1, 1], firstExpiryMs: planNowMs }))?.message).toMatch(
      /^1 record expires within 60 min, the first any moment\./,
    );
    expect(findingOf("MSK302", recovering({ firstExpiryMs: planNowMs + 1e9 }))).toBeUndefined();
  });

  it("MSK303: says what is gone, and what that breaks", () => {
    const runs = [{ lane, first: 0n, last: 99n }];
    const finding = findingOf("MSK303", recovering({ expired: { records: 100, runs, complete: true }, behindExpired: 20 }));
    expect(finding).toMatchObject({ severity: "error", evidence: { records: 100, ranges: 1, complete: true } });
    expect(finding?.message).toBe(
      "100 records have expired from the topic. They cannot be recovered; their documents are kept. 20 records behind them are parked: their range has lost its beginning.",
    );
    expect(findingOf("MSK303", recovering({}))).toBeUndefined();
  });

  it("MSK304: offers the rest where brokers do not answer", () => {
    const finding = findingOf("MSK304", recovering({ unreachable: new Map([["no route to b-1:9098", 120]]) }));
    expect(finding).toMatchObject({ severity: "warning", evidence: { unreachable: { "no route to b-1:9098": 120 } } });
    expect(finding?.message).toBe(
      "120 of 300 records need brokers that do not answer here: no route to b-1:9098. The other 180 can be redriven.",
    );
  });

  it("MSK304: is an error when there is no rest", () => {
    const finding = findingOf("MSK304", recovering({ unreachable: new Map([["no route", 300]]) }));
    expect(finding).toMatchObject({ severity: "error", message: expect.stringContaining("Nothing can be redriven") });
  });

  it("MSK316: knows that a topic without these offsets is another one", () =>
    expect(findingOf("MSK316", recovering({ beyondEnd: 10 }))).toMatchObject({ severity: "error", evidence: { records: 10 } }));

  it("MSK311: says where ranges hold more or fewer offsets than records failed", () => {
    expect(findingOf("MSK311", { wider: 2 })).toMatchObject({
      severity: "info",
      message: expect.stringMatching(/^2 documents span more offsets than records failed\./),
    });
    expect(findingOf("MSK311", { wider: 1, narrower: 1 })).toMatchObject({
      severity: "warning",
      message: expect.stringMatching(/^1 document spans more offsets than records failed, 1 document claims more records than offsets\./),
    });
    expect(findingOf("MSK311")).toBeUndefined();
  });

  it("MSK310: does not send what it cannot shape", () =>
    expect(findingOf("MSK310", {}, { schemaProblem: "no access to registry shop" })).toMatchObject({
      severity: "error",
      message: expect.stringContaining("no access to registry shop"),
    }));

  it("MSK313: recommends an archive for many documents, or when retention is near", () => {
    expect(findingOf("MSK313", { documents: 100_001 })?.message).toContain("100,001 documents");
    expect(findingOf("MSK313", {}, { coverage: { kind: "attributes", documents: 250_000 } })?.message).toContain("250,000 documents");
    expect(findingOf("MSK313", recovering({ expiring: [1, 1, 1, 1], firstExpiryMs: planNowMs }))?.message).toContain("retention is near");
    expect(findingOf("MSK313", { documents: 100_000 })).toBeUndefined();
    expect(findingOf("MSK313", { documents: 100_001 }, { source: { kind: "archive", path: "/tmp/a" } })).toBeUndefined();
  });

  it("is silent where nothing is wrong", () => {
    for (const id of ["MSK302", "MSK303", "MSK304", "MSK310", "MSK316"] as const)
      expect(findingOf(id, { lanes: [sampleLane(0, 100)] })).toBeUndefined();
  });
});
