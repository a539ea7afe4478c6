import { describe, expect, it } from "vitest";
import {
  filterCriteriaUnusable,
  lastResultIsProblem,
  nobodyPolls,
  nothingCommitted,
  offsetsExpire,
  stoppedByLambda,
  stuckInTransition,
} from "../../../../src/core/mapping/findings/state.ts";
import { sampleMapping } from "../../../support/mappings.ts";
import { bareFacts, calmMetrics, dayMs, nowMs } from "./samples.ts";

const ago = (ms: number) => new Date(nowMs - ms).toISOString();

describe("MSK001, Lambda stopped the mapping", () => {
  it("says why and how to go on", () => {
    const finding = stoppedByLambda(sampleMapping({ State: "Disabled", StateTransitionReason: "EVENT_SOURCE_AUTHN_ERROR" }), bareFacts);
    expect(finding).toMatchObject({ id: "MSK001", severity: "error", fix: "mskctl resume orders" });
    expect(finding?.message).toMatch(/cannot sign in.*Correct the secret/);
  });

  it.each([
    { State: "Disabled", StateTransitionReason: "USER_INITIATED" },
    { State: "Disabled", StateTransitionReason: "COSMIC_RAYS" },
    { State: "Enabling", StateTransitionReason: "EVENT_SOURCE_AUTHN_ERROR" },
    { State: "Enabled" },
  ])("is not said of %j", (changes) => {
    expect(stoppedByLambda(sampleMapping(changes), bareFacts)).toBeUndefined();
  });
});

describe("MSK001 of a mapping that AWS still calls enabled", () => {
  it("does not tell to resume what is not disabled", () => {
    const finding = stoppedByLambda(sampleMapping({ State: "Enabled", StateTransitionReason: "EVENT_SOURCE_AUTHZ_ERROR" }), bareFacts);
    expect(finding).toMatchObject({ id: "MSK001", evidence: { state: "Enabled" } });
    expect(finding).not.toHaveProperty("fix");
  });
});

describe("MSK002, the last batch ended with a problem", () => {
  it("quotes AWS, then says cause and remedy", () => {
    const finding = lastResultIsProblem(sampleMapping({ LastProcessingResult: "PROBLEM: SASL authentication failed." }));
    expect(finding).toMatchObject({
      id: "MSK002",
      severity: "error",
      evidence: { lastProcessingResult: "PROBLEM: SASL authentication failed." },
    });
    expect(finding?.message).toMatch(/^PROBLEM: SASL authentication failed\. Wrong user or password .* Check the secret/);
  });

  it("passes a text on that nobody knows", () => {
    expect(lastResultIsProblem(sampleMapping({ LastProcessingResult: "PROBLEM: The moon is full." }))?.message).toBe(
      "PROBLEM: The moon is full.",
    );
  });

  it.each(["OK", "No records processed", "PROBLEM: Function call failed", "Something new"])("is not said of %s", (LastProcessingResult) => {
    expect(lastResultIsProblem(sampleMapping({ LastProcessingResult }))).toBeUndefined();
  });
});

describe("MSK003, stuck between two states", () => {
  it("is said after a quarter of an hour", () => {
    expect(stuckInTransition(sampleMapping({ State: "Updating", LastModified: ago(20 * 60_000) }), bareFacts)).toMatchObject({
      id: "MSK003",
      severity: "warning",
      message: expect.stringContaining("Updating for 20 min"),
    });
  });

  it.each([
    { State: "Updating", LastModified: ago(60_000) },
    { State: "Enabled", LastModified: ago(dayMs) },
    { State: "Creating", LastModified: "not a time" },
  ])("is not said of %j", (changes) => {
    expect(stuckInTransition(sampleMapping(changes), bareFacts)).toBeUndefined();
  });
});

describe("MSK004, offsets expire while a mapping is disabled", () => {
  it.each([
    [
      6,
      "TRIM_HORIZON",
      /group .* expire in about 24 h.*\(assumption\).*TRIM_HORIZON: everything that the topic still holds is processed again/,
    ],
    [9, "LATEST", /may have expired already.*LATEST: everything written meanwhile is skipped/],
    [5, "AT_TIMESTAMP", /expire in about 2 d.*starts at AT_TIMESTAMP/],
  ])("after %i days, starting position %s", (days, StartingPosition, message) => {
    const finding = offsetsExpire(sampleMapping({ State: "Disabled", StartingPosition, LastModified: ago(days * dayMs) }), bareFacts);
    expect(finding).toMatchObject({
      id: "MSK004",
      severity: "warning",
      message: expect.stringMatching(message),
      fix: "mskctl resume orders",
    });
  });

  it.each([
    { State: "Disabled", LastModified: ago(2 * dayMs) },
    { State: "Enabled", LastModified: ago(9 * dayMs) },
    { State: "Disabled", LastModified: "unknown" },
    { State: "Disabled", LastModified: ago(9 * dayMs), SelfManagedKafkaEventSourceConfig: { ConsumptionMode: "Queue" } },
  ])("is not said of %j", (changes) => {
    expect(offsetsExpire(sampleMapping(changes), bareFacts)).toBeUndefined();
  });
});

describe("MSK005, unusable filter criteria", () => {
  it("gives AWS's reason", () => {
    const FilterCriteriaError = { ErrorCode: "KMSAccessDenied", Message: "no decrypt" };
    expect(filterCriteriaUnusable(sampleMapping({ FilterCriteriaError }))).toMatchObject({
      id: "MSK005",
      severity: "error",
      message: "The filter criteria cannot be used: KMSAccessDenied: no decrypt.",
    });
    expect(filterCriteriaUnusable(sampleMapping({ FilterCriteriaError: {} }))?.message).toContain("AWS names no reason");
    expect(filterCriteriaUnusable(sampleMapping())).toBeUndefined();
  });
});

describe("MSK006, nobody polls", () => {
  const silent = { ...bareFacts, metrics: { ...calmMetrics, polledRecords: undefined } };

  it("is said when even empty polls are missing", () => {
    expect(nobodyPolls(sampleMapping(), silent)).toMatchObject({
      id: "MSK006",
      severity: "warning",
      message: expect.stringContaining("15 min"),
    });
  });

  it("takes no data and zero apart: empty polls count 0", () => {
    expect(nobodyPolls(sampleMapping(), { ...bareFacts, metrics: { ...calmMetrics, polledRecords: 0 } })).toBeUndefined();
  });

  it.each([
    ["its EventCount group is off", { MetricsConfig: { Metrics: ["KafkaMetrics"] } }, silent],
    ["it has just been changed", { LastModified: ago(120_000) }, silent],
    ["it is disabled", { State: "Disabled" }, silent],
    ["metrics may not be read", {}, bareFacts],
  ])("is not said when %s", (_, changes, facts) => {
    expect(nobodyPolls(sampleMapping(changes), facts)).toBeUndefined();
  });
});

describe("MSK007, nothing is committed", () => {
  it("is said when records are polled and none is done with", () => {
    const metrics = { ...calmMetrics, polledRecords: 1_200, committedRecords: 0 };
    expect(nothingCommitted(sampleMapping(), { ...bareFacts, metrics })).toMatchObject({
      id: "MSK007",
      message: expect.stringContaining("1,200 records were polled"),
      evidence: { polledRecords: 1_200, committedRecords: 0, lagRecords: 12 },
    });
  });

  const filtered = { FilterCriteria: { Filters: [{ Pattern: '{"value":{"a":[1]}}' }] } };
  it.each([
    [{}, 0, "MSK007"],
    [filtered, 12, "MSK007"],
    [filtered, 0, undefined],
    [filtered, undefined, undefined],
    [{ FilterCriteria: {} }, 0, "MSK007"],
  ])("of %j with %s invocations: %s", (changes, invocations, id) => {
    const metrics = { ...calmMetrics, polledRecords: 1_200, committedRecords: 0, invocations };
    expect(nothingCommitted(sampleMapping(changes), { ...bareFacts, metrics })?.id).toBe(id);
  });

  it.each([
    { polledRecords: 0, committedRecords: 0 },
    { polledRecords: 10, committedRecords: 10 },
    { polledRecords: 10, committedRecords: undefined },
    { polledRecords: undefined, committedRecords: 0 },
  ])("is not said of %j", (figures) => {
    expect(nothingCommitted(sampleMapping(), { ...bareFacts, metrics: { ...calmMetrics, ...figures } })).toBeUndefined();
  });
});
