import { describe, expect, it } from "vitest";
import {
  authenticationNotOffered,
  clusterUnusable,
  groupHidesLag,
  groupShared,
  latestGap,
  startingPositionMayBeIgnored,
  topicMissing,
} from "../../../../src/core/mapping/findings/reading.ts";
import type { MappingSettings } from "../../../../src/core/mapping/model.ts";
import { sampleMapping, shopClusterArn } from "../../../support/mappings.ts";
import { bareFacts, sampleCluster } from "./samples.ts";

const otherUuid = "22222222-0000-4000-8000-000000000000";
const selfManaged = (...servers: string[]): MappingSettings => ({
  SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: servers } },
  Topics: ["orders"],
});

describe("MSK010, the topic is missing", () => {
  it("is said only when the cluster was asked and has none", () => {
    expect(topicMissing(sampleMapping(), { ...bareFacts, partitions: "missing" })).toMatchObject({
      id: "MSK010",
      severity: "error",
      message: expect.stringContaining("Topic orders does not exist on cluster shop"),
    });
    expect(topicMissing(sampleMapping(), { ...bareFacts, partitions: 6 })).toBeUndefined();
    expect(topicMissing(sampleMapping(), bareFacts)).toBeUndefined();
  });
});

describe("MSK011, the cluster cannot be read", () => {
  it.each([
    ["missing" as const, "does not exist"],
    [{ ...sampleCluster, state: "FAILED" }, "has failed"],
    [{ ...sampleCluster, state: "DELETING" }, "is being deleted"],
  ])("of %s", (cluster, says) => {
    expect(clusterUnusable(sampleMapping(), { ...bareFacts, cluster })).toMatchObject({
      id: "MSK011",
      message: expect.stringContaining(`Cluster shop ${says}`),
    });
  });

  it.each(["ACTIVE", "UPDATING", "MAINTENANCE", "REBOOTING_BROKER", "SOMETHING_NEW", undefined])("is not said of state %s", (state) => {
    expect(clusterUnusable(sampleMapping(), { ...bareFacts, cluster: { ...sampleCluster, state } })).toBeUndefined();
  });
});

describe("MSK012, the cluster does not offer the sign-in", () => {
  const scram = sampleMapping({ SourceAccessConfigurations: [{ Type: "SASL_SCRAM_512_AUTH", URI: "arn:aws:secretsmanager:x" }] });

  it("is said with what is offered instead", () => {
    expect(authenticationNotOffered(scram, { ...bareFacts, cluster: { ...sampleCluster, authentication: ["iam"] } })).toMatchObject({
      id: "MSK012",
      message: expect.stringContaining("SASL_SCRAM_512_AUTH, which cluster shop does not offer (it offers iam)"),
    });
  });

  it("is not said when it is offered, or when nothing is known", () => {
    expect(authenticationNotOffered(scram, { ...bareFacts, cluster: sampleCluster })).toBeUndefined();
    expect(authenticationNotOffered(scram, { ...bareFacts, cluster: { ...sampleCluster, authentication: [] } })).toBeUndefined();
    expect(authenticationNotOffered(scram, bareFacts)).toBeUndefined();
    expect(
      authenticationNotOffered(sampleMapping(), { ...bareFacts, cluster: { ...sampleCluster, authentication: ["iam"] } }),
    ).toBeUndefined();
  });
});

describe("MSK013, a group name that hides the lag", () => {
  it.each([
    ["shop:orders", true],
    ["größe", true],
    ["gruppe-日本", true],
    ["shop.orders-v2_x/y+z=@*", false],
    ["", false],
  ])("%j: %s", (ConsumerGroupId, hides) => {
    const finding = groupHidesLag(sampleMapping({ AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId } }));
    expect(finding?.id).toBe(hides ? "MSK013" : undefined);
  });

  it("matters to MSK alone", () => {
    expect(groupHidesLag({ ...selfManaged("b:9092"), SelfManagedKafkaEventSourceConfig: { ConsumerGroupId: "a:b" } })).toBeUndefined();
  });
});

describe("MSK014, the gap of LATEST", () => {
  it("is said of LATEST alone", () => {
    expect(latestGap(sampleMapping({ StartingPosition: "LATEST" }))).toMatchObject({ id: "MSK014", severity: "info" });
    expect(latestGap(sampleMapping({ StartingPosition: "TRIM_HORIZON" }))).toBeUndefined();
    expect(latestGap({ ...selfManaged("b:9092") })).toBeUndefined();
  });
});

describe("MSK015, a shared consumer group", () => {
  const group = { AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "shared" } };
  const other = sampleMapping({ ...group, UUID: otherUuid, FunctionArn: "arn:aws:lambda:eu-central-1:123456789012:function:copy" });

  it("names the other mapping", () => {
    expect(groupShared(sampleMapping(group), { ...bareFacts, otherMappings: [other] })).toMatchObject({
      id: "MSK015",
      severity: "warning",
      message: expect.stringMatching(/"shared" is also used by mapping 22222222.* \(function copy\)/),
      path: "AmazonManagedKafkaEventSourceConfig.ConsumerGroupId",
      evidence: { otherMapping: otherUuid },
    });
  });

  it.each([
    ["another topic", { Topics: ["refunds"] }],
    ["another cluster", { EventSourceArn: shopClusterArn.replace("shop", "other") }],
    ["another group", { AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "own" } }],
  ])("is not said of %s", (_, changes) => {
    expect(groupShared(sampleMapping(group), { ...bareFacts, otherMappings: [{ ...other, ...changes }] })).toBeUndefined();
  });

  it("is not guessed when the other mappings are unknown", () => {
    expect(groupShared(sampleMapping(group), bareFacts)).toBeUndefined();
  });
});

describe("MSK016, a starting position that may be ignored", () => {
  const settings = { ...selfManaged("b:9092"), StartingPosition: "LATEST", SelfManagedKafkaEventSourceConfig: { ConsumerGroupId: "old" } };

  it("is said of a group of one's own", () => {
    expect(startingPositionMayBeIgnored(settings)).toMatchObject({
      id: "MSK016",
      message: expect.stringContaining('LATEST counts only if group "old"'),
    });
  });

  it("is not said without a group: the mapping's own is new", () => {
    expect(startingPositionMayBeIgnored({ ...settings, SelfManagedKafkaEventSourceConfig: {} })).toBeUndefined();
  });
});
