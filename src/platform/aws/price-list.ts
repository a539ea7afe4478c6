import type { ListedProduct, PriceReader } from "../../core/tuning/price-list.ts";
import { asDocument, listOf, textOf } from "./aws-document.ts";
import type { AwsServices } from "./aws-services.ts";

export interface PriceListAws {
  /** The Region in force. */
  region(): Promise<string>;
  pricingIn(region: string): AwsServices["pricing"];
}

/** Figure of the API reference. */
const pageSize = 100;

/** AWS's Price List API: all products of Lambda in a Region, and of CloudWatch's those that are metrics. */
export function priceList({ region, pricingIn }: PriceListAws): PriceReader {
  return {
    region,
    async products(of) {
      const pricing = pricingIn(servingRegion(await region()));
      const lambda = await productsOf(pricing, "AWSLambda", { regionCode: of });
      if (lambda.length === 0) return [];
      return [...lambda, ...(await productsOf(pricing, "AmazonCloudWatch", { regionCode: of, group: "Metric" }))];
    },
  };
}

/** The API is in three Regions (AWS Billing User Guide, price list query API): the nearest of them, which policies that keep to a continent allow. */
export function servingRegion(region: string): string {
  if (/^(eu|me|af|il)-/.test(region)) return "eu-central-1";
  return region.startsWith("ap-") ? "ap-south-1" : "us-east-1";
}

async function productsOf(
  pricing: AwsServices["pricing"],
  service: string,
  attributes: Readonly<Record<string, string>>,
): Promise<ListedProduct[]> {
  const products: ListedProduct[] = [];
  let token: string | undefined;
  do {
    const page = await pricing.send(
      "GetProducts",
      {
        ServiceCode: service,
        Filters: Object.entries(attributes).map(([Field, Value]) => ({ Type: "TERM_MATCH" as const, Field, Value })),
        FormatVersion: "aws_v1",
        MaxResults: pageSize,
        NextToken: token,
      },
      { subject: `the price list of ${service}` },
    );
    products.push(...listOf(page.PriceList).flatMap(listedProduct));
    token = page.NextToken || undefined;
  } while (token !== undefined);
  return products;
}

/** Each product is a document of its own, as text. What does not read as one is none. */
function listedProduct(text: unknown): ListedProduct[] {
  const { product, terms, publicationDate } = asDocument(parsed(String(text)));
  const attributes = asDocument(asDocument(product)["attributes"]);
  const dollars = firstTier(asDocument(terms)["OnDemand"]);
  const published = /^\d{4}-\d\d-\d\d/.exec(textOf(publicationDate) ?? "")?.[0];
  if (dollars === undefined || published === undefined) return [];
  return [{ group: textOf(attributes["group"]) ?? "", usageType: textOf(attributes["usagetype"]) ?? "", dollars, published }];
}

/** Of the only offer, what the units from the first on cost. */
function firstTier(onDemand: unknown): number | undefined {
  const dimensions = Object.values(asDocument(onDemand)).flatMap((offer) =>
    Object.values(asDocument(asDocument(offer)["priceDimensions"])),
  );
  const first = dimensions.map(asDocument).find(({ beginRange }) => Number(beginRange ?? 0) === 0);
  const dollars = Number(textOf(asDocument(first?.["pricePerUnit"])["USD"]));
  return Number.isFinite(dollars) && dollars >= 0 ? dollars : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
