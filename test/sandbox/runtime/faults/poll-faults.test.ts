import { describe, expect, it } from "vitest";
import { type Account, accountOf, oneMapping, startedMs, sumsOf, total } from "../runtime-fixture.ts";

/** A hundred records of 1 KiB a second, read by one poller. */
function slowed(fault: object): Account {
  return accountOf({
    ...oneMapping({ traffic: { kind: "constant", perSecond: 100 }, topic: { partitions: 1 } }),
    faults: [{ kind: "slow-polls", mapping: "orders", ...fault }],
  });
}

const polled = (account: Account) => sumsOf(account, "PolledEventCount", account.mapping());

function lagOf(account: Account): number {
  const { partitions = [] } = account.world.runtime.progress(account.mapping().document.UUID) ?? {};
  return total(partitions.map(({ committed, end }) => Number(end - committed)));
}

describe("slow-polls", () => {
  it.each([
    // 20 records a second and a batch of 100 on top.
    ["bytesPerSecond", { bytesPerSecond: 20 * 1_024 }, 1_200, 1_300],
    // A batch of 100 every ten seconds.
    ["pauseMs", { pauseMs: 10_000 }, 500, 700],
  ])("keeps polls to %s for its time; then the mapping catches up", (_, pace, least, most) => {
    const account = slowed({ ...pace, after: "2m", for: "3m" });
    account.advanceMinutes(9);
    const minutes = polled(account);
    for (const usual of minutes.slice(0, 2)) expect(Math.abs(usual - 6_000)).toBeLessThan(200);
    for (const slow of minutes.slice(3, 5)) {
      expect(slow).toBeGreaterThanOrEqual(least);
      expect(slow).toBeLessThanOrEqual(most);
    }
    expect(minutes[5]).toBeGreaterThan(10_000);
    expect(lagOf(account)).toBeLessThan(200);
    expect(total(sumsOf(account, "CommittedEventCount", account.mapping()))).toBeGreaterThan(9 * 6_000 - 200);
  });

  it("does not outlast its end, however long the poller would have waited", () => {
    const account = slowed({ bytesPerSecond: 1, after: "1m", for: "1m" });
    account.advanceMinutes(4);
    expect(polled(account)[2]).toBeGreaterThan(10_000);
  });

  it("is over when it is taken back", () => {
    const account = slowed({ pauseMs: 3_600_000 });
    account.advanceMinutes(3);
    expect(polled(account)).toEqual([expect.any(Number), 0, 0]);
    const [fault] = account.faults.waiting();
    account.faults.remove(fault?.id ?? "");
    account.advanceMinutes(2);
    expect(lagOf(account)).toBeLessThan(200);
  });

  it("is of the mappings with that function, topic or UUID, and of no other", () => {
    const { document } = slowed({ pauseMs: 1 }).mapping();
    expect(polledIn(slowed({ mapping: document.UUID, pauseMs: 60_000 }))).toBeLessThan(300);
    expect(polledIn(slowed({ mapping: "00000000-0000-4000-8000-000000000000", pauseMs: 60_000 }))).toBeGreaterThan(11_000);
    const two = {
      functions: [{ name: "orders" }, { name: "other" }],
      clusters: [{ name: "shop", topics: [{ name: "shared", traffic: { perSecond: 100 } }] }],
      mappings: ["orders", "other"].map((name) => ({
        cluster: "shop",
        FunctionName: name,
        Topics: ["shared"],
        StartingPosition: "LATEST",
        MetricsConfig: { Metrics: ["EventCount"] },
      })),
    };
    const account = accountOf({ ...two, faults: [{ kind: "slow-polls", mapping: "other", pauseMs: 60_000 }] });
    expect(polledIn(account)).toBeGreaterThan(11_000);
    expect(polledIn(account, "other")).toBeLessThan(1_500);
    const ofTopic = accountOf({ ...two, faults: [{ kind: "slow-polls", mapping: "shared", pauseMs: 60_000 }] });
    for (const name of ["orders", "other"]) expect(polledIn(ofTopic, name)).toBeLessThan(1_500);
  });

  it("never makes a poller faster than its mode allows", () => {
    // 6,000 records of 1 KiB a second are above the 5 MB/s of one poller.
    const heavy = (faults: readonly object[]): number => {
      const mapping = { ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 1 }, BatchSize: 2_000 };
      const fn = { simulated: { baseMs: 1, perRecordMs: 0 } };
      return polledIn(
        accountOf({
          ...oneMapping({ traffic: { kind: "constant", perSecond: 6_000 }, topic: { partitions: 6 }, mapping, fn }),
          faults,
        }),
      );
    };
    expect(heavy([{ kind: "slow-polls", mapping: "orders", bytesPerSecond: 1e12 }])).toBe(heavy([]));
  });
});

/** Records polled in two minutes. */
function polledIn(account: Account, functionName = "orders"): number {
  account.clock.advanceTo(startedMs + 121_000);
  return total(sumsOf(account, "PolledEventCount", account.mapping(functionName)).slice(0, 2));
}
