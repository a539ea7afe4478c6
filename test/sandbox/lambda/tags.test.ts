import { ListTagsCommand, TagResourceCommand, UntagResourceCommand } from "@aws-sdk/client-lambda";
import { expect, it } from "vitest";
import { functionArn, mskMapping, refusalOf, useLambda } from "./lambda-fixture.ts";

const lambda = useLambda();

const list = (Resource: string) => lambda.client.send(new ListTagsCommand({ Resource }));
const tag = (Resource: string, Tags: Record<string, string>) => lambda.client.send(new TagResourceCommand({ Resource, Tags }));
const untag = (Resource: string, TagKeys: string[]) => lambda.client.send(new UntagResourceCommand({ Resource, TagKeys }));

it("tags a mapping at create and later, and takes tags away", async () => {
  const { EventSourceMappingArn: arn = "" } = await lambda.create({ ...mskMapping, Tags: { team: "shop", stage: "test" } });
  expect((await list(arn)).Tags).toEqual({ team: "shop", stage: "test" });

  expect((await tag(arn, { stage: "live", "cost centre": "a=b & c" })).$metadata.httpStatusCode).toBe(204);
  expect((await untag(arn, ["team", "never-set"])).$metadata.httpStatusCode).toBe(204);

  expect((await list(arn)).Tags).toEqual({ stage: "live", "cost centre": "a=b & c" });
});

it("tags a function", async () => {
  await tag(functionArn("orders"), { team: "shop" });

  expect((await list(functionArn("orders"))).Tags).toEqual({ team: "shop" });
});

const unknownMapping = "arn:aws:lambda:eu-central-1:123456789012:event-source-mapping:00000000-0000-4000-8000-000000000000";

it.each<[string, (arn: string) => Promise<unknown>]>([
  ["ListTags", list],
  ["TagResource", (arn) => tag(arn, { a: "b" })],
  ["UntagResource", (arn) => untag(arn, ["a"])],
])("%s answers 404 for a resource that does not exist", async (_, call) => {
  expect(await refusalOf(call(unknownMapping))).toEqual({
    name: "ResourceNotFoundException",
    status: 404,
    message: `Event source mapping not found: ${unknownMapping}`,
  });
  expect(await refusalOf(call(functionArn("missing")))).toMatchObject({
    status: 404,
    message: `Function not found: ${functionArn("missing")}`,
  });
});

it("refuses aliases, other text than an ARN, and tags beyond the limits", async () => {
  const many = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`key-${index}`, ""]));
  const arn = functionArn("orders");

  expect(await refusalOf(tag(functionArn("payments:live"), { a: "b" }))).toMatchObject({
    name: "InvalidParameterValueException",
    message: "Tags on function aliases and versions are not supported. Please specify a function ARN.",
  });
  expect(await refusalOf(list("orders"))).toMatchObject({ name: "ValidationException", status: 400 });
  expect(await refusalOf(tag(arn, many))).toMatchObject({ message: "Number of tags exceeds resource tag limit." });
  expect(await refusalOf(tag(arn, {}))).toMatchObject({ message: "An error occurred and the request cannot be processed." });
  expect(await refusalOf(tag(arn, { "aws:a": "b" }))).toMatchObject({ name: "InvalidParameterValueException" });
  expect(await refusalOf(tag(arn, { a: "b".repeat(257) }))).toMatchObject({ name: "InvalidParameterValueException" });
  expect(await refusalOf(untag(arn, []))).toMatchObject({ name: "ValidationException", message: expect.stringContaining("'tagKeys'") });
  expect((await list(arn)).Tags).toEqual({});
});
