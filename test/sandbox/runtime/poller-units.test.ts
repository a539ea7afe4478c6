import { describe, expect, it } from "vitest";
import { mappingConfig } from "../../../src/sandbox/runtime/mapping-config.ts";
import { pollerUnitsOf } from "../../../src/sandbox/runtime/poller-units.ts";

const mapping = (UUID: string, MinimumPollers: number, PollerGroupName?: string) =>
  mappingConfig({
    UUID,
    ProvisionedPollerConfig: { MinimumPollers, MaximumPollers: 200, ...(PollerGroupName === undefined ? {} : { PollerGroupName }) },
  });

const unitsOf = (...uses: readonly (readonly [config: ReturnType<typeof mapping>, pollers: number, bytesPerSecond?: number])[]) =>
  Object.fromEntries(pollerUnitsOf(uses.map(([config, pollers, bytesPerSecond = 0]) => ({ config, pollers, bytesPerSecond }))));

describe("event poller units", () => {
  it("are each mapping's own without a group, and never less than for its minimum", () => {
    expect(unitsOf([mapping("a", 1), 1], [mapping("b", 25), 6], [mapping("c", 1), 11])).toEqual({ a: 1, b: 3, c: 2 });
  });

  it("are shared in a group: ten mappings of one poller fit into one", () => {
    const uses = Array.from({ length: 10 }, (_, index) => [mapping(`m${index}`, 1, "small"), 1] as const);
    const units = unitsOf(...uses, [mapping("alone", 1), 1]);
    expect(units["alone"]).toBe(1);
    expect(uses.reduce((sum, _, index) => sum + (units[`m${index}`] ?? 0), 0)).toBeCloseTo(1);
  });

  it("grow with what a group reads together", () => {
    const units = unitsOf([mapping("a", 1, "g"), 3, 30_000_000], [mapping("b", 1, "g"), 1, 30_000_000]);
    expect(units).toEqual({ a: 2.25, b: 0.75 });
  });

  it("are none on demand, and none while no pollers run", () => {
    expect(unitsOf([mappingConfig({ UUID: "a" }), 4], [mapping("b", 5), 0])).toEqual({});
  });
});
