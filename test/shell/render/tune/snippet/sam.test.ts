import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { snippetOf } from "../../../../../src/shell/render/tune/snippet/snippet.ts";
import { ownerBy } from "../../../../support/tuning/owners.ts";
import { hostileTexts, isPlain, reportOf } from "./subjects.ts";

const pollers = { minimum: 2, maximum: 24 };

it("has the properties to change of the function's event", () => {
  const text = snippetOf("sam", reportOf({ batchSize: 500, pollers }, { owner: ownerBy("sam") }));
  expect(text).toBe(`# mskctl tune: mapping orders, UUID 0dc23088-183b-4201-b1b1-fc3aa73a8c19
# Stack shop-orders, resource OrdersFunctionKafka
# In the template, these properties of the function's event; all others stay.
Resources:
  OrdersFunction:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        Kafka:
          Type: MSK
          Properties:
            BatchSize: 500 # 100 today
            ProvisionedPollerConfig:
              MinimumPollers: 2 # not set today
              MaximumPollers: 24 # not set today`);
});

it("says which names are placeholders", () => {
  const text = snippetOf("sam", reportOf({ batchSize: 500 }, { owner: ownerBy("sam", { logicalId: undefined }) }));
  expect(Object.keys(parse(text).Resources.OrdersFunction.Properties.Events)).toEqual(["Event"]);
  expect(text).toContain("# Event stands for the name of the event, which no tag tells.");
  const without = snippetOf("sam", reportOf({ batchSize: 500 }));
  expect(Object.keys(parse(without).Resources)).toEqual(["Function"]);
  expect(without).toContain("# Function stands for the function's logical id, which no tag tells.");
  const other = snippetOf("sam", reportOf({ batchSize: 500 }, { owner: ownerBy("sam", { logicalId: "Mapping" }) }));
  expect(Object.keys(parse(other).Resources.OrdersFunction.Properties.Events)).toEqual(["Event"]);
});

it("is of another type for brokers of one's own, whose window SAM's guide leaves out", () => {
  const report = reportOf({ windowMs: 1_000 }, { today: { windowMs: 0 } });
  const { EventSourceArn: _, ...mapping } = report.mapping;
  const text = snippetOf("sam", { ...report, mapping });
  expect(parse(text).Resources.Function.Properties.Events.Event).toEqual({
    Type: "SelfManagedKafka",
    Properties: { MaximumBatchingWindowInSeconds: 1 },
  });
  expect(text).toContain("SAM's guide does not list MaximumBatchingWindowInSeconds");
  expect(snippetOf("sam", report)).not.toContain("does not list");
});

it("is a comment alone where there is something to remove only", () => {
  const text = snippetOf("sam", reportOf({ pollers: undefined }, { today: { pollers }, owner: ownerBy("sam") }));
  expect(parse(text)).toBeNull();
  expect(text).toContain("# Remove ProvisionedPollerConfig:");
});

describe.each(hostileTexts)("%j", (hostile) => {
  it("breaks out of nothing", () => {
    const owner = ownerBy("sam", { stack: hostile });
    const text = snippetOf("sam", reportOf({ pollers, pollerGroup: hostile }, { name: hostile, owner }));
    expect(parse(text).Resources).toEqual({
      OrdersFunction: {
        Type: "AWS::Serverless::Function",
        Properties: {
          Events: {
            Kafka: {
              Type: "MSK",
              Properties: { ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 24, PollerGroupName: hostile } },
            },
          },
        },
      },
    });
    expect(isPlain(text.replaceAll("😀", ""))).toBe(true);
  });
});
