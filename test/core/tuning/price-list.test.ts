import { describe, expect, it } from "vitest";
import { listPrices } from "../../../src/core/prices.ts";
import { type ListedProduct, pricesFrom } from "../../../src/core/tuning/price-list.ts";

const product = (group: string, dollars: number, usageType = `EUC1-${group}`, published = "2026-11-20"): ListedProduct => ({
  group,
  usageType,
  dollars,
  published,
});

const all = [
  product("AWS-Lambda-Requests", 1),
  product("AWS-Lambda-Duration", 2),
  product("AWS-Lambda-Duration-ARM", 3),
  product("AWS-Lambda-Provisioned-Concurrency", 4),
  product("AWS-Lambda-Provisioned-Concurrency-ARM", 5),
  product("AWS-Lambda-Duration-Provisioned", 6),
  product("AWS-Lambda-Duration-Provisioned-ARM", 7),
  product("AWS-Lambda-Event-Poller-Unit-Duration", 8),
  product("Metric", 9, "EUC1-CW:MetricMonitorUsage", "2026-11-23"),
];
const others = [
  product("AWS-Lambda-Requests", 0, "Global-Request"),
  product("AWS-Lambda-Requests-ARM", 90),
  product("AWS-Lambda-Edge-Duration", 91),
  product("AWS-Lambda-Storage-Duration", 92),
  product("AWS-Lambda-SQS-Event-Poller-Unit-Duration", 93, "EUC1-Lambda-SQS-Event-Poller-Unit-Hour"),
  product("Metric", 94, "EUC1-CW:AlarmMonitorUsage"),
];

describe("prices out of a price list", () => {
  it("are each of its own product, and of the newest day", () => {
    expect(pricesFrom([...others, ...all], "eu-central-1")).toEqual({
      region: "eu-central-1",
      date: "2026-11-23",
      perRequest: 1,
      perGbSecond: { x86_64: 2, arm64: 3 },
      perReservedGbSecond: { x86_64: 4, arm64: 5 },
      perProvisionedGbSecond: { x86_64: 6, arm64: 7 },
      perPollerUnitHour: 8,
      perMetricMonth: 9,
      notes: ["AWS's price list has tiers: the first of each is taken"],
    });
  });

  it.each(["Lambda-Event-Poller-Unit-Hour", "EUC1-Lambda-Event-Poller-Unit-Hour"])(
    "know a poller unit by its usage type %s, too",
    (usageType) => {
      expect(pricesFrom([product("another", 8, usageType)], "eu-central-1").perPollerUnitHour).toBe(8);
    },
  );

  it("that are missing are those of the table, by name", () => {
    const prices = pricesFrom(
      [...others, ...all].filter(({ dollars }) => dollars !== 8 && dollars !== 3),
      "eu-central-1",
    );
    expect(prices).toMatchObject({
      region: "eu-central-1",
      perGbSecond: { x86_64: 2, arm64: listPrices.perGbSecond.arm64 },
      perPollerUnitHour: listPrices.perPollerUnitHour,
    });
    expect(prices.notes?.[1]).toBe(
      `AWS's price list of eu-central-1 has no price for GB-seconds of arm64, hours of an event poller unit: those of us-east-1 of ${listPrices.date} are taken`,
    );
  });

  it("of a Region that is not in it are the table's altogether", () => {
    expect(pricesFrom([], "eu-nowhere-1")).toEqual({
      ...listPrices,
      notes: [`AWS's price list has no prices for eu-nowhere-1: those of us-east-1 of ${listPrices.date} are taken`],
    });
  });
});
