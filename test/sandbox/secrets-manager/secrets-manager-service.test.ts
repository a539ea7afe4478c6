import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  paginateListSecrets,
  RestoreSecretCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { startMs, type TestWorld, testWorld } from "../../support/sandbox-world.ts";
import { startTestFront } from "../../support/test-front.ts";

let world: TestWorld = testWorld();
const front = await startTestFront(() => world);
const client = new SecretsManagerClient(front.client);
const dayMs = 86_400_000;
const SecretId = "kafka/orders";
const login = '{"username":"orders","password":"hunter2"}';

beforeEach(() => {
  world = testWorld();
});

afterAll(() => front.close());

const create = (Name = SecretId, changes: object = {}) => client.send(new CreateSecretCommand({ Name, SecretString: login, ...changes }));
const put = (changes: object) => client.send(new PutSecretValueCommand({ SecretId, ...changes }));
const get = (changes: object = {}) => client.send(new GetSecretValueCommand({ SecretId, ...changes }));
const describeIt = () => client.send(new DescribeSecretCommand({ SecretId }));
const remove = (changes: object = {}) => client.send(new DeleteSecretCommand({ SecretId, ...changes }));
const refused = (name: string, message: string | RegExp) => ({
  name,
  message: typeof message === "string" ? message : expect.stringMatching(message),
  $metadata: expect.objectContaining({ httpStatusCode: 400 }),
});

describe("a value", () => {
  it("is read as it was written, by name and by ARN", async () => {
    const { ARN, VersionId } = await create();
    expect(ARN).toMatch(/^arn:aws:secretsmanager:eu-central-1:123456789012:secret:kafka\/orders-[A-Za-z0-9]{6}$/);
    const expected = { ARN, Name: SecretId, VersionId, SecretString: login, VersionStages: ["AWSCURRENT"], CreatedDate: new Date(startMs) };
    expect(await get()).toMatchObject(expected);
    expect(await get({ SecretId: ARN })).toMatchObject(expected);
    expect(await get({ SecretId: ARN?.slice(0, -7) })).toMatchObject(expected);
  });

  it("may be bytes", async () => {
    const SecretBinary = Uint8Array.of(0, 255, 1);
    await create(SecretId, { SecretString: undefined, SecretBinary });
    expect((await get()).SecretBinary).toEqual(SecretBinary);
  });

  it("is replaced by the next version, and the one before can still be read", async () => {
    const first = await create();
    const second = await put({ SecretString: "second" });
    expect(second.VersionStages).toEqual(["AWSCURRENT"]);
    expect((await get()).SecretString).toBe("second");
    expect(await get({ VersionStage: "AWSPREVIOUS" })).toMatchObject({ SecretString: login, VersionId: first.VersionId });
    expect((await get({ VersionId: first.VersionId })).SecretString).toBe(login);
    expect((await describeIt()).VersionIdsToStages).toEqual({
      [first.VersionId ?? ""]: ["AWSPREVIOUS"],
      [second.VersionId ?? ""]: ["AWSCURRENT"],
    });
  });

  it("that is put twice with one token is one version, and never changes", async () => {
    await create();
    const ClientRequestToken = "0".repeat(32);
    await put({ SecretString: "second", ClientRequestToken });
    await put({ SecretString: "second", ClientRequestToken });
    expect(Object.keys((await describeIt()).VersionIdsToStages ?? {})).toHaveLength(2);
    await expect(put({ SecretString: "third", ClientRequestToken })).rejects.toMatchObject(
      refused("ResourceExistsException", /never changes/),
    );
  });

  it.each([
    [
      "of a label that no version has",
      { VersionStage: "AWSPENDING" },
      "Secrets Manager can't find the specified secret value for staging label: AWSPENDING",
    ],
    [
      "of a version that does not exist",
      { VersionId: "1".repeat(32) },
      `Secrets Manager can't find the specified secret value for VersionId: ${"1".repeat(32)}`,
    ],
    ["of a secret that does not exist", { SecretId: "gone" }, "Secrets Manager can't find the specified secret."],
  ])("%s is not found", async (_, changes, message) => {
    await create();
    await expect(get(changes)).rejects.toMatchObject(refused("ResourceNotFoundException", message));
  });

  it("of a version under a label that it does not have is refused", async () => {
    const { VersionId } = await create();
    await expect(get({ VersionId, VersionStage: "AWSPENDING" })).rejects.toMatchObject(
      refused("InvalidRequestException", /not associated/),
    );
  });
});

describe("creating", () => {
  it("is answered again when it comes twice, and refused for a name that is taken", async () => {
    const ClientRequestToken = "0".repeat(36);
    const first = await create(SecretId, { ClientRequestToken });
    expect(await create(SecretId, { ClientRequestToken })).toMatchObject({ ARN: first.ARN, VersionId: ClientRequestToken });
    await expect(create()).rejects.toMatchObject(
      refused("ResourceExistsException", "The operation failed because the secret kafka/orders already exists."),
    );
  });

  it("may leave the value for later", async () => {
    expect((await create(SecretId, { SecretString: undefined })).VersionId).toBeUndefined();
    await expect(get()).rejects.toMatchObject(refused("ResourceNotFoundException", /staging label: AWSCURRENT$/));
    await put({ SecretString: "late" });
    expect((await get()).SecretString).toBe("late");
  });

  it.each([
    ["a name with a space", { Name: "a b" }, /Invalid name/],
    ["two values", { SecretBinary: Uint8Array.of(1) }, /both SecretString and SecretBinary/],
    ["a value of more than 64 KiB", { SecretString: "x".repeat(65_537) }, /65536 bytes/],
    ["a token that is too short", { ClientRequestToken: "short" }, /32-64/],
  ])("is refused with %s", async (_, changes, message) => {
    await expect(create(SecretId, changes)).rejects.toMatchObject(refused("InvalidParameterException", message));
    expect(world.secrets.size).toBe(0);
  });

  it("is refused without a name in the words of the service model", async () => {
    await expect(create(undefined, { Name: undefined })).rejects.toMatchObject(
      refused(
        "ValidationException",
        "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null",
      ),
    );
  });
});

describe("deleting", () => {
  it("marks a secret first: it cannot be read, only be found and be restored", async () => {
    await create();
    const deletion = new Date(startMs + 7 * dayMs);
    expect((await remove({ RecoveryWindowInDays: 7 })).DeletionDate).toEqual(deletion);
    const marked = refused("InvalidRequestException", "You can't perform this operation on the secret because it was marked for deletion.");
    await expect(get()).rejects.toMatchObject(marked);
    await expect(put({ SecretString: "x" })).rejects.toMatchObject(marked);
    await expect(create()).rejects.toMatchObject(refused("InvalidRequestException", /already scheduled for deletion/));
    await expect(remove()).rejects.toMatchObject(refused("InvalidRequestException", /currently marked deleted/));
    expect((await describeIt()).DeletedDate).toEqual(deletion);
    expect((await client.send(new ListSecretsCommand({}))).SecretList).toEqual([]);
    expect((await client.send(new ListSecretsCommand({ IncludePlannedDeletion: true }))).SecretList).toHaveLength(1);
    await client.send(new RestoreSecretCommand({ SecretId }));
    world.clock.advanceTo(startMs + 40 * dayMs);
    expect((await get()).SecretString).toBe(login);
  });

  it("ends after the recovery window, 30 days when none is given", async () => {
    await create();
    await remove();
    world.clock.advanceTo(startMs + 30 * dayMs - 1);
    expect((await describeIt()).Name).toBe(SecretId);
    world.clock.advanceTo(startMs + 30 * dayMs);
    await expect(describeIt()).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  it("by force is at once, and not refused for a secret that is gone", async () => {
    await create();
    await remove();
    await remove({ ForceDeleteWithoutRecovery: true });
    await expect(describeIt()).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    expect(await remove({ ForceDeleteWithoutRecovery: true })).toMatchObject({ Name: SecretId });
    await expect(remove()).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    const again = await create();
    world.clock.advanceTo(startMs + 40 * dayMs);
    expect((await get()).ARN).toBe(again.ARN);
  });

  it.each([
    ["a window of 6 days", { RecoveryWindowInDays: 6 }, /between 7 and 30/],
    ["a window of 31 days", { RecoveryWindowInDays: 31 }, /between 7 and 30/],
    ["a window and by force", { RecoveryWindowInDays: 7, ForceDeleteWithoutRecovery: true }, /in conjunction/],
  ])("is refused with %s", async (_, changes, message) => {
    await create();
    await expect(remove(changes)).rejects.toMatchObject(refused("InvalidParameterException", message));
  });
});

describe("a list", () => {
  const names = async (input: object) => (await client.send(new ListSecretsCommand(input))).SecretList?.map(({ Name }) => Name);

  beforeEach(async () => {
    await create("kafka/orders", { Tags: [{ Key: "team", Value: "shop" }], Description: "of orders" });
    await create("kafka/audit");
    await create("registry", { Tags: [{ Key: "team", Value: "data" }] });
  });

  it("has no values", async () => {
    const { SecretList } = await client.send(new ListSecretsCommand({}));
    expect(JSON.stringify(SecretList)).not.toContain("hunter2");
    expect(SecretList?.[0]).toMatchObject({
      Description: "of orders",
      Tags: [{ Key: "team", Value: "shop" }],
      CreatedDate: new Date(startMs),
    });
  });

  it.each([
    ["all", {}, ["kafka/orders", "kafka/audit", "registry"]],
    ["by the beginning of the name", { Filters: [{ Key: "name", Values: ["kafka/"] }] }, ["kafka/orders", "kafka/audit"]],
    ["by what the name does not begin with", { Filters: [{ Key: "name", Values: ["!kafka/"] }] }, ["registry"]],
    [
      "by a tag",
      {
        Filters: [
          { Key: "tag-key", Values: ["team"] },
          { Key: "tag-value", Values: ["shop"] },
        ],
      },
      ["kafka/orders"],
    ],
    ["in the order of names", { SortBy: "name" }, ["kafka/audit", "kafka/orders", "registry"]],
    ["in the reverse order", { SortBy: "name", SortOrder: "desc" as const }, ["registry", "kafka/orders", "kafka/audit"]],
  ])("shows them %s", async (_, input, expected) => {
    expect(await names(input)).toEqual(expected);
  });

  it("comes in pages", async () => {
    const pages: number[] = [];
    for await (const { SecretList = [] } of paginateListSecrets({ client, pageSize: 2 }, {})) pages.push(SecretList.length);
    expect(pages).toEqual([2, 1]);
  });

  it.each([
    ["a page of 101", { MaxResults: 101 }, "InvalidParameterException"],
    ["a token of another making", { NextToken: "x" }, "InvalidNextTokenException"],
    ["a filter that is not there", { Filters: [{ Key: "all", Values: ["x"] }] }, "InvalidParameterException"],
    ["an order that is not there", { SortBy: "last-accessed-date" }, "InvalidParameterException"],
  ])("is refused with %s", async (_, input, name) => {
    await expect(names(input)).rejects.toMatchObject({ name });
  });
});

it("tells nobody a value", async () => {
  await create();
  await expect(create()).rejects.toThrow();
  await expect(put({ SecretString: "hunter3", ClientRequestToken: "short" })).rejects.toThrow();
  expect([...front.notes, ...world.notes]).toEqual([]);
});
