import { expect, it } from "vitest";
import { listPrices } from "../../../src/core/prices.ts";
import { livePrices, type PriceCache } from "../../../src/core/tuning/live-prices.ts";
import type { ListedProduct } from "../../../src/core/tuning/price-list.ts";
import { fakeClock } from "../../support/fakes/clock.ts";

const dayMs = 86_400_000;
const requests: ListedProduct = { group: "AWS-Lambda-Requests", usageType: "EUC1-Request", dollars: 1, published: "2026-11-20" };

function ports(products: readonly ListedProduct[] = [requests], kept = new Map<string, unknown>()) {
  const asked: string[] = [];
  const clock = fakeClock();
  const cache: PriceCache = {
    read: async (region) => kept.get(region),
    write: async (region, value) => void kept.set(region, JSON.parse(JSON.stringify(value))),
  };
  const reader = {
    region: async () => "eu-central-1",
    products: async (region: string) => {
      asked.push(region);
      return products;
    },
  };
  return { reader, cache, clock, asked, kept };
}

it("asks once a day for the Region in force", async () => {
  const given = ports();
  const first = await livePrices(given);
  expect(first).toMatchObject({ region: "eu-central-1", date: "2026-11-20", perRequest: 1 });
  await given.clock.sleep(dayMs);
  expect(await livePrices(given)).toEqual(first);
  expect(given.asked).toEqual(["eu-central-1"]);
  await given.clock.sleep(1);
  await livePrices(given);
  expect(given.asked).toHaveLength(2);
});

it("asks each time where nothing is kept", async () => {
  const { cache: _, ...given } = ports();
  await livePrices({ ...given, cache: undefined });
  await livePrices({ ...given, cache: undefined });
  expect(given.asked).toHaveLength(2);
  expect(given.kept.size).toBe(0);
});

it("does not keep that a Region has no prices", async () => {
  const given = ports([]);
  expect(await livePrices(given)).toMatchObject({ region: "us-east-1", notes: [expect.stringContaining("no prices for eu-central-1")] });
  expect(given.kept.size).toBe(0);
});

const figures = { ...listPrices, region: "eu-central-1" };

it.each([
  ["of another form", { askedMs: 0, figures: { region: "eu-central-1" }, notes: [] }],
  ["of another Region", { askedMs: 0, figures: listPrices, notes: [] }],
  ["without its notes", { askedMs: 0, figures }],
  ["without a time", { figures, notes: [] }],
  ["of a time to come", { askedMs: 1, figures, notes: [] }],
  ["that is none", "prices"],
])("asks again where what was kept is %s", async (_, kept) => {
  const given = ports();
  const now = given.clock.now();
  const moved = typeof kept === "object" && "askedMs" in kept ? { ...kept, askedMs: now + kept.askedMs } : kept;
  given.kept.set("eu-central-1", moved);
  expect(await livePrices(given)).toMatchObject({ perRequest: 1 });
  expect(given.asked).toHaveLength(1);
});

it("takes what was kept just now", async () => {
  const given = ports();
  given.kept.set("eu-central-1", { askedMs: given.clock.now(), figures, notes: ["so it is"] });
  expect(await livePrices(given)).toEqual({ ...figures, notes: ["so it is"] });
  expect(given.asked).toEqual([]);
});
