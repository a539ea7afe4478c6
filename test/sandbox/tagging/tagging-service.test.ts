import { GetResourcesCommand, paginateGetResources, ResourceGroupsTaggingAPIClient } from "@aws-sdk/client-resource-groups-tagging-api";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { type TestWorld, testCluster, testFunction, testWorld } from "../../support/sandbox-world.ts";
import { startTestFront } from "../../support/test-front.ts";

let world: TestWorld = testWorld();
const front = await startTestFront(() => world);
const client = new ResourceGroupsTaggingAPIClient(front.client);

const mappingArn = (at: number | string) => `arn:aws:lambda:eu-central-1:123456789012:event-source-mapping:${at}`;
const functionArn = "arn:aws:lambda:eu-central-1:123456789012:function:orders";
const cluster = testCluster({ name: "shop", tags: new Map([["team", "shop"]]) });

function addMapping(at: number | string, tags: Record<string, string>): void {
  const document = { UUID: String(at), EventSourceMappingArn: mappingArn(at) };
  world.mappings.set(String(at), { document, lastModifiedMs: 0, tags: new Map(Object.entries(tags)) });
}

beforeEach(() => {
  world = testWorld();
  const tags = new Map([
    ["team", "shop"],
    ["env", "prod"],
  ]);
  world.functions.set("orders", testFunction("orders", { tags }));
  world.clusters.set(cluster.arn, cluster);
  addMapping("a", { team: "shop", env: "test" });
  addMapping("b", { team: "pay" });
  addMapping("untagged", {});
});

afterAll(() => front.close());

async function arns(input: object): Promise<(string | undefined)[]> {
  const { ResourceTagMappingList } = await client.send(new GetResourcesCommand(input));
  return (ResourceTagMappingList ?? []).map(({ ResourceARN }) => ResourceARN);
}

describe("GetResources", () => {
  it.each([
    ["every tagged resource", {}, [functionArn, mappingArn("a"), mappingArn("b"), cluster.arn]],
    ["a service", { ResourceTypeFilters: ["lambda"] }, [functionArn, mappingArn("a"), mappingArn("b")]],
    ["a type", { ResourceTypeFilters: ["lambda:event-source-mapping"] }, [mappingArn("a"), mappingArn("b")]],
    ["two types", { ResourceTypeFilters: ["kafka:cluster", "lambda:function"] }, [functionArn, cluster.arn]],
    ["a key", { TagFilters: [{ Key: "env" }] }, [functionArn, mappingArn("a")]],
    ["a value", { TagFilters: [{ Key: "team", Values: ["pay"] }] }, [mappingArn("b")]],
    ["one of two values", { TagFilters: [{ Key: "env", Values: ["prod", "test"] }] }, [functionArn, mappingArn("a")]],
    [
      "two keys together",
      {
        TagFilters: [
          { Key: "team", Values: ["shop"] },
          { Key: "env", Values: ["test"] },
        ],
      },
      [mappingArn("a")],
    ],
    ["given ARNs", { ResourceARNList: [mappingArn("b"), mappingArn("gone")] }, [mappingArn("b")]],
  ])("finds %s", async (_, input, expected) => {
    expect(await arns(input)).toEqual(expected);
  });

  it("gives all tags of what it finds", async () => {
    const { ResourceTagMappingList } = await client.send(new GetResourcesCommand({ TagFilters: [{ Key: "env", Values: ["prod"] }] }));
    expect(ResourceTagMappingList).toEqual([
      {
        ResourceARN: functionArn,
        Tags: [
          { Key: "team", Value: "shop" },
          { Key: "env", Value: "prod" },
        ],
      },
    ]);
  });

  it("gives pages of 100, and ends them as the SDK's paginator expects", async () => {
    for (let at = 0; at < 150; at++) addMapping(at, { many: "yes" });
    const pages: number[] = [];
    for await (const page of paginateGetResources({ client }, { TagFilters: [{ Key: "many" }] }))
      pages.push(page.ResourceTagMappingList?.length ?? 0);
    expect(pages).toEqual([100, 50]);
  });

  it.each([
    ["a page of 101", { ResourcesPerPage: 101 }, "InvalidParameterException"],
    ["ARNs together with filters", { ResourceARNList: [functionArn], TagFilters: [{ Key: "env" }] }, "InvalidParameterException"],
    ["a token of another making", { PaginationToken: "x" }, "PaginationTokenExpiredException"],
  ])("refuses %s", async (_, input, name) => {
    await expect(arns(input)).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 400 } });
  });
});
