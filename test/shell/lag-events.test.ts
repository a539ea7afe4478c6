import { describe, expect, it } from "vitest";
import { MskctlError } from "../../src/core/errors.ts";
import { errorEventLine, lagEventLine } from "../../src/shell/lag-events.ts";
import { noonMs, sampleFleet, sampleReport } from "../support/sample-reports.ts";
import { schemaErrors } from "../support/schema.ts";

describe("lagEventLine", () => {
  it("is one line, whatever names and evidence hold", () => {
    const cause = { id: "function-errors", message: "two\nlines", evidence: { offset: 9_007_199_254_740_993n } } as const;
    const picture = { ...sampleFleet(), reports: [sampleReport("orders", { cause })] };
    const line = lagEventLine({ kind: "picture", picture, intervalMs: 30_000, costUsdPerHour: 0.024 });
    expect(line).not.toContain("\n");
    const event = JSON.parse(line) as unknown;
    expect(event).toMatchObject({
      type: "lag",
      at: "2026-11-23T12:06:00.000Z",
      mappings: [{ cause: { evidence: { offset: "9007199254740993" } } }],
    });
    expect(schemaErrors("lag", event)).toEqual([]);
  });
});

describe("errorEventLine", () => {
  it.each([
    [new MskctlError("throttled", "Rate exceeded", { details: { action: "x" } }), "throttled"],
    [new TypeError("a bug"), "bug"],
  ])("tells of %s", (error, code) => {
    const event = JSON.parse(errorEventLine(error, noonMs, 60_000)) as unknown;
    expect(event).toMatchObject({ type: "error", at: "2026-11-23T12:00:00.000Z", error: { code }, retryInMs: 60_000 });
    expect(schemaErrors("lag", event)).toEqual([]);
  });
});
