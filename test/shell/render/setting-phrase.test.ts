import { expect, test } from "vitest";
import { settingPhrase } from "../../../src/shell/render/setting-phrase.ts";
import { shopClusterArn } from "../../support/mappings.ts";
import { plainLook } from "./look.ts";

const connection = "arn:aws:kafka:eu-central-1:123456789012:vpc-connection/999999999999/shop/1";

test.each([
  ["BatchSize", 10_000, "10,000"],
  ["BatchSize", null, "–"],
  ["MaximumBatchingWindowInSeconds", 0, "0 s"],
  ["MaximumBatchingWindowInSeconds", 2, "2 s"],
  ["MaximumRecordAgeInSeconds", -1, "-1"],
  ["MaximumRecordAgeInSeconds", 604_800, "7 d"],
  ["EventSourceArn", shopClusterArn, "shop"],
  ["EventSourceArn", connection, connection],
  ["ProvisionedPollerConfig", { MinimumPollers: 1, MaximumPollers: 4, PollerGroupName: "g" }, "1–4 pollers in group g"],
  ["DestinationConfig", { OnFailure: { Destination: "arn:aws:s3:::failed" } }, "s3://failed"],
  ["MetricsConfig", { Metrics: ["EventCount", "ErrorCount"] }, "EventCount, ErrorCount"],
  ["LoggingConfig", { SystemLogLevel: "WARN" }, "WARN"],
  ["FilterCriteria", { Filters: [{ Pattern: "{1}" }, { Pattern: "{2}" }] }, "{1}  or  {2}"],
  ["SelfManagedEventSource", { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: ["a:1", "b:1"] } }, "a:1, b:1"],
  ["SourceAccessConfigurations", [{ Type: "IAM_AUTH" }, { Type: "VPC_SUBNET", URI: "subnet:s" }], "IAM_AUTH, VPC_SUBNET=subnet:s"],
  ["Tags", { a: "1", b: "2" }, "a=1, b=2"],
  ["Enabled", false, "false"],
  ["Topics", ["orders"], "orders"],
  ["AFieldOfTomorrow", { a: [1] }, '{"a":[1]}'],
  ["FunctionName", "a\nb", "a\\x0ab"],
])("%s %j reads %s", (field, value, phrase) => {
  expect(settingPhrase(field, value, plainLook())).toBe(phrase);
});
