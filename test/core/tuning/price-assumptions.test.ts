import { expect, it } from "vitest";
import { listPrices } from "../../../src/core/prices.ts";
import { foreignPrices, priceAssumptions } from "../../../src/core/tuning/price-assumptions.ts";

const mapping = (region: string) => ({
  UUID: "u",
  EventSourceMappingArn: `arn:aws:lambda:${region}:123456789012:event-source-mapping:u`,
});

it("prices of the mapping's own Region need no word", () => {
  expect(priceAssumptions(listPrices, 730, mapping("us-east-1"))).toEqual([
    `list prices of us-east-1 of ${listPrices.date}, 730 hours a month, without free tier and discounts`,
  ]);
});

it("prices of another Region are said to be that, with the flag that helps", () => {
  expect(foreignPrices(listPrices, mapping("eu-central-1"))).toEqual([
    "the prices are of us-east-1, and the mapping is in eu-central-1: --prices live asks AWS for its own",
  ]);
});

it("what AWS's price list had to be said stands in place of that", () => {
  expect(foreignPrices({ ...listPrices, notes: ["none for eu-nowhere-1"] }, mapping("eu-nowhere-1"))).toEqual(["none for eu-nowhere-1"]);
});

it("a mapping that does not exist yet has no Region", () => {
  expect(foreignPrices(listPrices, { UUID: "" })).toEqual([]);
});
