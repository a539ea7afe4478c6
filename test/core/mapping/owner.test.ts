import { describe, expect, it } from "vitest";
import { ownerOf } from "../../../src/core/mapping/owner.ts";

type Given = Readonly<Record<string, string>>;

const ownerBy = (mapping: Given, fn?: Given) => ownerOf(new Map(Object.entries(mapping)), fn && new Map(Object.entries(fn)));
const stack = (logicalId: string, name = "shop"): Given => ({
  "aws:cloudformation:stack-name": name,
  "aws:cloudformation:logical-id": logicalId,
  "aws:cloudformation:stack-id": `arn:aws:cloudformation:eu-central-1:123456789012:stack/${name}/1`,
});
const sam = { "lambda:createdBy": "SAM" };

describe("a stack", () => {
  it("is told by the mapping's own tags, for certain", () => {
    expect(ownerBy({ team: "shop", ...stack("OrdersMapping") })).toEqual({
      tool: "cloudformation",
      stack: "shop",
      logicalId: "OrdersMapping",
      functionLogicalId: undefined,
      by: { tag: "aws:cloudformation:stack-name=shop", of: "mapping" },
      isCertain: true,
    });
  });

  it.each([
    ["SAM's, for an event of a function that SAM made", stack("OrdersKafka"), { ...stack("Orders"), ...sam }, "sam"],
    ["SAM's, where SAM's tag is on the mapping itself", { ...stack("Anything"), ...sam }, undefined, "sam"],
    ["plain in SAM's template, where its id is not of the function", stack("Mapping"), { ...stack("Orders"), ...sam }, "cloudformation"],
    ["plain, where the function is of another stack", stack("OrdersKafka"), { ...stack("Orders", "other"), ...sam }, "cloudformation"],
    [
      "plain, where somebody else's tag looks like SAM's",
      stack("OrdersKafka"),
      { ...stack("Orders"), "lambda:createdBy": "me" },
      "cloudformation",
    ],
    ["CDK's, by the hash at the end of the id", stack("OrdersKafkaEventSource7F3A9C21"), undefined, "cdk"],
    ["not CDK's, by a date at the end of the id", stack("Mapping20261126"), undefined, "cloudformation"],
    ["CDK's, where a tag says so", { ...stack("Mapping"), "managed-by": "CDK" }, undefined, "cdk"],
    ["its own before what people say", { ...stack("Mapping"), ManagedBy: "terraform" }, undefined, "cloudformation"],
  ])("%s", (_, mapping, fn, tool) => {
    expect(ownerBy(mapping, fn)).toMatchObject({ tool, stack: "shop", isCertain: true, by: { of: "mapping" } });
  });

  it("is a guess by its function's tags, which do not tell the mapping's id", () => {
    expect(ownerBy({}, { ...stack("Orders"), ...sam })).toMatchObject({
      tool: "sam",
      stack: "shop",
      logicalId: undefined,
      functionLogicalId: "Orders",
      by: { of: "function" },
      isCertain: false,
    });
    expect(ownerBy({}, stack("Orders1A2B3C4D"))).toMatchObject({ tool: "cdk", isCertain: false });
    expect(ownerBy({}, stack("Orders"))).toMatchObject({ tool: "cloudformation", isCertain: false });
  });

  it.each(["", "Orders\n  Evil: true", "a-b", "x".repeat(256), "\u0024{x}"])("has no resource that is called %j", (logicalId) => {
    expect(ownerBy(stack(logicalId))).toMatchObject({ tool: "cloudformation", stack: "shop", logicalId: undefined });
  });
});

describe("a name that people gave", () => {
  it.each([
    [{ terraform: "true" }, "terraform", "terraform=true"],
    [{ Terraform: "Yes" }, "terraform", "Terraform=Yes"],
    [{ ManagedBy: "Terraform" }, "terraform", "ManagedBy=Terraform"],
    [{ "managed-by": "terraform" }, "terraform", "managed-by=terraform"],
    [{ managed_by: "OpenTofu" }, "terraform", "managed_by=OpenTofu"],
    [{ IaC: "CloudFormation" }, "cloudformation", "IaC=CloudFormation"],
    [{ "Provisioned By": "aws-sam" }, "sam", "Provisioned By=aws-sam"],
  ])("%j is a guess", (tags, tool, tag) => {
    expect(ownerBy(tags)).toMatchObject({ tool, stack: undefined, logicalId: undefined, by: { tag, of: "mapping" }, isCertain: false });
    expect(ownerBy({}, tags)).toMatchObject({ tool, by: { tag, of: "function" }, isCertain: false });
  });

  it("counts on the mapping before anything on its function", () => {
    expect(ownerBy({ ManagedBy: "terraform" }, stack("Orders"))).toMatchObject({ tool: "terraform", by: { of: "mapping" } });
  });

  it.each([
    {},
    { terraform: "false" },
    { team: "terraform" },
    { ManagedBy: "alice" },
    { "lambda:createdBy": "SAM" },
    { "aws:cloudformation:logical-id": "A" },
  ])("%j names nobody", (tags) => {
    expect(ownerBy(tags, {})).toBeUndefined();
  });
});
