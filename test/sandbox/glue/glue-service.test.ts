import {
  CreateRegistryCommand,
  CreateSchemaCommand,
  type CreateSchemaCommandInput,
  GetRegistryCommand,
  GetSchemaByDefinitionCommand,
  GetSchemaCommand,
  GetSchemaVersionCommand,
  type GetSchemaVersionCommandInput,
  GlueClient,
  ListRegistriesCommand,
  paginateListRegistries,
  RegisterSchemaVersionCommand,
} from "@aws-sdk/client-glue";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { startMs, type TestWorld, testWorld } from "../../support/sandbox-world.ts";
import { startTestFront } from "../../support/test-front.ts";

let world: TestWorld = testWorld();
const front = await startTestFront(() => world);
const client = new GlueClient(front.client);

const RegistryArn = "arn:aws:glue:eu-central-1:123456789012:registry/shop";
const SchemaArn = "arn:aws:glue:eu-central-1:123456789012:schema/shop/orders";
const SchemaId = { RegistryName: "shop", SchemaName: "orders" };
const first = '{"type":"record","name":"Order","fields":[]}';
const second = '{"type":"record","name":"Order","fields":[{"name":"id","type":"int"}]}';
const createdTime = new Date(startMs).toISOString();

const createRegistry = (RegistryName = "shop") => client.send(new CreateRegistryCommand({ RegistryName, Description: "ours" }));
const createSchema = (changes: Partial<CreateSchemaCommandInput> = {}) =>
  client.send(
    new CreateSchemaCommand({
      RegistryId: { RegistryName: "shop" },
      SchemaName: "orders",
      DataFormat: "AVRO",
      SchemaDefinition: first,
      ...changes,
    }),
  );
const register = (SchemaDefinition: string, id = SchemaId) =>
  client.send(new RegisterSchemaVersionCommand({ SchemaId: id, SchemaDefinition }));
const byDefinition = (SchemaDefinition: string, id = SchemaId) =>
  client.send(new GetSchemaByDefinitionCommand({ SchemaId: id, SchemaDefinition }));
const getVersion = (input: Partial<GetSchemaVersionCommandInput>) => client.send(new GetSchemaVersionCommand(input));
const refused = (name: string, message: string | RegExp) => ({
  name,
  message: typeof message === "string" ? message : expect.stringMatching(message),
  $metadata: expect.objectContaining({ httpStatusCode: 400 }),
});

beforeEach(async () => {
  world = testWorld();
  await createRegistry();
});

afterAll(() => front.close());

describe("registries", () => {
  it("are found by name and by ARN", async () => {
    const expected = { RegistryName: "shop", RegistryArn, Description: "ours", Status: "AVAILABLE", CreatedTime: createdTime };
    for (const RegistryId of [{ RegistryName: "shop" }, { RegistryArn }])
      expect(await client.send(new GetRegistryCommand({ RegistryId }))).toMatchObject(expected);
    expect((await client.send(new ListRegistriesCommand({}))).Registries).toEqual([expect.objectContaining(expected)]);
  });

  it("are listed in pages, of 25 when none is asked for", async () => {
    for (let at = 0; at < 29; at++) await createRegistry(`r${at}`);
    const pages: number[] = [];
    for await (const { Registries = [] } of paginateListRegistries({ client }, {})) pages.push(Registries.length);
    expect(pages).toEqual([25, 5]);
  });

  it.each<[string, () => Promise<unknown>, string, string | RegExp]>([
    ["a name that is taken", () => createRegistry(), "AlreadyExistsException", "Registry already exists. RegistryName: shop"],
    ["a name that is none", () => createRegistry("shop~1"), "InvalidInputException", /not valid.*RegistryName$/],
    [
      "a registry that is not there",
      () => client.send(new GetRegistryCommand({ RegistryId: { RegistryName: "gone" } })),
      "EntityNotFoundException",
      "Registry is not found. RegistryName: gone",
    ],
    ["no registry", () => client.send(new GetRegistryCommand({ RegistryId: {} })), "InvalidInputException", /RegistryName or RegistryArn/],
    ["a page of 101", () => client.send(new ListRegistriesCommand({ MaxResults: 101 })), "InvalidInputException", /between 1 and 100/],
    ["a strange token", () => client.send(new ListRegistriesCommand({ NextToken: "x" })), "InvalidInputException", /NextToken/],
  ])("refuse %s", async (_, call, name, message) => {
    await expect(call()).rejects.toMatchObject(refused(name, message));
  });
});

describe("schemas", () => {
  it("have their first version from the start, and are described", async () => {
    const created = await createSchema({ Description: "of orders", Compatibility: "FULL" });
    const expected = {
      RegistryName: "shop",
      RegistryArn,
      SchemaName: "orders",
      SchemaArn,
      Description: "of orders",
      DataFormat: "AVRO",
      Compatibility: "FULL",
      LatestSchemaVersion: 1,
      NextSchemaVersion: 2,
      SchemaStatus: "AVAILABLE",
    };
    expect(created).toMatchObject({
      ...expected,
      SchemaVersionStatus: "AVAILABLE",
      SchemaVersionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    for (const id of [SchemaId, { SchemaArn }]) {
      expect(await client.send(new GetSchemaCommand({ SchemaId: id }))).toMatchObject({ ...expected, CreatedTime: createdTime });
    }
  });

  it("go to the default registry, which appears then", async () => {
    expect(await createSchema({ RegistryId: undefined })).toMatchObject({ RegistryName: "default-registry", Compatibility: "BACKWARD" });
    expect(await createSchema({ RegistryId: undefined, SchemaName: "more" })).toMatchObject({ RegistryName: "default-registry" });
  });

  it("may have no version at first", async () => {
    expect(await createSchema({ SchemaDefinition: undefined })).not.toHaveProperty("SchemaVersionId");
    await expect(getVersion({ SchemaId, SchemaVersionNumber: { LatestVersion: true } })).rejects.toMatchObject(
      refused("EntityNotFoundException", "Schema version is not found."),
    );
  });

  it.each<[string, Partial<CreateSchemaCommandInput>, string, RegExp]>([
    ["a registry that is not there", { RegistryId: { RegistryName: "gone" } }, "EntityNotFoundException", /Registry is not found/],
    ["an unknown format", { DataFormat: "XML" as "AVRO" }, "InvalidInputException", /AVRO, JSON, PROTOBUF/],
    ["an unknown compatibility", { Compatibility: "SOME" as "NONE" }, "InvalidInputException", /BACKWARD_ALL/],
    [
      "a definition that is no JSON",
      { SchemaDefinition: "{" },
      "InvalidInputException",
      /^Schema definition of AVRO data format is invalid/,
    ],
    ["a name that is none", { SchemaName: "a b" }, "InvalidInputException", /SchemaName/],
  ])("are refused with %s", async (_, changes, name, message) => {
    await expect(createSchema(changes)).rejects.toMatchObject(refused(name, message));
    expect(world.schemaRegistries.get("shop")?.schemas.size).toBe(0);
  });

  it("are refused under a name that is taken", async () => {
    await createSchema();
    await expect(createSchema()).rejects.toMatchObject(
      refused("AlreadyExistsException", "Schema already exists. RegistryName: shop, SchemaName: orders"),
    );
  });
});

describe("versions", () => {
  // The way of AWS's own serializers: by definition; when that is not found create or register; then wait until it is available.
  it("are made as a producer makes them", async () => {
    await expect(byDefinition(first)).rejects.toMatchObject(refused("EntityNotFoundException", "Schema is not found."));
    const created = await createSchema();
    expect(await byDefinition(` ${first}`)).toMatchObject({ SchemaVersionId: created.SchemaVersionId, Status: "AVAILABLE", SchemaArn });
    await expect(byDefinition(second)).rejects.toMatchObject(refused("EntityNotFoundException", "Schema version is not found."));
    const registered = await register(second);
    expect(registered).toMatchObject({ VersionNumber: 2, Status: "AVAILABLE" });
    expect((await register(second)).SchemaVersionId).toBe(registered.SchemaVersionId);
    expect(await getVersion({ SchemaVersionId: registered.SchemaVersionId })).toMatchObject({
      SchemaDefinition: second,
      DataFormat: "AVRO",
      SchemaArn,
      VersionNumber: 2,
      Status: "AVAILABLE",
      CreatedTime: createdTime,
    });
  });

  it("are found by number, too", async () => {
    await createSchema();
    await register(second);
    expect((await getVersion({ SchemaId, SchemaVersionNumber: { VersionNumber: 1 } })).SchemaDefinition).toBe(first);
    expect((await getVersion({ SchemaId: { SchemaArn }, SchemaVersionNumber: { LatestVersion: true } })).SchemaDefinition).toBe(second);
  });

  it("do not come after the first one where compatibility forbids it", async () => {
    await createSchema({ Compatibility: "DISABLED" });
    await register(first);
    await expect(register(second)).rejects.toMatchObject(refused("InvalidInputException", /DISABLED/));
  });

  const unknown = "00000000-0000-4000-8000-000000000000";
  it.each<[string, Partial<GetSchemaVersionCommandInput>, string, RegExp]>([
    ["an id that is not there", { SchemaVersionId: unknown }, "EntityNotFoundException", /^Schema version is not found\.$/],
    ["a number that is not there", { SchemaId, SchemaVersionNumber: { VersionNumber: 9 } }, "EntityNotFoundException", /version/],
    ["a schema that is not there", { SchemaId: { ...SchemaId, SchemaName: "gone" } }, "EntityNotFoundException", /^Schema is not found\.$/],
    ["an id and a schema", { SchemaVersionId: unknown, SchemaId }, "InvalidInputException", /SchemaVersionId or SchemaId/],
    ["no number", { SchemaId }, "InvalidInputException", /LatestVersion or VersionNumber/],
    ["a name without a registry", { SchemaId: { SchemaName: "orders" } }, "InvalidInputException", /RegistryName/],
    ["nothing", {}, "InvalidInputException", /SchemaArn or SchemaName/],
  ])("are refused with %s", async (_, input, name, message) => {
    await createSchema();
    await expect(getVersion(input)).rejects.toMatchObject(refused(name, message));
  });
});
