import { describe, expect, it } from "vitest";
import { clusterArn, functionArn, mskMapping, refusalOf, selfManagedMapping, useLambda } from "./lambda-fixture.ts";

const lambda = useLambda();

describe("list", () => {
  const manyMappings = async (count: number) => {
    const uuids: string[] = [];
    for (let index = 0; index < count; index += 1) uuids.push(await lambda.created({ ...mskMapping, Topics: [`topic-${index}`] }));
    return uuids;
  };

  it("gives at most 100 a page, whatever is asked, in the order of creation", async () => {
    const uuids = await manyMappings(230);

    const first = await lambda.list({ MaxItems: 10_000 });
    const second = await lambda.list({ Marker: first.NextMarker });
    const third = await lambda.list({ Marker: second.NextMarker });

    const pages = [first, second, third].map((page) => page.EventSourceMappings ?? []);
    expect(pages.map((page) => page.length)).toEqual([100, 100, 30]);
    expect(pages.flat().map((mapping) => mapping.UUID)).toEqual(uuids);
    expect(third.NextMarker).toBeUndefined();
  });

  it("gives smaller pages when asked", async () => {
    await manyMappings(3);

    const page = await lambda.list({ MaxItems: 2 });

    expect(page.EventSourceMappings).toHaveLength(2);
    expect((await lambda.list({ MaxItems: 2, Marker: page.NextMarker })).EventSourceMappings).toHaveLength(1);
  });

  it("refuses a marker that it did not give", async () => {
    expect(await refusalOf(lambda.list({ Marker: "page-2" }))).toMatchObject({
      name: "InvalidParameterValueException",
      status: 400,
    });
  });

  it.each([
    [
      0,
      "1 validation error detected: Value '0' at 'maxItems' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      10_001,
      "1 validation error detected: Value '10001' at 'maxItems' failed to satisfy constraint: Member must have value less than or equal to 10000",
    ],
  ])("refuses MaxItems %d", async (MaxItems, message) => {
    expect(await refusalOf(lambda.list({ MaxItems }))).toEqual({ name: "ValidationException", status: 400, message });
  });

  it.each([
    ["orders", ["plain"]],
    [functionArn("orders"), ["plain"]],
    ["123456789012:function:orders", ["plain"]],
    ["payments", []],
    ["payments:live", ["aliased"]],
    [functionArn("payments:live"), ["aliased"]],
    ["nobody", []],
  ])("finds the mappings of %s", async (FunctionName, topics) => {
    await lambda.create({ ...mskMapping, Topics: ["plain"] });
    await lambda.create({ ...mskMapping, FunctionName: "payments:live", Topics: ["aliased"] });

    const { EventSourceMappings: found = [] } = await lambda.list({ FunctionName });

    expect(found.flatMap((mapping) => mapping.Topics)).toEqual(topics);
  });

  it("finds mappings by cluster; a self-managed one has none", async () => {
    await lambda.create({ ...mskMapping, Topics: ["managed"] });
    await lambda.create({ ...selfManagedMapping, Topics: ["own"] });

    const { EventSourceMappings: found = [] } = await lambda.list({ EventSourceArn: clusterArn });

    expect(found.map((mapping) => mapping.Topics)).toEqual([["managed"]]);
  });

  it("leaves out filter criteria that a key encrypts, which Get shows", async () => {
    const FilterCriteria = { Filters: [{ Pattern: '{"value":{"a":[1]}}' }] };
    await lambda.create({ ...mskMapping, Topics: ["open"], FilterCriteria });
    const KMSKeyArn = "arn:aws:kms:eu-central-1:123456789012:key/1";
    const encrypted = await lambda.created({ ...mskMapping, Topics: ["locked"], FilterCriteria, KMSKeyArn });

    const response = await fetch(`${lambda.url}/2015-03-31/event-source-mappings`);
    const { EventSourceMappings: found } = (await response.json()) as { EventSourceMappings: { FilterCriteria: unknown }[] };

    expect(found.map((mapping) => mapping.FilterCriteria)).toEqual([FilterCriteria, null]);
    expect((await lambda.get(encrypted)).FilterCriteria).toEqual(FilterCriteria);
  });
});
