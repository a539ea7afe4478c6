import type { ServiceRequest } from "../world.ts";

/** Where a request goes. `service` is the signing name; `region` is undefined when the request does not say. */
export interface Destination {
  readonly service: string;
  readonly region: string | undefined;
}

/** A request before its body is read. */
export type RequestHead = Omit<ServiceRequest, "body">;

/**
 * Tells services and Regions apart by the SigV4 credential scope, in the header or in a presigned address. Requests that
 * are not signed go by X-Amz-Target, the path, or the query protocol's version; what is left is S3.
 */
export function destinationOf(head: RequestHead): Destination {
  return scopeOf(head) ?? { service: unsignedService(head), region: undefined };
}

function scopeOf({ headers, query }: RequestHead): Destination | undefined {
  const credential = /Credential=([^,\s]+)/.exec(headers.get("authorization") ?? "")?.[1] ?? query.get("X-Amz-Credential");
  // Access key, date, Region, service, aws4_request.
  const [, , region, service] = credential?.split("/") ?? [];
  return service === undefined ? undefined : { service, region };
}

const targetServices = new Map([
  ["GraniteServiceVersion20100801", "monitoring"],
  ["ResourceGroupsTaggingAPI_20170126", "tagging"],
  ["AmazonSQS", "sqs"],
  ["secretsmanager", "secretsmanager"],
  ["Logs_20140328", "logs"],
  ["AWSGlue", "glue"],
  ["AWSPriceListService", "pricing"],
  ["AWSStepFunctions", "states"],
]);

/** First part of the path that only one service uses; `_sandbox` is no bucket's name. Lambda's paths begin with the date of an API version. */
const pathServices: readonly (readonly [RegExp, string])[] = [
  [/^\/20\d\d-\d\d-\d\d\/(functions|event-source-mappings|tags|account-settings)(\/|$)/, "lambda"],
  [/^\/service\/GraniteServiceVersion20100801\//, "monitoring"],
  [/^\/_sandbox(\/|$)/, "sandbox"],
  [/^\/(api\/v2\/clusters|v1\/clusters|v1\/vpc-connections?)(\/|$)/, "kafka"],
];

function unsignedService({ headers, path, query }: RequestHead): string {
  const target = targetServices.get(headers.get("x-amz-target")?.split(".")[0] ?? "");
  if (target !== undefined) return target;
  const byPath = pathServices.find(([pattern]) => pattern.test(path))?.[1];
  if (byPath !== undefined) return byPath;
  const isQuery = query.has("Action") || (headers.get("content-type") ?? "").startsWith("application/x-www-form-urlencoded");
  return isQuery ? "query" : "s3";
}

/** API versions of the query protocol's services: the only thing in an unsigned call that names its service. */
const queryVersions = new Map([
  ["2010-08-01", "monitoring"],
  ["2010-03-31", "sns"],
  ["2011-06-15", "sts"],
  ["2012-11-05", "sqs"],
]);

export function serviceOfQueryVersion(version: string | null): string {
  return queryVersions.get(version ?? "") ?? "query";
}
