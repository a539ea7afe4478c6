/** A product of the price list, and what its tiers cost. */
interface Product {
  readonly service: "AWSLambda" | "AmazonCloudWatch";
  readonly family: string;
  readonly group: string;
  /** Without the Region's abbreviation. */
  readonly usage: string;
  readonly unit: string;
  /** Of each tier: where it begins, and US dollars a unit. */
  readonly tiers: readonly (readonly [from: string, dollars: string])[];
}

/** Regions that the list has, and how usage types begin there. */
const regions: ReadonlyMap<string, { readonly location: string; readonly prefix: string }> = new Map([
  ["us-east-1", { location: "US East (N. Virginia)", prefix: "" }],
  ["us-east-2", { location: "US East (Ohio)", prefix: "USE2-" }],
  ["us-west-2", { location: "US West (Oregon)", prefix: "USW2-" }],
  ["eu-central-1", { location: "EU (Frankfurt)", prefix: "EUC1-" }],
  ["eu-west-1", { location: "EU (Ireland)", prefix: "EU-" }],
  ["ap-south-1", { location: "Asia Pacific (Mumbai)", prefix: "APS3-" }],
  ["ap-northeast-1", { location: "Asia Pacific (Tokyo)", prefix: "APN1-" }],
]);

const lambda = { service: "AWSLambda", family: "Serverless" } as const;
const gbSecond = { ...lambda, unit: "Lambda-GB-Second" } as const;
const flat = (dollars: string) => [["0", dollars]] as const;

/** The list prices of us-east-1, in every Region: an approximation. Groups and usage types as public readers of the price list have them. */
const products: readonly Product[] = [
  { ...lambda, group: "AWS-Lambda-Requests", usage: "Request", unit: "Requests", tiers: flat("0.0000002000") },
  { ...lambda, group: "AWS-Lambda-Requests-ARM", usage: "Request-ARM", unit: "Requests", tiers: flat("0.0000002000") },
  {
    ...gbSecond,
    group: "AWS-Lambda-Duration",
    usage: "Lambda-GB-Second",
    // Not in order, as AWS does not promise one.
    tiers: [
      ["6000000000", "0.0000150000"],
      ["0", "0.0000166667"],
      ["15000000000", "0.0000133334"],
    ],
  },
  {
    ...gbSecond,
    group: "AWS-Lambda-Duration-ARM",
    usage: "Lambda-GB-Second-ARM",
    tiers: [
      ["0", "0.0000133334"],
      ["7500000000", "0.0000120001"],
      ["18750000000", "0.0000106667"],
    ],
  },
  { ...gbSecond, group: "AWS-Lambda-Provisioned-Concurrency", usage: "Lambda-Provisioned-Concurrency", tiers: flat("0.0000041667") },
  {
    ...gbSecond,
    group: "AWS-Lambda-Provisioned-Concurrency-ARM",
    usage: "Lambda-Provisioned-Concurrency-ARM",
    tiers: flat("0.0000033334"),
  },
  { ...gbSecond, group: "AWS-Lambda-Duration-Provisioned", usage: "Lambda-Provisioned-GB-Second", tiers: flat("0.0000097222") },
  { ...gbSecond, group: "AWS-Lambda-Duration-Provisioned-ARM", usage: "Lambda-Provisioned-GB-Second-ARM", tiers: flat("0.0000077778") },
  {
    ...lambda,
    group: "AWS-Lambda-SQS-Event-Poller-Unit-Duration",
    usage: "Lambda-SQS-Event-Poller-Unit-Hour",
    unit: "Event-Poller-Unit-Hours",
    tiers: flat("0.0092500000"),
  },
  {
    ...lambda,
    group: "AWS-Lambda-Event-Poller-Unit-Duration",
    usage: "Lambda-Event-Poller-Unit-Hour",
    unit: "Event-Poller-Unit-Hours",
    tiers: flat("0.1850000000"),
  },
  {
    service: "AmazonCloudWatch",
    family: "Metric",
    group: "Metric",
    usage: "CW:MetricMonitorUsage",
    unit: "Metrics",
    tiers: [
      ["0", "0.3000000000"],
      ["10000", "0.1000000000"],
    ],
  },
];

/** Behind the date of the table in `core/prices.ts`, so that one sees which of them is in force. */
const published = "2026-11-20T00:00:00Z";

export interface ListedProduct {
  readonly attributes: ReadonlyMap<string, string>;
  /** As the API gives it. */
  readonly document: object;
}

/** All of a service's products, in all Regions. */
export function productsOf(service: string): readonly ListedProduct[] {
  const own = products.filter((product) => product.service === service);
  return [...regions].flatMap(([regionCode, { location, prefix }]) =>
    own.map((product) => {
      const { family, group, usage } = product;
      const attributes = { servicecode: service, location, locationType: "AWS Region", regionCode, group, usagetype: `${prefix}${usage}` };
      const sku = skuOf(`${regionCode} ${group} ${usage}`);
      return {
        attributes: new Map([...Object.entries(attributes), ["productFamily", family]]),
        document: {
          product: { productFamily: family, attributes, sku },
          serviceCode: service,
          terms: { OnDemand: { [`${sku}.JRTCKXETXF`]: offerOf(sku, product) } },
          version: published.replaceAll(/\D/g, ""),
          publicationDate: published,
        },
      };
    }),
  );
}

function offerOf(sku: string, { tiers, unit, usage }: Product): object {
  const dimensions = tiers.map(([beginRange, USD], index) => {
    const rateCode = `${sku}.JRTCKXETXF.${index}`;
    return [rateCode, { unit, endRange: "Inf", description: usage, appliesTo: [], rateCode, beginRange, pricePerUnit: { USD } }] as const;
  });
  return {
    priceDimensions: Object.fromEntries(dimensions),
    sku,
    effectiveDate: published,
    offerTermCode: "JRTCKXETXF",
    termAttributes: {},
  };
}

/** Sixteen letters and digits, the same for the same text. */
function skuOf(text: string): string {
  let hash = 14_695_981_039_346_656_037n;
  for (const letter of text) hash = BigInt.asUintN(64, (hash ^ BigInt(letter.codePointAt(0) ?? 0)) * 1_099_511_628_211n);
  return hash.toString(36).toUpperCase().padStart(16, "0").slice(-16);
}
