import { listPrices, type Prices } from "../prices.ts";

/** A product of AWS's price list in one Region. */
export interface ListedProduct {
  /** `AWS-Lambda-Duration`; empty where it has none. */
  readonly group: string;
  /** Behind a Region's abbreviation outside of us-east-1: `EUC1-Lambda-GB-Second`. */
  readonly usageType: string;
  /** US dollars a unit in the first tier. */
  readonly dollars: number;
  /** The day on which AWS published it: `2026-11-01`. */
  readonly published: string;
}

/** AWS's own list of what a Region costs. */
export interface PriceReader {
  /** The Region in force. */
  region(): Promise<string>;
  /** Of Lambda, and CloudWatch's metrics; products without a price in US dollars are left out. None for a Region that the list does not know. */
  products(region: string): Promise<readonly ListedProduct[]>;
}

interface ListedPrice {
  /** In words, for what is not found. */
  readonly name: string;
  readonly isOf: (product: ListedProduct) => boolean;
  readonly usual: number;
}

const ofGroup = (group: string) => (product: ListedProduct) => product.group === group;
const ofUsage = (usage: string) => (product: ListedProduct) => product.usageType === usage || product.usageType.endsWith(`-${usage}`);

/**
 * Which products they are: groups and usage types as public programs that read this price list have them. AWS documents none of them, so each
 * is UNCONFIRMED, and a price that is not found is the table's.
 */
const listed = {
  perRequest: { name: "requests", isOf: ofGroup("AWS-Lambda-Requests"), usual: listPrices.perRequest },
  gbSecondX86: { name: "GB-seconds of x86_64", isOf: ofGroup("AWS-Lambda-Duration"), usual: listPrices.perGbSecond.x86_64 },
  gbSecondArm: { name: "GB-seconds of arm64", isOf: ofGroup("AWS-Lambda-Duration-ARM"), usual: listPrices.perGbSecond.arm64 },
  reservedX86: {
    name: "provisioned concurrency of x86_64",
    isOf: ofGroup("AWS-Lambda-Provisioned-Concurrency"),
    usual: listPrices.perReservedGbSecond.x86_64,
  },
  reservedArm: {
    name: "provisioned concurrency of arm64",
    isOf: ofGroup("AWS-Lambda-Provisioned-Concurrency-ARM"),
    usual: listPrices.perReservedGbSecond.arm64,
  },
  provisionedX86: {
    name: "GB-seconds on provisioned concurrency of x86_64",
    isOf: ofGroup("AWS-Lambda-Duration-Provisioned"),
    usual: listPrices.perProvisionedGbSecond.x86_64,
  },
  provisionedArm: {
    name: "GB-seconds on provisioned concurrency of arm64",
    isOf: ofGroup("AWS-Lambda-Duration-Provisioned-ARM"),
    usual: listPrices.perProvisionedGbSecond.arm64,
  },
  pollerUnitHour: {
    name: "hours of an event poller unit",
    isOf: (product) => ofGroup("AWS-Lambda-Event-Poller-Unit-Duration")(product) || ofUsage("Lambda-Event-Poller-Unit-Hour")(product),
    usual: listPrices.perPollerUnitHour,
  },
  metricMonth: { name: "months of a metric", isOf: ofUsage("CW:MetricMonitorUsage"), usual: listPrices.perMetricMonth },
} satisfies Record<string, ListedPrice>;

/** The prices of a Region out of its products. What is not there is taken from the table, and said in the notes. */
export function pricesFrom(products: readonly ListedProduct[], region: string): Prices {
  const missing: string[] = [];
  const dates: string[] = [];
  const dollars = ({ name, isOf, usual }: ListedPrice): number => {
    // What costs nothing is a free tier.
    const found = products.find((product) => isOf(product) && product.dollars > 0);
    if (found === undefined) missing.push(name);
    else dates.push(found.published);
    return found?.dollars ?? usual;
  };
  const prices: Omit<Prices, "region" | "date"> = {
    perRequest: dollars(listed.perRequest),
    perGbSecond: { x86_64: dollars(listed.gbSecondX86), arm64: dollars(listed.gbSecondArm) },
    perReservedGbSecond: { x86_64: dollars(listed.reservedX86), arm64: dollars(listed.reservedArm) },
    perProvisionedGbSecond: { x86_64: dollars(listed.provisionedX86), arm64: dollars(listed.provisionedArm) },
    perPollerUnitHour: dollars(listed.pollerUnitHour),
    perMetricMonth: dollars(listed.metricMonth),
  };
  const newest = dates.sort().at(-1);
  const table = `${listPrices.region} of ${listPrices.date}`;
  if (newest === undefined) return { ...listPrices, notes: [`AWS's price list has no prices for ${region}: those of ${table} are taken`] };
  const notes = [
    "AWS's price list has tiers: the first of each is taken",
    ...(missing.length === 0 ? [] : [`AWS's price list of ${region} has no price for ${missing.join(", ")}: those of ${table} are taken`]),
  ];
  return { ...prices, region, date: newest, notes };
}
