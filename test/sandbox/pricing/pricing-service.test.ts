import { GetProductsCommand, PricingClient, paginateGetProducts } from "@aws-sdk/client-pricing";
import { afterAll, describe, expect, it } from "vitest";
import { testWorld } from "../../support/sandbox-world.ts";
import { startTestFront } from "../../support/test-front.ts";

const front = await startTestFront(() => testWorld());
const client = new PricingClient(front.client);

afterAll(() => front.close());

const where = (Field: string, Value: string) => ({ Type: "TERM_MATCH" as const, Field, Value });

interface Document {
  readonly product: { readonly attributes: { readonly group: string; readonly usagetype: string } };
  readonly terms: {
    readonly OnDemand: Record<string, { readonly priceDimensions: Record<string, { beginRange: string; pricePerUnit: { USD: string } }> }>;
  };
  readonly publicationDate: string;
}

const read = (list: unknown): Document[] => (list as readonly string[]).map((text) => JSON.parse(text) as Document);

describe("GetProducts", () => {
  it("gives the products that all filters fit, each as text", async () => {
    const { PriceList, FormatVersion, NextToken } = await client.send(
      new GetProductsCommand({
        ServiceCode: "AWSLambda",
        Filters: [where("regionCode", "eu-central-1"), where("group", "AWS-Lambda-Duration")],
      }),
    );
    const [product, second] = read(PriceList);
    expect({ FormatVersion, NextToken, second }).toEqual({ FormatVersion: "aws_v1", NextToken: undefined, second: undefined });
    expect(product).toMatchObject({
      product: { attributes: { usagetype: "EUC1-Lambda-GB-Second" } },
      publicationDate: "2026-11-20T00:00:00Z",
    });
    const [offer] = Object.values(product?.terms.OnDemand ?? {});
    const tiers = Object.values(offer?.priceDimensions ?? {}).map(({ beginRange, pricePerUnit }) => [beginRange, pricePerUnit.USD]);
    expect(tiers).toContainEqual(["0", "0.0000166667"]);
    expect(tiers).toHaveLength(3);
  });

  it("gives pages that the SDK's paginator follows, and no product twice", async () => {
    const skus: string[] = [];
    const pages: number[] = [];
    for await (const { PriceList } of paginateGetProducts(
      { client, pageSize: 4 },
      { ServiceCode: "AWSLambda", Filters: [where("regionCode", "us-east-1")] },
    )) {
      pages.push(read(PriceList).length);
      skus.push(...read(PriceList).map(({ product }) => product.attributes.usagetype));
    }
    expect(pages).toEqual([4, 4, 2]);
    expect(new Set(skus).size).toBe(10);
  });

  it.each([
    ["a Region that it does not have", { ServiceCode: "AWSLambda", Filters: [where("regionCode", "eu-nowhere-1")] }],
    ["a service that it does not have", { ServiceCode: "AmazonEC2" }],
  ])("has nothing for %s", async (_, input) => {
    expect(await client.send(new GetProductsCommand(input))).toMatchObject({ PriceList: [] });
  });

  it.each([
    ["too large a page", { ServiceCode: "AWSLambda", MaxResults: 101 }, "InvalidParameterException"],
    ["a token that it did not give", { ServiceCode: "AWSLambda", NextToken: "x" }, "InvalidNextTokenException"],
    [
      "a filter that it cannot do",
      { ServiceCode: "AWSLambda", Filters: [{ Type: "ANY_OF" as const, Field: "group", Value: "a,b" }] },
      "InvalidParameterException",
    ],
    ["no service", { ServiceCode: undefined }, "ValidationException"],
  ])("refuses %s", async (_, input, name) => {
    await expect(client.send(new GetProductsCommand(input))).rejects.toMatchObject({ name });
  });
});
