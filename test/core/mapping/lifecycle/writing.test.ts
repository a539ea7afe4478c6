import { describe, expect, test } from "vitest";
import { MskctlError } from "../../../../src/core/errors.ts";
import { assertUnchanged, writeWhenSettled } from "../../../../src/core/mapping/lifecycle/writing.ts";
import type { MappingDocument } from "../../../../src/core/mapping/model.ts";
import { fakeClock } from "../../../support/fakes/clock.ts";
import { fakeMappingStore } from "../../../support/fakes/mapping-store.ts";
import { fakeMetrics } from "../../../support/fakes/metrics.ts";
import { sampleMapping } from "../../../support/mappings.ts";

const planned = sampleMapping();
const inUse = () =>
  new MskctlError("refused", "Cannot update the event source mapping because it is in use.", {
    details: { awsCode: "ResourceInUseException" },
  });

function setUp(mapping: MappingDocument = planned) {
  const clock = fakeClock();
  const mappings = fakeMappingStore([mapping]);
  const ports = { clock, mappings, metrics: fakeMetrics() };
  const write = (isDone?: (current: MappingDocument) => boolean) =>
    writeWhenSettled(
      ports,
      {
        planned,
        name: "orders/orders",
        timeoutMs: 60_000,
        send: () => mappings.update(planned.UUID, { BatchSize: 500 }),
        ...(isDone === undefined ? {} : { isDone }),
      },
      () => {},
    );
  const updates = () => mappings.calls.filter(({ method }) => method === "update");
  return { clock, mappings, write, updates };
}

describe("A write to a mapping", () => {
  test("is sent when the mapping is settled and unchanged.", async () => {
    const { write, updates } = setUp();
    expect((await write()).BatchSize).toBe(500);
    expect(updates()).toHaveLength(1);
  });

  test("waits until a transition is over.", async () => {
    const { clock, mappings, write, updates } = setUp({ ...planned, State: "Updating" });
    clock.after(5_000, () => mappings.mappings.set(planned.UUID, planned));
    await write();
    expect(updates()).toHaveLength(1);
    expect(clock.now()).toBeGreaterThanOrEqual(Date.parse("2026-11-23T12:00:15Z"));
  });

  test("is tried again while AWS calls the mapping in use.", async () => {
    const { mappings, write, updates } = setUp();
    mappings.failNext("update", inUse());
    mappings.failNext("update", new MskctlError("conflict", "another operation is running"));
    expect((await write()).BatchSize).toBe(500);
    expect(updates()).toHaveLength(3);
  });

  test("ends with timed-out when the mapping stays in use.", async () => {
    const { mappings, write } = setUp();
    for (let i = 0; i < 100; i++) mappings.failNext("update", inUse());
    await expect(write()).rejects.toMatchObject({ code: "timed-out", suggestions: [`mskctl inspect ${planned.UUID}`] });
  });

  test("is not repeated on a conflict that names another mapping.", async () => {
    const { mappings, write, updates } = setUp();
    mappings.failNext("update", new MskctlError("conflict", "already exists", { details: { uuid: "other" } }));
    await expect(write()).rejects.toMatchObject({ code: "conflict" });
    expect(updates()).toHaveLength(1);
  });

  test("is refused when somebody changed the mapping after the plan.", async () => {
    const { write, updates } = setUp({ ...planned, BatchSize: 200, LastModified: "2026-11-23T11:59:00.000Z" });
    await expect(write()).rejects.toMatchObject({ code: "stale-plan", details: { fields: ["BatchSize"] } });
    expect(updates()).toHaveLength(0);
  });

  test("is refused when it changed while it was in use.", async () => {
    const { mappings, write, updates } = setUp();
    mappings.failNext("update", inUse());
    let gets = 0;
    mappings.onGet = () => {
      gets += 1;
      if (gets === 2) mappings.mappings.set(planned.UUID, { ...planned, LastModified: "2026-11-23T12:00:11.000Z" });
    };
    await expect(write()).rejects.toMatchObject({ code: "stale-plan" });
    expect(updates()).toHaveLength(1);
  });

  test("is left out when the mapping has become what it asks for.", async () => {
    const { write, updates } = setUp({ ...planned, BatchSize: 500, LastModified: "2026-11-23T11:59:00.000Z" });
    expect((await write(({ BatchSize }) => BatchSize === 500)).BatchSize).toBe(500);
    expect(updates()).toHaveLength(0);
  });
});

describe("A mapping counts as unchanged", () => {
  const check = (from: MappingDocument, to: Partial<MappingDocument>) => () => assertUnchanged(from, { ...from, ...to }, "orders/orders");

  test("when only what Lambda reports by itself is new.", () => {
    expect(check(planned, { LastProcessingResult: "PROBLEM: Function call failed" })).not.toThrow();
  });
  test("when nested fields come in another order.", () => {
    const pollers = { ...planned, ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 2 } };
    expect(check(pollers, { ProvisionedPollerConfig: { MaximumPollers: 2, MinimumPollers: 1 } })).not.toThrow();
  });
  test("when encrypted filters are missing from a listing.", () => {
    const encrypted = { ...planned, KMSKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/k" };
    expect(check(encrypted, { FilterCriteria: { Filters: [{ Pattern: "{}" }] } })).not.toThrow();
  });
  test("but not when LastModified moved.", () => {
    expect(check(planned, { LastModified: "2026-11-23T12:00:00.000Z" })).toThrow(MskctlError);
  });
  test("but not when a setting is new, gone or another.", () => {
    const filters = { Filters: [{ Pattern: '{"value":["a"]}' }] };
    expect(check(planned, { BatchSize: 1 })).toThrow("BatchSize");
    expect(check(planned, { FilterCriteria: filters })).toThrow("FilterCriteria");
    expect(() => assertUnchanged({ ...planned, FilterCriteria: filters }, planned, "orders/orders")).toThrow("FilterCriteria");
  });
  test("while in transition, whose end moves LastModified.", () => {
    const updating = { ...planned, State: "Updating" };
    expect(check(updating, { State: "Enabled", LastModified: "2026-11-23T12:00:00.000Z" })).not.toThrow();
  });
});
