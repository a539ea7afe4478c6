import { describe, expect, it } from "vitest";
import { defaultAssumptions } from "../../../../src/sandbox/runtime/assumptions.ts";
import { type BatchKind, type DeliveryRules, expectedDeliveries } from "../../../../src/sandbox/runtime/history/expected-delivery.ts";

const fn = { baseMs: 100, perRecordMs: 1, errorShare: 0, poisonShare: 0, timeoutMs: 30_000 };
const retry = { retries: 2, bisect: false, partialResponses: false, maximumAgeMs: Number.POSITIVE_INFINITY };
const extraOf = (changes: Partial<DeliveryRules>, kind: Partial<BatchKind> = {}) =>
  expectedDeliveries({ function: fn, retry, hasDestination: false, assumptions: defaultAssumptions, ...changes })({
    records: 10,
    partitions: 1,
    poison: true,
    ageMs: 0,
    ...kind,
  });

describe("what a batch is expected to come to beyond one call", () => {
  it("is nothing where nothing fails", () => {
    expect(Object.values(extraOf({})).every((value) => value === 0)).toBe(true);
    expect(extraOf({ function: { ...fn, poisonShare: 1 } }, { poison: false }).invocations).toBe(0);
  });

  it("is each retry and the whole batch when every record is poison", () => {
    const extra = extraOf({ function: { ...fn, poisonShare: 1 } });
    expect(extra).toEqual({
      invocations: 2,
      errors: 3,
      failures: 3,
      invokedRecords: 20,
      failedRecords: 30,
      givenUpRecords: 10,
      executionMs: 220,
      // Two more calls with their dispatch, and the pauses before them.
      elapsedMs: 2 * (110 + defaultAssumptions.dispatchMs) + 1_000 + 2_000,
      failingShare: 1,
    });
  });

  it("is single records when it bisects, and no function error when the response names them", () => {
    const all = { ...fn, poisonShare: 1 };
    expect(extraOf({ function: all, retry: { ...retry, bisect: true } }, { records: 2 })).toMatchObject({ errors: 7, givenUpRecords: 2 });
    expect(extraOf({ function: all, retry: { ...retry, partialResponses: true } })).toMatchObject({
      errors: 0,
      failures: 3,
      failedRecords: 30,
    });
  });

  it("meets poison as often as it comes", () => {
    const extra = extraOf({ function: { ...fn, poisonShare: 0.001 } }, { records: 100 });
    // Sizes are looked at in steps of a twentieth: half of one to either side.
    expect(Math.abs(extra.failingShare / (1 - 0.999 ** 100) - 1)).toBeLessThan(0.026);
    expect(Math.abs(extra.givenUpRecords / (100 * extra.failingShare) - 1)).toBeLessThan(0.026);
  });

  it("ends retries without limit when the records are too old, sooner when they are older", () => {
    const rules = { function: { ...fn, poisonShare: 1 }, retry: { ...retry, retries: Number.POSITIVE_INFINITY, maximumAgeMs: 80_000 } };
    const [young, old] = [extraOf(rules), extraOf(rules, { ageMs: 60_000 })];
    // 1 + 2 + 4 + 8 s, then ten seconds a time.
    expect(young.invocations).toBe(10);
    expect(old.invocations).toBeLessThan(young.invocations);
    expect(young.givenUpRecords).toBe(10);
  });

  it("fails when the function runs out of time, and not with a batch in which it does not", () => {
    const short = { function: { ...fn, timeoutMs: 105 } };
    expect(extraOf(short)).toMatchObject({ failingShare: 1, givenUpRecords: 10 });
    expect(extraOf(short, { records: 5 }).failingShare).toBe(0);
    expect(extraOf({ ...short, retry: { ...retry, bisect: true } })).toMatchObject({ errors: 1, givenUpRecords: 0 });
  });

  it("has failures by chance as often as told", () => {
    const extra = extraOf({ function: { ...fn, errorShare: 0.1 } });
    // 0.1 + 0.01 + 0.001: the retries of two.
    expect(extra.failures).toBeGreaterThan(0.105);
    expect(extra.failures).toBeLessThan(0.118);
  });
});
