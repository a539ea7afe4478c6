import { describe, expect, it } from "vitest";
import { destinationOf, serviceOfQueryVersion } from "../../../src/sandbox/front/destination.ts";

function head(method: string, address: string, headers: Record<string, string> = {}) {
  const [path = "", query = ""] = address.split("?");
  return { method, path, query: new URLSearchParams(query), headers: new Map(Object.entries(headers)) };
}

describe("signed requests", () => {
  it.each(["lambda", "kafka", "monitoring", "tagging", "sqs", "sns", "s3", "sts", "dynamodb"])(
    "for %s go by their credential scope",
    (service) => {
      const authorization = `AWS4-HMAC-SHA256 Credential=AKIA/20261123/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;
      // A target and a path of other services do not matter then.
      const request = head("POST", "/v1/clusters", { authorization, "x-amz-target": "AmazonSQS.SendMessage" });
      expect(destinationOf(request)).toEqual({ service, region: "eu-west-1" });
    },
  );

  it("may carry the scope in a presigned address", () => {
    const address = "/bucket/key?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIA%2F20261123%2Feu-west-1%2Fs3%2Faws4_request";
    expect(destinationOf(head("GET", address))).toEqual({ service: "s3", region: "eu-west-1" });
  });
});

describe("unsigned requests", () => {
  it.each([
    ["POST", "/", { "x-amz-target": "GraniteServiceVersion20100801.GetMetricData" }, "monitoring"],
    ["POST", "/", { "x-amz-target": "ResourceGroupsTaggingAPI_20170126.GetResources" }, "tagging"],
    ["POST", "/", { "x-amz-target": "AmazonSQS.SendMessage" }, "sqs"],
    ["POST", "/", { "x-amz-target": "secretsmanager.GetSecretValue" }, "secretsmanager"],
    ["POST", "/", { "x-amz-target": "Logs_20140328.FilterLogEvents" }, "logs"],
    ["POST", "/", { "x-amz-target": "AWSGlue.GetSchemaVersion" }, "glue"],
    ["POST", "/", { "x-amz-target": "AWSPriceListService.GetProducts" }, "pricing"],
    ["POST", "/", { "x-amz-target": "AWSStepFunctions.DescribeMapRun" }, "states"],
    ["POST", "/service/GraniteServiceVersion20100801/operation/ListMetrics", {}, "monitoring"],
    ["GET", "/2015-03-31/event-source-mappings", {}, "lambda"],
    ["GET", "/2015-03-31/event-source-mappings/uuid", {}, "lambda"],
    ["GET", "/2016-08-19/account-settings", {}, "lambda"],
    ["PUT", "/2017-10-31/functions/orders/concurrency", {}, "lambda"],
    ["GET", "/api/v2/clusters", {}, "kafka"],
    ["GET", "/v1/clusters/arn/topics", {}, "kafka"],
    ["GET", "/v1/vpc-connections", {}, "kafka"],
    ["POST", "/v1/vpc-connection", {}, "kafka"],
    ["POST", "/", { "content-type": "application/x-www-form-urlencoded; charset=utf-8" }, "query"],
    ["GET", "/?Action=GetCallerIdentity&Version=2011-06-15", {}, "query"],
    ["GET", "/_sandbox/state", {}, "sandbox"],
    ["POST", "/_sandbox/faults", {}, "sandbox"],
    ["GET", "/_sandboxes/key", {}, "s3"],
    ["GET", "/", {}, "s3"],
    ["PUT", "/bucket/2015-03-31/functions", {}, "s3"],
    ["GET", "/2015-03-31-backups/object", {}, "s3"],
    ["GET", "/v1", {}, "s3"],
    ["PUT", "/bucket/key", { authorization: "Bearer nothing" }, "s3"],
  ])("%s %s %j go to %s", (method, address, headers, service) => {
    expect(destinationOf(head(method, address, headers))).toEqual({ service, region: undefined });
  });

  it.each([
    ["2010-08-01", "monitoring"],
    ["2010-03-31", "sns"],
    ["2011-06-15", "sts"],
    ["2012-11-05", "sqs"],
    ["1999-01-01", "query"],
    [null, "query"],
  ])("of the query protocol go by version %s to %s", (version, service) => {
    expect(serviceOfQueryVersion(version)).toBe(service);
  });
});
