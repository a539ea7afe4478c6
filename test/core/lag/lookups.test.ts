import { describe, expect, it } from "vitest";
import { MskctlError } from "../../../src/core/errors.ts";
import { openLookups } from "../../../src/core/lag/lookups.ts";
import { fakeClusters, fakeFunctions, notPermitted } from "../../support/fakes/surroundings.ts";
import { sampleMapping, shopClusterArn } from "../../support/mappings.ts";

const mapping = sampleMapping();

function lookupsOf(changes: { readonly reserved?: number; readonly error?: Error } = {}) {
  let nowMs = 0;
  const functions = fakeFunctions({ orders: changes.reserved === undefined ? {} : { reserved: changes.reserved } });
  const clusters = fakeClusters(new Map([[shopClusterArn, { facts: {} as never, topics: { orders: 12 } }]]));
  const failing = { ...functions, facts: () => Promise.reject(changes.error ?? new Error("unexpected")) };
  const lookups = openLookups({ functions: changes.error === undefined ? functions : failing, clusters, clock: { now: () => nowMs } });
  return { lookups, functions, pass: (ms: number) => (nowMs += ms) };
}

describe("openLookups", () => {
  it("tells partitions, reserved concurrency and the function", async () => {
    const { lookups } = lookupsOf({ reserved: 5 });
    lookups.allow(3);
    expect(await lookups.partitions(mapping)).toBe(12);
    expect(await lookups.reservedConcurrency(mapping)).toBe(5);
    expect(await lookups.function(mapping)).toMatchObject({ functionName: "orders" });
  });

  it("says none where no concurrency is reserved, and missing where there is no function", async () => {
    const { lookups } = lookupsOf();
    lookups.allow(2);
    expect(await lookups.reservedConcurrency(mapping)).toBe("none");
    expect(await lookups.function(sampleMapping({ name: "gone" }))).toBe("missing");
  });

  it("asks no more than it is allowed to", async () => {
    const { lookups, functions } = lookupsOf();
    lookups.allow(1);
    await lookups.function(mapping);
    expect(await lookups.reservedConcurrency(mapping)).toBeUndefined();
    expect(functions.asked).toHaveLength(1);
  });

  it("keeps answers for a quarter of an hour", async () => {
    const { lookups, functions, pass } = lookupsOf();
    lookups.allow(9);
    await lookups.function(mapping);
    pass(14 * 60_000);
    await lookups.function(mapping);
    expect(functions.asked).toHaveLength(1);
    pass(2 * 60_000);
    await lookups.function(mapping);
    expect(functions.asked).toHaveLength(2);
  });

  it("notes what is not permitted, and goes on", async () => {
    const { lookups } = lookupsOf({ error: notPermitted("lambda:GetFunctionConfiguration") });
    lookups.allow(9);
    expect(await lookups.function(mapping)).toBeUndefined();
    expect(lookups.notes).toEqual(["not permitted: lambda:GetFunctionConfiguration"]);
  });

  it("asks again for what was not to be had", async () => {
    const { lookups } = lookupsOf({ error: new MskctlError("unavailable", "down") });
    lookups.allow(9);
    expect(await lookups.function(mapping)).toBeUndefined();
    expect(await lookups.function(mapping)).toBeUndefined();
    expect(lookups.notes).toEqual([]);
  });
});
