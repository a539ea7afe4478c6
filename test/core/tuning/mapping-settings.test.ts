import { describe, expect, it } from "vitest";
import {
  changedMappingSettings,
  pollerGroups,
  qualifierOf,
  sameVpcMappings,
  sameVpcs,
  tuningSettings,
} from "../../../src/core/tuning/mapping-settings.ts";
import { sampleMapping } from "../../support/mappings.ts";
import { onDemand } from "../../support/tuning/workloads.ts";

const pollers = (minimum: number, maximum: number, group?: string) => ({
  ProvisionedPollerConfig: { MinimumPollers: minimum, MaximumPollers: maximum, ...(group === undefined ? {} : { PollerGroupName: group }) },
});

describe("a mapping's settings", () => {
  it("are AWS's defaults where none are set", () => {
    expect(tuningSettings({}, 0)).toEqual(onDemand);
  });

  it.each([
    [
      { BatchSize: 500, MaximumBatchingWindowInSeconds: 0 },
      { batchSize: 500, windowMs: 0 },
    ],
    [{ ProvisionedPollerConfig: {} }, { pollers: undefined }],
    [{ ProvisionedPollerConfig: { MinimumPollers: 3 } }, { pollers: { minimum: 3, maximum: 200 } }],
    [pollers(2, 8, "shared"), { pollers: { minimum: 2, maximum: 8 }, pollerGroup: "shared" }],
    [pollers(2, 8, ""), { pollerGroup: undefined }],
  ])("%j", (mapping, expected) => {
    expect(tuningSettings(mapping, 3)).toMatchObject({ ...expected, provisionedConcurrency: 3 });
  });
});

describe("what an update says", () => {
  const provisioned = { ...onDemand, pollers: { minimum: 2, maximum: 8 } };

  it.each([
    [onDemand, onDemand, {}],
    [onDemand, { ...onDemand, batchSize: 500, windowMs: 2_000 }, { BatchSize: 500, MaximumBatchingWindowInSeconds: 2 }],
    [onDemand, provisioned, pollers(2, 8)],
    [provisioned, onDemand, { ProvisionedPollerConfig: {} }],
    [provisioned, { ...provisioned, pollerGroup: "shared" }, pollers(2, 8, "shared")],
    [{ ...provisioned, pollerGroup: "shared" }, provisioned, pollers(2, 8, "")],
    [onDemand, { ...onDemand, provisionedConcurrency: 4 }, {}],
  ])("case %#", (before, after, expected) => {
    expect(changedMappingSettings(before, after)).toEqual(expected);
  });
});

describe("neighbours", () => {
  const self = sampleMapping({ UUID: "self", ...pollers(1, 2, "shared") });
  const inGroup = sampleMapping({ UUID: "a", ...pollers(4, 10, "shared") });
  const alsoInGroup = sampleMapping({ UUID: "b", ...pollers(6, 10, "shared") });
  const alone = sampleMapping({ UUID: "c", ...pollers(1, 2) });
  const elsewhere = sampleMapping({
    UUID: "d",
    EventSourceArn: "arn:aws:kafka:eu-central-1:123456789012:cluster/other/u",
    ...pollers(1, 2, "far"),
  });
  const siblings = [self, inGroup, alsoInGroup, alone, sampleMapping({ UUID: "e" }), elsewhere];

  it("are in groups, without the mapping itself", () => {
    expect(pollerGroups(self, siblings)).toEqual([{ name: "shared", pollersMinimum: 10, bytesPerSecond: 0 }]);
  });

  it("could be in one where they are provisioned", () => {
    expect(sameVpcMappings(self, siblings)).toBe(3);
    expect(sameVpcMappings(elsewhere, siblings)).toBe(0);
  });

  it("of self-managed clusters are those of the same subnet", () => {
    const inSubnet = (UUID: string, URI: string) => {
      const { EventSourceArn: _, ...rest } = sampleMapping({
        UUID,
        ...pollers(1, 1),
        SourceAccessConfigurations: [{ Type: "VPC_SUBNET", URI }],
      });
      return rest;
    };
    expect(sameVpcMappings(inSubnet("a", "subnet:1"), [inSubnet("b", "subnet:1"), inSubnet("c", "subnet:2")])).toBe(1);
  });
});

it("a VPC is that of all who share a cluster or a subnet with one of it", () => {
  const place = (UUID: string, cluster: string | undefined, subnets: readonly string[]) => {
    const { EventSourceArn: _, ...rest } = sampleMapping({
      UUID,
      SourceAccessConfigurations: subnets.map((URI) => ({ Type: "VPC_SUBNET", URI })),
    });
    return { mapping: cluster === undefined ? rest : { ...rest, EventSourceArn: cluster } };
  };
  const members = [
    place("a", "shop", []),
    place("b", undefined, ["subnet:1"]),
    place("c", "other", []),
    place("d", undefined, []),
    place("e", undefined, []),
    // Which ties the first two together.
    place("f", "shop", ["subnet:1", "subnet:2"]),
  ];
  const told = sameVpcs(members).map((vpc) => vpc.map(({ mapping }) => mapping.UUID).join(""));
  expect(told.sort()).toEqual(["abf", "c", "d", "e"]);
});

it("only an alias or a version can have provisioned concurrency", () => {
  const arn = "arn:aws:lambda:eu-central-1:123456789012:function:orders";
  expect([arn, `${arn}:live`].map((FunctionArn) => qualifierOf(sampleMapping({ FunctionArn })))).toEqual([undefined, "live"]);
});
