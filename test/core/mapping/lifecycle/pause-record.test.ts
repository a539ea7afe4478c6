import { describe, expect, test } from "vitest";
import { namesAll, pauseRecord, readPauseRecord } from "../../../../src/core/mapping/lifecycle/pause-record.ts";
import { sampleMapping } from "../../../support/mappings.ts";

const place = { accountId: "123456789012", region: "eu-central-1" };
const record = pauseRecord([{ mapping: sampleMapping(), name: "orders" }], { ...place, nowMs: Date.parse("2026-11-23T12:00:00Z") });

describe("A record of a pause", () => {
  test("comes back from its file as it was.", () => {
    expect(readPauseRecord(JSON.parse(JSON.stringify(record)), place)).toEqual({
      ...place,
      pausedAt: "2026-11-23T12:00:00.000Z",
      mappings: [{ uuid: sampleMapping().UUID, name: "orders" }],
    });
  });

  test.each([
    ["another Region", { ...place, region: "us-east-1" }],
    ["another account", { ...place, accountId: "999999999999" }],
  ])("of %s is refused", (_which, elsewhere) => {
    expect(() => readPauseRecord(record, elsewhere)).toThrow(
      expect.objectContaining({ code: "refused", suggestions: ["add --region eu-central-1"] }),
    );
  });

  test("is taken where the account is not known.", () => {
    expect(readPauseRecord(record, { ...place, accountId: undefined })).toBe(record);
  });

  test.each([
    null,
    [],
    "text",
    {},
    { ...record, mappings: [{ uuid: 5, name: "orders" }] },
    { ...record, mappings: [null] },
    { ...record, region: undefined },
  ])("is not made of %j", (state) => {
    expect(() => readPauseRecord(state, place)).toThrow(expect.objectContaining({ code: "malformed-file" }));
  });

  test("names all that a later pause stops, or it does not.", () => {
    const other = { mapping: sampleMapping({ UUID: "00000000-0000-4000-8000-000000000001" }), name: "other" };
    const orders = { mapping: sampleMapping(), name: "called otherwise" };
    expect([[], [orders], [orders, other]].map((chosen) => namesAll(record, chosen))).toEqual([true, true, false]);
  });
});
