import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultAssumptions } from "../../../src/sandbox/runtime/assumptions.ts";
import { mappingConfig } from "../../../src/sandbox/runtime/mapping-config.ts";
import { assignPartitions, eventPollerUnits, pollerLimits } from "../../../src/sandbox/runtime/poller-limits.ts";

const provisioned = (MinimumPollers: number, MaximumPollers: number) =>
  mappingConfig({ UUID: "u", ProvisionedPollerConfig: { MinimumPollers, MaximumPollers } });

describe("poller limits", () => {
  it("are the provisioned bounds, never more than there are partitions", () => {
    expect(pollerLimits(provisioned(2, 8), 24, defaultAssumptions)).toMatchObject({
      minimumPollers: 2,
      maximumPollers: 8,
      batchesInFlightPerPoller: 5,
    });
    expect(pollerLimits(provisioned(10, 200), 6, defaultAssumptions)).toMatchObject({ minimumPollers: 6, maximumPollers: 6 });
  });

  it("are one poller for two partitions at first on demand, and one for each at most", () => {
    expect(pollerLimits(mappingConfig({ UUID: "u" }), 6, defaultAssumptions)).toMatchObject({ minimumPollers: 3, maximumPollers: 6 });
    expect(pollerLimits(mappingConfig({ UUID: "u" }), 1, defaultAssumptions)).toMatchObject({ minimumPollers: 1, maximumPollers: 1 });
  });

  it.each([
    [1, 0, 1],
    [10, 0, 1],
    [11, 0, 2],
    [40, 0, 4],
    [2, 45_000_000, 3],
  ])("%i pollers at %i B/s are billed as %i units", (pollers, bytesPerSecond, units) => {
    expect(eventPollerUnits(pollers, bytesPerSecond)).toBe(units);
  });

  it("deals every partition to one poller, and nobody gets two more than another", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 200 }), (partitions, most) => {
        const pollers = Math.min(partitions, most);
        const ranges = assignPartitions(partitions, pollers);
        expect(ranges.flat()).toEqual(Array.from({ length: partitions }, (_, partition) => partition));
        const sizes = ranges.map((range) => range.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
