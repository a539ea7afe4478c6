import nock from "nock";
import { describe, expect, it } from "vitest";
import { priceList, servingRegion } from "../../../src/platform/aws/price-list.ts";
import { errorOf, exactly, mockedAws, useMockedAws } from "../../support/aws.ts";

useMockedAws();

const url = "https://api.pricing.eu-central-1.amazonaws.com";
const target = { reqheaders: { "x-amz-target": "AWSPriceListService.GetProducts" } };
const where = (Field: string, Value: string) => ({ Type: "TERM_MATCH", Field, Value });
const asked = { FormatVersion: "aws_v1", MaxResults: 100 };
const lambda = { ServiceCode: "AWSLambda", Filters: [where("regionCode", "eu-west-3")], ...asked };
const metrics = { ServiceCode: "AmazonCloudWatch", Filters: [where("regionCode", "eu-west-3"), where("group", "Metric")], ...asked };

function reader(region = "eu-west-3") {
  return priceList({ region: async () => region, pricingIn: (serving) => mockedAws({ region: serving }).pricing });
}

function product(group: string, dimensions: readonly object[], more: object = {}): string {
  return JSON.stringify({
    product: { attributes: { group, usagetype: `EUW3-${group}` } },
    terms: { OnDemand: { offer: { priceDimensions: Object.fromEntries(dimensions.map((each, index) => [`rate.${index}`, each])) } } },
    publicationDate: "2026-11-20T17:02:11Z",
    ...more,
  });
}

const dollars = (USD: string, beginRange = "0") => ({ beginRange, pricePerUnit: { USD } });

describe("the price list", () => {
  it("is asked for a Region's products of Lambda, page by page, then for its metrics", async () => {
    nock(url, target)
      .post("/", exactly(lambda))
      .reply(200, { PriceList: [product("a", [dollars("0.5")])], NextToken: "p2" });
    nock(url, target)
      .post("/", exactly({ ...lambda, NextToken: "p2" }))
      .reply(200, { PriceList: [product("b", [dollars("0.1", "10"), dollars("0.3"), dollars("0.05", "20")])], NextToken: "" });
    nock(url, target)
      .post("/", exactly(metrics))
      .reply(200, { PriceList: [product("Metric", [dollars("0.3")])] });
    expect(await reader().products("eu-west-3")).toEqual([
      { group: "a", usageType: "EUW3-a", dollars: 0.5, published: "2026-11-20" },
      { group: "b", usageType: "EUW3-b", dollars: 0.3, published: "2026-11-20" },
      { group: "Metric", usageType: "EUW3-Metric", dollars: 0.3, published: "2026-11-20" },
    ]);
  });

  it("leaves out what has no price in US dollars, no date, or is no document", async () => {
    nock(url, target)
      .post("/", exactly(lambda))
      .reply(200, {
        PriceList: [
          product("yuan", [{ beginRange: "0", pricePerUnit: { CNY: "1" } }]),
          product("reserved", [], { terms: { Reserved: {} } }),
          product("undated", [dollars("1")], { publicationDate: undefined }),
          product("words", [dollars("a lot")]),
          "{",
          "[]",
        ],
      });
    expect(await reader().products("eu-west-3")).toEqual([]);
  });

  it("has nothing for a Region that it does not know, and is not asked again then", async () => {
    nock(url, target)
      .post("/", exactly({ ...lambda, Filters: [where("regionCode", "eu-nowhere-1")] }))
      .reply(200, { PriceList: [] });
    expect(await reader("eu-nowhere-1").products("eu-nowhere-1")).toEqual([]);
  });

  it("that may not be read names the action", async () => {
    nock(url, target).post("/").reply(400, {
      __type: "AccessDeniedException",
      Message: "User: arn:aws:iam::1:user/eve is not authorized to perform: pricing:GetProducts because no identity-based policy allows it",
    });
    expect(await errorOf(reader().products("eu-west-3"))).toMatchObject({
      code: "not-permitted",
      message: expect.stringMatching(/^not permitted: pricing:GetProducts: User: /),
      details: { action: "pricing:GetProducts" },
    });
  });
});

it.each([
  ["us-west-2", "us-east-1"],
  ["ca-central-1", "us-east-1"],
  ["eu-west-3", "eu-central-1"],
  ["me-south-1", "eu-central-1"],
  ["af-south-1", "eu-central-1"],
  ["ap-northeast-1", "ap-south-1"],
])("%s is served by %s", (region, serving) => {
  expect(servingRegion(region)).toBe(serving);
});
