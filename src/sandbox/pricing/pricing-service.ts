import { AwsError } from "../protocols/aws-error.ts";
import { itemPage } from "../protocols/item-page.ts";
import { required } from "../protocols/required.ts";
import { operation, rpcService } from "../protocols/rpc-service.ts";
import { list, number, string, structure, type ValueOf } from "../protocols/shape.ts";
import { type ListedProduct, productsOf } from "./products.ts";

const filter = structure({ Type: string, Field: string, Value: string });

/** Figure of the API reference. */
const maximumPerPage = 100;

const getProducts = operation({
  input: structure({ ServiceCode: string, Filters: list(filter), FormatVersion: string, NextToken: string, MaxResults: number }),
  output: structure({ FormatVersion: string, PriceList: list(string), NextToken: string }),
  run({ ServiceCode, Filters = [], MaxResults = maximumPerPage, NextToken }) {
    const service = required(ServiceCode, "ServiceCode", "ValidationException");
    if (!Number.isInteger(MaxResults) || MaxResults < 1 || MaxResults > maximumPerPage)
      throw refusal("InvalidParameterException", `MaxResults must be between 1 and ${maximumPerPage}.`);
    const found = productsOf(service).filter((product) => Filters.every((each) => matches(product, each)));
    const page = itemPage(found, MaxResults, NextToken);
    if (page === undefined) throw refusal("InvalidNextTokenException", "The NextToken is not valid.");
    return { FormatVersion: "aws_v1", PriceList: page.items.map(({ document }) => JSON.stringify(document)), NextToken: page.nextToken };
  },
});

/** The Price List API: GetProducts over a small list of Lambda and CloudWatch. */
export const pricingService = rpcService({
  signingName: "pricing",
  xmlNamespace: "",
  operations: new Map([["GetProducts", getProducts]]),
});

function matches({ attributes }: ListedProduct, { Type = "TERM_MATCH", Field = "", Value = "" }: ValueOf<typeof filter>): boolean {
  if (Type === "TERM_MATCH" || Type === "EQUALS") return attributes.get(Field) === Value;
  throw refusal("InvalidParameterException", `The sandbox has no filter of type ${Type}; it has TERM_MATCH and EQUALS.`);
}

/** Texts UNCONFIRMED. */
function refusal(name: string, message: string): AwsError {
  return new AwsError(name, 400, message);
}
