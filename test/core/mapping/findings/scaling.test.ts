import { describe, expect, it } from "vitest";
import {
  groupOverBudget,
  maximumPollersAbovePartitions,
  maximumPollersLeft,
  minimumPollersAbovePartitions,
  minimumPollersBelowUnit,
} from "../../../../src/core/mapping/findings/scaling.ts";
import { sampleMapping } from "../../../support/mappings.ts";
import { bareFacts } from "./samples.ts";

const pollers = (MinimumPollers?: number, MaximumPollers?: number, PollerGroupName?: string) => ({
  ProvisionedPollerConfig: {
    ...(MinimumPollers === undefined ? {} : { MinimumPollers }),
    ...(MaximumPollers === undefined ? {} : { MaximumPollers }),
    ...(PollerGroupName === undefined ? {} : { PollerGroupName }),
  },
});
const queueMode = { SelfManagedKafkaEventSourceConfig: { ConsumptionMode: "Queue" } };

describe("MSK050, MSK051 and MSK052, pollers and partitions", () => {
  it.each([
    ["the default, partitions unknown", pollers(1, 200), undefined, "MSK050"],
    ["no maximum, partitions unknown", pollers(1), undefined, "MSK050"],
    ["a chosen maximum, partitions unknown", pollers(1, 8), undefined, undefined],
    ["the default above the partitions", pollers(1, 200), 6, "MSK051"],
    ["a maximum above the partitions", pollers(1, 8), 6, "MSK051"],
    ["as many pollers as partitions", pollers(1, 6), 6, undefined],
    ["200 pollers for 200 partitions", pollers(1, 200), 200, undefined],
    ["a missing topic", pollers(1, 8), "missing" as const, undefined],
    ["on-demand mode", {}, 6, undefined],
    ["an empty configuration, which is on-demand mode", pollers(), 6, undefined],
    ["a share group, where partitions do not limit", { ...pollers(1, 8), ...queueMode }, 6, undefined],
  ])("%s", (_, changes, partitions, id) => {
    const mapping = sampleMapping(changes);
    const facts = { ...bareFacts, partitions };
    const found = [maximumPollersLeft(mapping, facts), maximumPollersAbovePartitions(mapping, facts)].flatMap(
      (finding) => finding?.id ?? [],
    );
    expect(found).toEqual(id === undefined ? [] : [id]);
  });

  it("gives the command that sets the maximum right", () => {
    const facts = { ...bareFacts, partitions: 6 };
    expect(maximumPollersAbovePartitions(sampleMapping(pollers(1, 200)), facts)).toMatchObject({
      message: "MaximumPollers 200 (the default) is above the topic's 6 partitions, which are the real limit.",
      fix: "mskctl update orders --max-pollers 6",
      evidence: { maximumPollers: 200, partitions: 6 },
    });
  });

  it("never suggests a maximum below the minimum, which AWS refuses", () => {
    expect(maximumPollersAbovePartitions(sampleMapping(pollers(40, 200)), { ...bareFacts, partitions: 6 })?.fix).toContain(
      "--max-pollers 40",
    );
  });

  it("tells what the default takes from a poller group", () => {
    expect(maximumPollersLeft(sampleMapping(pollers(1, 200, "shared")), bareFacts)?.message).toContain("200 of the 2,000");
  });

  it("names no partitions to a share group, which they do not limit", () => {
    expect(maximumPollersLeft(sampleMapping({ ...pollers(1, 200), ...queueMode }), bareFacts)).toMatchObject({
      message: "MaximumPollers is left at 200: a backlog may scale to 20 event poller units.",
      fix: "mskctl update orders --max-pollers N",
    });
  });

  it("calls a minimum above the partitions paid for and idle", () => {
    expect(minimumPollersAbovePartitions(sampleMapping(pollers(40, 200)), { ...bareFacts, partitions: 6 })).toMatchObject({
      id: "MSK052",
      severity: "warning",
      fix: "mskctl update orders --min-pollers 6 --max-pollers 6",
    });
    expect(minimumPollersAbovePartitions(sampleMapping(pollers(6, 200)), { ...bareFacts, partitions: 6 })).toBeUndefined();
    expect(minimumPollersAbovePartitions(sampleMapping(pollers(40, 200)), bareFacts)).toBeUndefined();
  });
});

describe("MSK053, more pollers for the same price", () => {
  it.each([
    [pollers(1, 4), 6, 4],
    [pollers(1, 200), 6, 6],
    [pollers(2, 200), 40, 10],
    [pollers(4, 4), 6, undefined],
    [pollers(10, 200), 40, undefined],
    [pollers(1, 200, "shared"), 40, undefined],
    [pollers(1, 200), undefined, undefined],
    [{}, 40, undefined],
  ])("%j with %s partitions: %s", (changes, partitions, samePrice) => {
    const finding = minimumPollersBelowUnit(sampleMapping(changes), { ...bareFacts, partitions });
    expect(finding?.evidence?.["samePrice"]).toBe(samePrice);
    if (samePrice !== undefined)
      expect(finding).toMatchObject({ id: "MSK053", severity: "info", fix: `mskctl update orders --min-pollers ${samePrice}` });
  });
});

describe("MSK054, a poller group's budget", () => {
  const members = (count: number, MaximumPollers: number) =>
    Array.from({ length: count }, () => sampleMapping(pollers(1, MaximumPollers, "shared")));

  it.each([
    ["2,000 pollers", 9, 200, undefined],
    ["2,200 pollers", 10, 200, "11 mappings with 2,200 MaximumPollers"],
    ["100 mappings", 99, 1, undefined],
    ["101 mappings", 100, 1, "101 mappings with 300 MaximumPollers"],
  ])("%s", (_, others, maximum, says) => {
    const mapping = sampleMapping(pollers(1, 200, "shared"));
    const finding = groupOverBudget(mapping, { ...bareFacts, otherMappings: members(others, maximum) });
    expect(finding?.message).toEqual(says === undefined ? undefined : expect.stringContaining(says));
  });

  it("counts the group's own members alone, and nothing when they are unknown", () => {
    const mapping = sampleMapping(pollers(1, 200, "mine"));
    expect(groupOverBudget(mapping, { ...bareFacts, otherMappings: members(50, 200) })).toBeUndefined();
    expect(groupOverBudget(mapping, bareFacts)).toBeUndefined();
  });
});
