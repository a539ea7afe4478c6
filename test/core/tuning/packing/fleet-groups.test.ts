import { describe, expect, it } from "vitest";
import { fleetGroups, savingOf, withoutJoining } from "../../../../src/core/tuning/packing/fleet-groups.ts";
import type { TunedField } from "../../../../src/core/tuning/workload.ts";
import { provisionedMapping, provisionedReport } from "../../../support/tuning/provisioned-reports.ts";
import { adviceReport, changeReport, goodReport, recommendation, silentReport } from "../../../support/tuning/reports.ts";

const named = (names: readonly string[], given: Parameters<typeof provisionedReport>[1] = {}) =>
  names.map((name) => provisionedReport(name, given));
const told = (...given: Parameters<typeof fleetGroups>) =>
  fleetGroups(...given).groups.map(({ name, isNew, joining, staying }) => ({
    name,
    isNew,
    joining: joining.map((each) => each.name),
    staying: staying.map((each) => each.name),
  }));
const other = { EventSourceArn: "arn:aws:kafka:eu-central-1:123456789012:cluster/other/u" };

// Lambda Developer Guide, Kafka scaling modes: ten mappings of one poller and less than 2 MB/s each.
it("AWS's example costs $133.20 instead of $1,332.00, to the cent", () => {
  const ten = Array.from({ length: 10 }, (_, index) => provisionedReport(`feed-${index}`, { bytes: 1_500_000 }, { hoursPerMonth: 720 }));
  const [group, ...more] = fleetGroups(ten, undefined).groups;
  expect(more).toEqual([]);
  expect(group).toMatchObject({ name: "shop", isNew: true, isWorthwhile: true, alone: { units: 10 }, together: { units: 1 } });
  expect([group?.alone.costMonth.toFixed(2), group?.together.costMonth.toFixed(2)]).toEqual(["1332.00", "133.20"]);
  expect(group?.joining).toHaveLength(10);
});

describe("who joins", () => {
  it("is nobody of another VPC, as far as that is known, and nobody without pollers", () => {
    const far = provisionedReport("far", { mapping: other });
    expect(told([...named(["a", "b"]), far, goodReport("on-demand")], undefined)).toEqual([
      { name: "shop", isNew: true, joining: ["a", "b"], staying: [] },
    ]);
    expect(told([provisionedReport("a"), far], undefined)).toEqual([]);
  });

  it("joins a group that is there, with those whom nobody asked about", () => {
    const siblings = [provisionedMapping("old", { minimum: 3, group: "pool" }), provisionedMapping("unasked")];
    const reports = named(["a", "b"]);
    expect(told(reports, [...reports.map(({ mapping }) => mapping), ...siblings])).toEqual([
      { name: "pool", isNew: false, joining: expect.arrayContaining(["a", "b"]), staying: ["old"] },
    ]);
    expect(fleetGroups(reports, [...reports.map(({ mapping }) => mapping), ...siblings]).groups[0]).toMatchObject({
      alone: { units: 3 },
      together: { units: 1 },
    });
  });

  it("joins no group whose mappings are all disabled: it has no units to share", () => {
    const off = provisionedMapping("off", { group: "pool", mapping: { State: "Disabled" } });
    const report = provisionedReport("a");
    expect(told([report], [report.mapping, off])).toEqual([]);
  });

  it("counts a name's mappings of elsewhere for the limits", () => {
    const full = provisionedMapping("full", { maximum: 1_999, group: "pool", mapping: other });
    const here = provisionedMapping("here", { group: "pool" });
    const reports = named(["a", "b"]);
    // A new one, under another name.
    expect(told(reports, [...reports.map(({ mapping }) => mapping), full, here])).toEqual([
      { name: "shop", isNew: true, joining: ["a", "b"], staying: [] },
    ]);
  });

  it("has the pollers that are recommended, not today's", () => {
    const { settings, ...advised } = recommendation();
    const toOne = { ...advised, settings: { ...settings, pollers: { minimum: 1, maximum: 4 } } };
    const reports = ["a", "b"].map((name) => provisionedReport(name, { minimum: 40, maximum: 200 }, { recommendation: toOne }));
    expect(fleetGroups(reports, undefined).groups[0]).toMatchObject({ alone: { units: 2 }, together: { units: 1 } });
    const toNone = { ...advised, settings: { ...settings, pollers: undefined } };
    expect(
      told(
        reports.map((report) => ({ ...report, recommendation: toNone })),
        undefined,
      ),
    ).toEqual([]);
  });

  it("is nobody whose group is to stay", () => {
    const keep = new Set<TunedField>(["ProvisionedPollerConfig.PollerGroupName"]);
    const kept = named(["a", "b"]).map(({ result, ...report }) => ({
      ...report,
      result: result && { ...result, goals: { ...result.goals, keep } },
    }));
    expect(fleetGroups(kept, undefined)).toEqual({ groups: [], apart: [], assumptions: [] });
  });
});

describe("who stays apart", () => {
  it.each([
    ["high volume", provisionedReport("x", { bytes: 12_000_000 }), "it fetches up to 12 MB/s"],
    ["bursts", provisionedReport("x", { bytes: 400_000, burst: 6_000_000 }), "it fetches up to 6 MB/s, 4.5 times its mean"],
    ["great bursts", provisionedReport("x", { bytes: 200_000, burst: 6_000_000 }), "it fetches up to 6 MB/s, 5.1 times its mean"],
    ["bursts that are small", provisionedReport("x", { bytes: 10_000, burst: 1_900_000 }), undefined],
    [
      "trouble",
      provisionedReport("x", {}, { verdict: "advice", reasons: adviceReport().reasons }),
      "raise the function's concurrency first",
    ],
    ["no way to its goals", provisionedReport("x", {}, { verdict: "unreachable" }), "nothing keeps to its goals"],
    [
      "no data",
      provisionedReport("x", {}, { verdict: "no data", result: undefined, missing: silentReport().missing }),
      "no data: its metrics EventCount are off",
    ],
  ])("%s", (_, report, reason) => {
    const { groups, apart } = fleetGroups([...named(["a", "b"]), report], undefined);
    const isSpiky = reason === undefined || /4\.5/.test(reason);
    expect(apart.map((each) => [each.member.name, each.reason])).toEqual(isSpiky ? [] : [["x", reason]]);
    expect(groups[0]?.joining.some(({ name }) => name === "x")).toBe(isSpiky);
  });

  it("is not told of those who are alone anyway", () => {
    expect(fleetGroups([provisionedReport("x", { bytes: 12_000_000 }), changeReport()], undefined)).toEqual({
      groups: [],
      apart: [],
      assumptions: [],
    });
  });
});

it("is worth it from 5 % of what the members cost today on, and those that save most come first", () => {
  const dear = named(["a", "b"], { costMonth: 2_000 });
  const cheap = ["c", "d", "e"].map((name) => provisionedReport(name, { mapping: other }));
  const { groups } = fleetGroups([...dear, ...cheap], undefined);
  expect(groups.map((group) => [group.name, group.isWorthwhile])).toEqual([
    ["other", true],
    ["shop", false],
  ]);
  expect(groups.map(savingOf)).toEqual([expect.closeTo(270.1), expect.closeTo(135.05)]);
});

it("a new group's name is one that AWS takes, and no other group has", () => {
  const odd = { EventSourceArn: "arn:aws:kafka:eu-central-1:123456789012:cluster/my.shop é/u" };
  expect(told(named(["a", "b"], { mapping: odd }), undefined)[0]?.name).toBe("my-shop--");
  const taken = provisionedMapping("taken", { group: "shop", mapping: other });
  const reports = named(["a", "b"]);
  expect(told(reports, [...reports.map(({ mapping }) => mapping), taken])[0]?.name).toBe("shop-2");
});

it("none of several joins a group by itself, and one that is in a group is priced in it", () => {
  const group = (name: string) => ({ name, pollersMinimum: 4, bytesPerSecond: 0 });
  const groups = [group("pool"), group("shop")];
  expect(withoutJoining({ mapping: provisionedMapping("a"), groups }).groups).toEqual([]);
  expect(withoutJoining({ mapping: provisionedMapping("b", { group: "pool" }), groups }).groups).toEqual([group("pool")]);
});
