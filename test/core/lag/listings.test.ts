import { describe, expect, it } from "vitest";
import { MskctlError } from "../../../src/core/errors.ts";
import { createListings } from "../../../src/core/lag/listings.ts";
import { fakeCloudwatch } from "../../support/fakes/cloudwatch.ts";
import { notPermitted } from "../../support/fakes/surroundings.ts";

const minuteMs = 60_000;

function setUp() {
  const clock = { nowMs: Date.parse("2026-11-23T12:00:00Z"), now: () => clock.nowMs };
  const cloudwatch = fakeCloudwatch(clock);
  cloudwatch.put("N", "A", { D: "1", E: "x" }, { atMs: clock.nowMs, value: 1 });
  cloudwatch.put("N", "A", { D: "2" }, { atMs: clock.nowMs, value: 1 });
  return { clock, cloudwatch, listings: createListings(cloudwatch, clock) };
}

describe("listings", () => {
  it("are made once a name, also for those who ask at the same time, and know series by their dimensions", async () => {
    const { cloudwatch, listings } = setUp();
    const [listing] = await Promise.all([listings.of("N", "A"), listings.of("N", "A"), listings.of("N", "B")]);
    expect(cloudwatch.listed).toEqual(["N A", "N B"]);
    expect(listing?.having("D", "1").map((dimensions) => Object.fromEntries(dimensions))).toEqual([{ D: "1", E: "x" }]);
    expect(listing?.having("D", "3")).toEqual([]);
    expect(listing?.having("F", "1")).toEqual([]);
  });

  it("are renewed after 15 minutes, the oldest first, one a time", async () => {
    const { clock, cloudwatch, listings } = setUp();
    await listings.of("N", "A");
    clock.nowMs += minuteMs;
    await listings.of("N", "B");
    clock.nowMs += 13 * minuteMs;
    await listings.renewOldest();
    expect(cloudwatch.listed).toHaveLength(2);
    clock.nowMs += 5 * minuteMs;
    await listings.renewOldest();
    expect(cloudwatch.listed).toEqual(["N A", "N B", "N A"]);
    await listings.renewOldest();
    await listings.renewOldest();
    expect(cloudwatch.listed).toEqual(["N A", "N B", "N A", "N B"]);
  });

  it("stay as they are while AWS does not answer, and are asked for again after a failure at first", async () => {
    const { clock, cloudwatch, listings } = setUp();
    cloudwatch.fail = { list: new MskctlError("throttled", "too many") };
    await expect(listings.of("N", "A")).rejects.toThrow("too many");
    cloudwatch.fail = {};
    await listings.of("N", "A");
    clock.nowMs += 15 * minuteMs;
    cloudwatch.fail = { list: new MskctlError("throttled", "too many") };
    await listings.renewOldest();
    expect((await listings.of("N", "A"))?.having("D", "2")).toHaveLength(1);
    cloudwatch.fail = { list: new MskctlError("interrupted", "Ctrl-C") };
    await expect(listings.renewOldest()).rejects.toThrow("Ctrl-C");
  });

  it("are undefined where they are not permitted, which is not asked again at once", async () => {
    const { clock, cloudwatch, listings } = setUp();
    cloudwatch.fail = { list: notPermitted("cloudwatch:ListMetrics") };
    expect(listings.isPermitted).toBe(true);
    expect(await listings.of("N", "A")).toBeUndefined();
    expect(await listings.of("N", "A")).toBeUndefined();
    expect(cloudwatch.listed).toHaveLength(1);
    expect(listings.isPermitted).toBe(false);
    cloudwatch.fail = {};
    clock.nowMs += 15 * minuteMs;
    await listings.renewOldest();
    expect(listings.isPermitted).toBe(true);
    expect(await listings.of("N", "A")).toBeDefined();
  });
});
