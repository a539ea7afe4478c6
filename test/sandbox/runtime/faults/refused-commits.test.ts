import { describe, expect, it } from "vitest";
import { accountOf, oneMapping, sumsOf, total } from "../runtime-fixture.ts";

const metricGroups = { Metrics: ["EventCount", "ErrorCount", "KafkaMetrics"] };

/** Sixty records a second, and commits that are refused from 2:00 to 5:00. */
function refused(fault: object = { after: "2m", for: "3m" }) {
  const account = accountOf({
    ...oneMapping({ mapping: { MetricsConfig: metricGroups } }),
    faults: [{ kind: "commit-errors", cluster: "shop", ...fault }],
  });
  return { ...account, sums: (name: string) => sumsOf(account, name, account.mapping()) };
}

describe("commits that are refused", () => {
  it("keep the committed offsets where they are, while records are read and processed as ever", () => {
    const account = refused();
    account.advanceMinutes(5);
    const [committed, polled, invoked] = ["CommittedEventCount", "PolledEventCount", "InvokedEventCount"].map(account.sums);
    expect(committed?.slice(2)).toEqual([0, 0, 0]);
    for (const processed of [polled, invoked]) for (const sum of processed?.slice(2) ?? []) expect(Math.abs(sum - 3_600)).toBeLessThan(200);
    const lag = account.sums("SumOffsetLag");
    expect(lag[1]).toBeLessThan(200);
    expect(lag[4]).toBeGreaterThan(3 * 3_600);
    // One error a batch; the metric has the three minutes alone.
    const errors = account.sums("CommitErrorCount");
    expect(errors).toHaveLength(3);
    for (const count of errors) expect(count).toBeGreaterThan(60);
  });

  it("go with the next one that is taken: nothing is read twice", () => {
    const account = refused();
    account.advanceMinutes(7);
    expect(account.sums("CommittedEventCount")[5]).toBeGreaterThan(4 * 3_600 - 200);
    expect(account.sums("SumOffsetLag")[5]).toBeLessThan(200);
    expect(Math.abs(total(account.sums("PolledEventCount")) - 7 * 3_600)).toBeLessThan(200);
  });

  it("are lost with the run: a mapping that is started again reads those records again", () => {
    const account = refused({ after: "2m" });
    account.advanceMinutes(4);
    const mapping = account.mapping();
    account.world.runtime.stop(mapping);
    const [fault] = account.faults.waiting();
    account.faults.remove(fault?.id ?? "");
    account.world.runtime.start(mapping);
    account.advanceMinutes(2);
    expect(account.sums("SumOffsetLag").at(-1)).toBeLessThan(200);
    expect(total(account.sums("PolledEventCount"))).toBeGreaterThan(8 * 3_600 - 400);
  });

  it("are those of one cluster", () => {
    const account = accountOf({
      ...oneMapping({ mapping: { MetricsConfig: metricGroups } }),
      selfManagedClusters: [{ name: "on-prem" }],
      faults: [{ kind: "commit-errors", cluster: "on-prem" }],
    });
    account.advanceMinutes(2);
    expect(total(sumsOf(account, "CommitErrorCount", account.mapping()))).toBe(0);
  });
});
