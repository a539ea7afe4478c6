import { expect, it } from "vitest";
import { listPrices } from "../../../src/core/prices.ts";
import { readPrices } from "../../../src/core/tuning/read-prices.ts";

it("reads what the list prices are", () => {
  expect(readPrices({ ...listPrices, region: "eu-central-1" })).toEqual({ ...listPrices, region: "eu-central-1" });
});

it.each([
  ["a missing price", { perPollerUnitHour: undefined }, "perPollerUnitHour is missing: it has to be a number, at least 0"],
  ["a negative one", { perRequest: -1 }, "perRequest has to be a number, at least 0"],
  ["a missing architecture", { perGbSecond: { x86_64: 1 } }, "perGbSecond.arm64 is missing: it has to be a number, at least 0"],
  ["a day that is none", { date: "2026-02-30" }, "date has to be a day, like 2026-11-26"],
  ["no Region", { region: 5 }, "region has to be text"],
  ["an unknown field", { perGbSecnd: 5 }, "unknown field perGbSecnd; did you mean perGbSecond?"],
])("refuses %s", (_, changes, message) => {
  const read = readPrices({ ...listPrices, ...changes });
  expect("problems" in read ? read.problems.map((problem) => problem.message) : read).toEqual([message]);
});
