import { describe, expect, test } from "vitest";
import type { PreparationPorts } from "../../../../src/core/mapping/lifecycle/preparation.ts";
import { clusterArnOf, prepareCreate } from "../../../../src/core/mapping/lifecycle/preparation.ts";
import type { MappingSettings } from "../../../../src/core/mapping/model.ts";
import { failingPort, notPermitted } from "../../../support/fakes/surroundings.ts";
import { sampleMapping, shopClusterArn } from "../../../support/mappings.ts";
import { writeServices } from "../../../support/write-services.ts";

const settings: MappingSettings = {
  FunctionName: "orders",
  EventSourceArn: shopClusterArn,
  Topics: ["orders"],
  StartingPosition: "TRIM_HORIZON",
};

const prepare = (changes: MappingSettings = {}, ports: Partial<PreparationPorts> = {}) =>
  prepareCreate({ ...writeServices().services, ...ports }, { ...settings, ...changes }, "eu-central-1");

describe("A create is prepared", () => {
  test("with its plan, its name and the topic's partitions.", async () => {
    const prepared = await prepare();
    expect(prepared).toMatchObject({ name: "orders/orders", partitions: { kind: "known", value: 6 } });
    expect(prepared.plan.request).toEqual(settings);
  });

  test("with what bites later.", async () => {
    const { findings } = await prepare({ ProvisionedPollerConfig: { MinimumPollers: 1 }, StartingPosition: "LATEST" });
    expect(findings.map(({ id }) => id)).toEqual(expect.arrayContaining(["MSK040", "MSK051", "MSK014"]));
    expect(findings.every(({ severity }) => severity !== "error")).toBe(true);
  });

  test("without the topic's partitions where they may not be read.", async () => {
    const clusters = failingPort<PreparationPorts["clusters"]>(notPermitted("kafka:DescribeTopic"));
    expect((await prepare({}, { clusters })).partitions).toEqual({ kind: "not-permitted", action: "kafka:DescribeTopic" });
  });

  test("without the function's facts where they may not be read.", async () => {
    const functions = failingPort<PreparationPorts["functions"]>(notPermitted("lambda:GetFunctionConfiguration"));
    expect((await prepare({}, { functions })).name).toBe("orders/orders");
  });

  test("without asking for the topic of a self-managed cluster.", async () => {
    const { EventSourceArn: _, ...others } = settings;
    const selfManaged = { ...others, SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: ["b-1:9092"] } } };
    const { services } = writeServices();
    const prepared = await prepareCreate(
      services,
      {
        ...selfManaged,
        SourceAccessConfigurations: [{ Type: "BASIC_AUTH", URI: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:s" }],
      },
      "eu-central-1",
    );
    expect(prepared.partitions).toBeUndefined();
  });
});

describe("A create is refused", () => {
  test("when it breaks rules: each is named with its remedy.", async () => {
    await expect(prepare({ BatchSize: 0, MaximumRetryAttempts: 3 })).rejects.toMatchObject({
      code: "refused",
      message: expect.stringMatching(/^AWS would refuse these settings:\n.*BatchSize must be at least 1.*MaximumRetryAttempts/s),
    });
  });
  test("as wrong usage when parts are missing: each is named with its flag.", async () => {
    await expect(prepareCreate(writeServices().services, {}, "eu-central-1")).rejects.toMatchObject({
      code: "usage",
      message: expect.stringMatching(
        /^a mapping needs more than this:\n.*--function.*--cluster.*--bootstrap-servers.*--topic.*--starting-position/s,
      ),
    });
    await expect(prepare({ BatchSize: 0, StartingPosition: "AT_TIMESTAMP" })).rejects.toMatchObject({
      code: "usage",
      message: expect.stringMatching(/^AWS would refuse these settings:\n.*BatchSize must be at least 1.*--starting-timestamp/s),
    });
  });
  test("by mskctl alone when AWS would take it and do something else.", async () => {
    const queue = "arn:aws:sqs:eu-central-1:123456789012:jobs";
    await expect(prepare({ EventSourceArn: queue })).rejects.toMatchObject({
      code: "refused",
      message: expect.stringMatching(/^this would not do what is meant:\n.*EventSourceArn must be the ARN of an MSK cluster/s),
    });
  });
  test("when there is no such function.", async () => {
    await expect(prepare({ FunctionName: "nobody" })).rejects.toMatchObject({
      code: "not-found",
      message: "there is no function nobody in eu-central-1",
    });
  });
  test("when the cluster has no such topic.", async () => {
    await expect(prepare({ Topics: ["nothing"] })).rejects.toMatchObject({
      code: "refused",
      details: { findings: [expect.objectContaining({ id: "MSK010" })] },
    });
  });
  test("when the mapping exists, with what is otherwise in it.", async () => {
    const existing = sampleMapping();
    const { services } = writeServices([existing]);
    await expect(prepareCreate(services, { ...settings, BatchSize: 500 }, "eu-central-1")).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("BatchSize: 100 → 500"),
      details: { uuid: existing.UUID, existing },
    });
  });
});

describe("A cluster", () => {
  const { clusters } = writeServices().services;
  test("is found by its name.", async () => {
    expect(await clusterArnOf(clusters, "shop")).toBe(shopClusterArn);
  });
  test("named by an ARN is not looked for.", async () => {
    expect(await clusterArnOf(failingPort(notPermitted("kafka:ListClustersV2")), shopClusterArn)).toBe(shopClusterArn);
  });
  test("that is not there is answered with those that are.", async () => {
    await expect(clusterArnOf(clusters, "shopp")).rejects.toMatchObject({ code: "not-found", details: { candidates: ["shop"] } });
  });
});
