import nock from "nock";
import { expect, it } from "vitest";
import { glueSchemas } from "../../../src/platform/aws/glue-schemas.ts";
import { errorOf, exactly, mockedAws, useMockedAws } from "../../support/aws.ts";

useMockedAws();

const url = "https://glue.eu-central-1.amazonaws.com";
const id = "e424651b-7a41-405d-bf05-2cae8cdf5aea";

function answer(status: number, body: object) {
  return nock(url, { reqheaders: { "x-amz-target": "AWSGlue.GetSchemaVersion" } })
    .post("/", exactly({ SchemaVersionId: id }))
    .reply(status, body, { "content-type": "application/x-amz-json-1.1" });
}

it("a schema comes with its language", async () => {
  answer(200, { SchemaVersionId: id, SchemaDefinition: "text", DataFormat: "PROTOBUF", Status: "AVAILABLE" });
  expect(await glueSchemas(mockedAws()).schema(id)).toEqual({ format: "PROTOBUF", text: "text", references: [] });
});

it("a schema that does not exist is none", async () => {
  answer(400, { __type: "EntityNotFoundException", Message: "Schema version is not found." });
  expect(await glueSchemas(mockedAws()).schema(id)).toBeUndefined();
});

it("a version without a text is none: it is being deleted", async () => {
  answer(200, { SchemaVersionId: id, Status: "DELETING" });
  expect(await glueSchemas(mockedAws()).schema(id)).toBeUndefined();
});

it("a denial names the action", async () => {
  answer(400, {
    __type: "AccessDeniedException",
    Message: "User: arn:aws:iam::1:user/eve is not authorized to perform: glue:GetSchemaVersion on resource: x",
  });
  expect(await errorOf(glueSchemas(mockedAws()).schema(id))).toMatchObject({
    code: "not-permitted",
    details: { action: "glue:GetSchemaVersion" },
  });
});

it("a throttled call is made again", async () => {
  answer(400, { __type: "ThrottlingException", Message: "Rate exceeded" });
  answer(200, { SchemaDefinition: "text", DataFormat: "AVRO" });
  expect(await glueSchemas(mockedAws()).schema(id)).toMatchObject({ text: "text" });
});
