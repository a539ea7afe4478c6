import { GetAliasCommand, ListAliasesCommand, UpdateAliasCommand } from "@aws-sdk/client-lambda";
import { beforeEach, expect, it } from "vitest";
import { testFunction } from "../../support/sandbox-world.ts";
import { functionArn, refusalOf, useLambda } from "./lambda-fixture.ts";

const lambda = useLambda();

beforeEach(() => {
  lambda.world.functions.set(
    "shop",
    testFunction("shop", {
      aliases: new Map([
        ["live", "2"],
        ["next", "3"],
      ]),
    }),
  );
});

const live = { FunctionName: "shop", Name: "live" };

it("gets an alias", async () => {
  expect(await lambda.client.send(new GetAliasCommand(live))).toMatchObject({
    AliasArn: functionArn("shop:live"),
    Name: "live",
    FunctionVersion: "2",
    Description: "",
  });
});

it("says which alias does not exist", async () => {
  expect(await refusalOf(lambda.client.send(new GetAliasCommand({ ...live, Name: "nobody" })))).toEqual({
    name: "ResourceNotFoundException",
    status: 404,
    message: `Cannot find alias arn: ${functionArn("shop:nobody")}`,
  });
});

it.each([
  [{}, ["live", "next"]],
  [{ FunctionVersion: "3" }, ["next"]],
  [{ FunctionVersion: "1" }, []],
])("lists aliases %o", async (filter, names) => {
  const { Aliases = [] } = await lambda.client.send(new ListAliasesCommand({ FunctionName: "shop", ...filter }));

  expect(Aliases.map((alias) => alias.Name)).toEqual(names);
});

it("lists page by page", async () => {
  const first = await lambda.client.send(new ListAliasesCommand({ FunctionName: "shop", MaxItems: 1 }));
  const second = await lambda.client.send(new ListAliasesCommand({ FunctionName: "shop", MaxItems: 1, Marker: first.NextMarker }));

  expect([first, second].map((page) => page.Aliases?.map((alias) => alias.Name))).toEqual([["live"], ["next"]]);
  expect(second.NextMarker).toBeUndefined();
});

it("moves an alias and changes its revision", async () => {
  const before = await lambda.client.send(new GetAliasCommand(live));
  const changes = { ...live, FunctionVersion: "3", Description: "blue", RevisionId: before.RevisionId };

  const after = await lambda.client.send(new UpdateAliasCommand(changes));

  expect(after).toMatchObject({ FunctionVersion: "3", Description: "blue" });
  expect(lambda.world.functions.get("shop")?.aliases.get("live")).toBe("3");
  expect(await refusalOf(lambda.client.send(new UpdateAliasCommand(changes)))).toMatchObject({
    name: "PreconditionFailedException",
    status: 412,
  });
});

it("refuses versions that do not exist, and weighted routing", async () => {
  expect(await refusalOf(lambda.client.send(new UpdateAliasCommand({ ...live, FunctionVersion: "9" })))).toMatchObject({
    status: 404,
    message: `Function not found: ${functionArn("shop:9")}`,
  });
  const weighted = new UpdateAliasCommand({ ...live, RoutingConfig: { AdditionalVersionWeights: { "3": 0.5 } } });
  expect(await refusalOf(lambda.client.send(weighted))).toMatchObject({ name: "InvalidParameterValueException", status: 400 });
});
