import { describe, expect, it } from "vitest";
import {
  clusterPhrase,
  destinationPhrase,
  modePhrase,
  signInPhrase,
  statePhrase,
  windowPhrase,
} from "../../../src/shell/render/mapping-phrases.ts";
import { createGlyphs } from "../../../src/shell/render/palette.ts";
import { sampleMapping } from "../../support/mappings.ts";

const glyphs = createGlyphs(true);
const servers = (...KAFKA_BOOTSTRAP_SERVERS: string[]) => ({ SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS } } });

describe("how settings are said", () => {
  it.each([
    [sampleMapping(), "shop"],
    [{ EventSourceArn: "arn:aws:kafka:eu-central-1:1:vpc-connection/2/other/uuid-1" }, "other"],
    [servers("b-2:9092", "b-1:9092"), "b-1:9092 +1"],
    [servers("b-1:9092"), "b-1:9092"],
    [{}, undefined],
  ])("a cluster: %j", (mapping, phrase) => {
    expect(clusterPhrase(mapping)).toBe(phrase);
  });

  it.each([
    [{}, "on-demand"],
    [{ ProvisionedPollerConfig: {} }, "on-demand"],
    [{ ProvisionedPollerConfig: { MinimumPollers: 10, MaximumPollers: 12 } }, "10–12 pollers"],
    [{ ProvisionedPollerConfig: { MinimumPollers: 4, MaximumPollers: 4 } }, "4 pollers"],
    [{ ProvisionedPollerConfig: { MinimumPollers: 4 } }, "4–200 pollers"],
  ])("a mode: %j", (mapping, phrase) => {
    expect(modePhrase(mapping, glyphs)).toBe(phrase);
  });

  it.each([
    [undefined, "500 ms"],
    [0, "0 s"],
    [2, "2 s"],
    [300, "5 min"],
  ])("a window of %s", (seconds, phrase) => {
    expect(windowPhrase(seconds === undefined ? {} : { MaximumBatchingWindowInSeconds: seconds })).toBe(phrase);
  });

  it.each([
    ["arn:aws:s3:::bucket", "s3://bucket"],
    ["arn:aws:sqs:eu-central-1:123456789012:failed", "SQS failed"],
    ["arn:aws-cn:sns:cn-north-1:123456789012:failed", "SNS failed"],
    ["kafka://failed", "kafka://failed"],
    ["arn:aws:events:eu-central-1:1:bus", "arn:aws:events:eu-central-1:1:bus"],
  ])("the destination %s", (destination, phrase) => {
    expect(destinationPhrase(destination)).toBe(phrase);
  });

  it.each([
    [
      [
        { Type: "VPC_SUBNET", URI: "subnet:s" },
        { Type: "SASL_SCRAM_512_AUTH", URI: "arn" },
      ],
      ["iam"],
      "SCRAM",
    ],
    [[{ Type: "CLIENT_CERTIFICATE_TLS_AUTH" }], [], "mTLS"],
    [[], ["mtls", "scram", "iam"], "IAM"],
    [undefined, ["unauthenticated-tls", "plaintext"], "TLS without sign-in"],
    [undefined, ["scram"], undefined],
    [[{ Type: "SOMETHING_NEW" }], [], undefined],
  ])("a sign-in by %j where the cluster offers %j", (SourceAccessConfigurations, offered, phrase) => {
    expect(signInPhrase(SourceAccessConfigurations === undefined ? {} : { SourceAccessConfigurations }, offered)).toBe(phrase);
  });

  it("a state that nobody knows passes through", () => {
    expect(statePhrase(sampleMapping({ State: "Hibernating" }))).toBe("hibernating");
    expect(statePhrase({ UUID: "u" })).toBeUndefined();
  });
});
