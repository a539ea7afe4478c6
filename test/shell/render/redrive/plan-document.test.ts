import { describe, expect, it } from "vitest";
import { redrivePlanDocument } from "../../../../src/shell/render/redrive/plan-document.ts";
import { functionTarget, planNowMs, samplePlan } from "../../../support/redrive/plans.ts";
import { nothingToRecover } from "../../../support/redrive/tallies.ts";
import { schemaErrors } from "../../../support/schema.ts";

const lane = { topic: "shipments", partition: 3 };
const eventful = samplePlan(
  {
    repeated: 12,
    repeatedComplete: false,
    foreign: [{ what: "a test event of S3", documents: 6 }],
    malformed: [{ what: "it breaks off", documents: 1 }],
    unreadable: [{ what: "gone", documents: 1 }],
    recovery: {
      records: 300,
      expired: { records: 10, runs: [{ lane, first: 0n, last: 9_007_199_254_740_993n }], complete: false },
      behindExpired: 5,
      beyondEnd: 1,
      unreachable: new Map([["no route", 20]]),
      expiring: [0, 10, 10, 30],
      firstExpiryMs: planNowMs + 7_200_000,
      expiryUnknown: 4,
    },
  },
  { coverage: { kind: "sample", documents: 9_000 } },
);

describe("redrivePlanDocument", () => {
  it("holds to its schema, with all and with nothing", () => {
    expect(schemaErrors("redrive-plan", redrivePlanDocument(samplePlan()))).toEqual([]);
    expect(schemaErrors("redrive-plan", redrivePlanDocument(eventful))).toEqual([]);
    const unknown = samplePlan(
      { lanes: [], failed: undefined, written: undefined },
      {
        mapping: undefined,
        place: undefined,
        target: functionTarget({ averageMs: { kind: "missing" }, function: { kind: "missing" } }),
        liveAgeMs: { kind: "missing" },
      },
    );
    expect(schemaErrors("redrive-plan", redrivePlanDocument(unknown))).toEqual([]);
  });

  it("says where from and where to, and what it takes", () => {
    expect(redrivePlanDocument(samplePlan())).toMatchObject({
      schemaVersion: 1,
      name: "shipments",
      source: "s3://shop-failed-records/aws/lambda/e0b5c7f2-0000-4000-8000-0000000091c2/",
      target: "lambda:shipments",
      functionName: "shipments",
      coverage: { kind: "all", documents: null },
      documents: 3,
      records: 300,
      failed: { from: "2026-11-23T09:12:00.000Z", until: "2026-11-23T11:58:00.000Z" },
      lanes: [{ topic: "shipments", partition: 0, first: "1000", last: "1199" }, { partition: 1 }],
      behind: "live",
      effort: { records: 300, batches: { low: 3, high: 3 }, concurrency: 2 },
      findings: [],
    });
  });

  it("has every interval with exact offsets", () => {
    expect(redrivePlanDocument(eventful).recovery).toEqual({
      records: 300,
      expired: { records: 10, complete: false, ranges: [{ topic: "shipments", partition: 3, first: "0", last: "9007199254740993" }] },
      behindExpired: 5,
      beyondEnd: 1,
      unreachable: [{ reason: "no route", records: 20 }],
      expiring: [
        { withinHours: 1, records: 0 },
        { withinHours: 6, records: 10 },
        { withinHours: 24, records: 10 },
        { withinHours: 72, records: 30 },
      ],
      firstExpiry: "2026-11-23T14:00:00.000Z",
      expiryUnknown: 4,
    });
  });

  it("has null, never 0, where nothing is known", () => {
    const document = redrivePlanDocument(
      samplePlan(
        { written: undefined, recovery: nothingToRecover },
        { target: functionTarget({ averageMs: { kind: "missing" } }), place: undefined },
      ),
    );
    expect(document).toMatchObject({
      behindMs: null,
      behind: null,
      region: null,
      effort: { durationMs: null, costUsd: null },
      recovery: { firstExpiry: null },
    });
  });

  it("names every kind of target as it is given", () => {
    const targetOf = (target: Parameters<typeof samplePlan>[1]) => redrivePlanDocument(samplePlan({}, target)).target;
    expect(targetOf({ target: { kind: "topic", topic: "again" } })).toBe("kafka://again");
    expect(targetOf({ target: { kind: "folder", directory: "out" } })).toBe("file:out");
  });
});
