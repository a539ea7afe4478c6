import { expect, it } from "vitest";
import { listPrices } from "../../src/core/prices.ts";
import { pricesOf } from "../../src/shell/tune-prices.ts";
import { errorOf } from "../support/aws.ts";
import { writeServices } from "../support/write-services.ts";

function services() {
  const { services: given, files } = writeServices();
  const product = { group: "AWS-Lambda-Requests", usageType: "Request", dollars: 1, published: "2026-11-20" };
  const reader = { region: async () => "eu-central-1", products: async () => [product] };
  return { given: { ...given, prices: { reader, cache: undefined } }, files };
}

it("without the flag the table is taken", async () => {
  expect(await pricesOf(services().given, undefined)).toBe(listPrices);
});

it("live asks AWS", async () => {
  expect(await pricesOf(services().given, "live")).toMatchObject({ region: "eu-central-1", perRequest: 1 });
});

it("anything else is a file, which may be called live", async () => {
  const { given, files } = services();
  files.texts.set("./live", JSON.stringify({ ...listPrices, perRequest: 5 }));
  files.texts.set("empty.json", "{}");
  expect(await pricesOf(given, "./live")).toMatchObject({ region: "us-east-1", perRequest: 5 });
  expect(await errorOf(pricesOf(given, "empty.json"))).toMatchObject({ code: "malformed-file" });
});
