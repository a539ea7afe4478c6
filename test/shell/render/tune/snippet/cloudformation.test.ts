import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { snippetOf } from "../../../../../src/shell/render/tune/snippet/snippet.ts";
import { ownerBy } from "../../../../support/tuning/owners.ts";
import { changeReport } from "../../../../support/tuning/reports.ts";
import { hostileTexts, isPlain, reportOf, unwrapped } from "./subjects.ts";

const pollers = { minimum: 2, maximum: 24 };

it("has the properties to change under the mapping's own id", () => {
  const text = snippetOf("cloudformation", reportOf({ batchSize: 500, windowMs: 2_000, pollers }, { owner: ownerBy("cloudformation") }));
  expect(text).toBe(`# mskctl tune: mapping orders, UUID 0dc23088-183b-4201-b1b1-fc3aa73a8c19
# Stack shop-orders, resource OrdersFunctionKafka
# For good: a window that was set once never gets back to the default of 500 ms.
# In the template, these properties of the resource; all others stay.
Resources:
  OrdersFunctionKafka:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      BatchSize: 500 # 100 today
      MaximumBatchingWindowInSeconds: 2 # not set today
      ProvisionedPollerConfig:
        MinimumPollers: 2 # not set today
        MaximumPollers: 24 # not set today`);
  expect(parse(text)).toEqual({
    Resources: {
      OrdersFunctionKafka: {
        Type: "AWS::Lambda::EventSourceMapping",
        Properties: {
          BatchSize: 500,
          MaximumBatchingWindowInSeconds: 2,
          ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 24 },
        },
      },
    },
  });
});

it("says that a placeholder is one", () => {
  const text = snippetOf("cloudformation", reportOf({ batchSize: 500 }));
  expect(Object.keys(parse(text).Resources)).toEqual(["EventSourceMapping"]);
  expect(text).toContain("# EventSourceMapping stands for the logical id, which no tag tells.");
});

it("declares a block of pollers as a whole: with the group that stays", () => {
  const today = { pollers: { minimum: 4, maximum: 24 }, pollerGroup: "shared" };
  const text = snippetOf("cloudformation", reportOf({ pollers }, { today }));
  expect(parse(text).Resources.EventSourceMapping.Properties).toEqual({
    ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 24, PollerGroupName: "shared" },
  });
  expect(text).toContain("MinimumPollers: 2 # 4 today\n        MaximumPollers: 24\n");
});

describe("what cannot be declared is a comment", () => {
  it("of what is to be removed for on-demand mode", () => {
    const text = snippetOf("cloudformation", reportOf({ pollers: undefined }, { today: { pollers }, owner: ownerBy("cloudformation") }));
    expect(parse(text)).toBeNull();
    expect(unwrapped(text)).toContain("Remove ProvisionedPollerConfig: back to on-demand mode.");
  });

  it("of the group that is left", () => {
    const text = snippetOf("cloudformation", reportOf({ pollerGroup: undefined }, { today: { pollers, pollerGroup: "shared" } }));
    expect(parse(text).Resources.EventSourceMapping.Properties).toEqual({
      ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 24 },
    });
    expect(text).toContain("# Remove PollerGroupName:");
  });

  it("of what is set at the function", () => {
    const mapping = { FunctionArn: "arn:aws:lambda:eu-central-1:123456789012:function:orders:live" };
    const text = snippetOf("cloudformation", reportOf({ provisionedConcurrency: 5 }, { mapping }));
    expect(parse(text)).toBeNull();
    expect(unwrapped(text)).toContain("Not in here: ProvisionedConcurrentExecutions 5 of orders:live, which is set at the function.");
  });
});

it("shows CDK's own words before the template", () => {
  const owner = ownerBy("cdk", { logicalId: "OrdersKafka7F3A9C21" });
  const lines = snippetOf("cloudformation", reportOf({ batchSize: 500, pollers, pollerGroup: "a b" }, { owner })).split("\n");
  const first = lines.findIndex((line) => line.startsWith("# In CDK"));
  expect(lines.slice(first).join("\n")).toBe(`# In CDK, where the event source is created: batchSize,
# provisionedPollerConfig.minimumPollers,
# provisionedPollerConfig.maximumPollers,
# provisionedPollerConfig.pollerGroupName; or at its CfnEventSourceMapping:
#   mapping.addPropertyOverride("BatchSize", 500);
#   mapping.addPropertyOverride("ProvisionedPollerConfig.MinimumPollers", 2);
#   mapping.addPropertyOverride("ProvisionedPollerConfig.MaximumPollers", 24);
#   mapping.addPropertyOverride("ProvisionedPollerConfig.PollerGroupName", "a b");
# The template then has:
Resources:
  OrdersKafka7F3A9C21:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      BatchSize: 500 # 100 today
      ProvisionedPollerConfig:
        MinimumPollers: 2 # not set today
        MaximumPollers: 24 # not set today
        PollerGroupName: "a b" # not set today`);
});

it("deletes in CDK what is to be removed", () => {
  const owner = ownerBy("cdk");
  const text = snippetOf("cloudformation", reportOf({ pollers: undefined }, { today: { pollers }, owner }));
  expect(text.split("\n").slice(-2)).toEqual([
    "# In CDK, at its CfnEventSourceMapping:",
    '#   mapping.addPropertyDeletionOverride("ProvisionedPollerConfig");',
  ]);
  const left = snippetOf("cloudformation", reportOf({ pollerGroup: undefined }, { today: { pollers, pollerGroup: "shared" }, owner }));
  expect(left).toContain('#   mapping.addPropertyDeletionOverride("ProvisionedPollerConfig.PollerGroupName");');
});

describe.each(hostileTexts)("%j", (hostile) => {
  it.each(["cloudformation", "cdk"] as const)("breaks out of nothing in a snippet for %s", (tool) => {
    const owner = ownerBy(tool, { stack: hostile });
    const text = snippetOf("cloudformation", reportOf({ pollers, pollerGroup: hostile }, { name: hostile, owner }));
    expect(parse(text)).toEqual({
      Resources: {
        OrdersFunctionKafka: {
          Type: "AWS::Lambda::EventSourceMapping",
          Properties: { ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 24, PollerGroupName: hostile } },
        },
      },
    });
    expect(isPlain(text.replaceAll("😀", ""))).toBe(true);
  });
});

it("fits 80 columns where no single word is longer", () => {
  const text = snippetOf("cloudformation", { ...changeReport(), owner: ownerBy("cloudformation") });
  expect(text.split("\n").filter((line) => line.length > 80)).toEqual([]);
});
