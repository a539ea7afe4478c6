import {
  CreateVpcConnectionCommand,
  DeleteClusterPolicyCommand,
  DeleteVpcConnectionCommand,
  DescribeClusterV2Command,
  DescribeTopicCommand,
  DescribeTopicPartitionsCommand,
  DescribeVpcConnectionCommand,
  GetBootstrapBrokersCommand,
  GetClusterPolicyCommand,
  KafkaClient,
  ListClientVpcConnectionsCommand,
  ListClustersV2Command,
  ListNodesCommand,
  ListScramSecretsCommand,
  ListTopicsCommand,
  ListVpcConnectionsCommand,
  PutClusterPolicyCommand,
  paginateListTopics,
} from "@aws-sdk/client-kafka";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { SandboxCluster, World } from "../../../src/sandbox/world.ts";
import { startMs, type TestWorld, testCluster, testTopic, testWorld } from "../../support/sandbox-world.ts";
import { startTestFront } from "../../support/test-front.ts";

let world: TestWorld = testWorld();
const front = await startTestFront(() => world);
const kafka = new KafkaClient(front.client);

const shop = testCluster({ name: "shop", authentication: ["scram", "iam"] });
const lab = testCluster({ name: "lab", kind: "SERVERLESS" });
const ClusterArn = shop.arn;

beforeEach(() => {
  world = worldWith([
    { ...shop, topics: new Map(["orders", "orders-eu", "payments"].map((name, at) => [name, testTopic(name, 4 + at)])) },
    { ...lab, topics: new Map() },
  ]);
});

afterAll(() => front.close());

function worldWith(clusters: readonly SandboxCluster[], changes: Partial<World> = {}): TestWorld {
  return testWorld({ clusters: new Map(clusters.map((cluster) => [cluster.arn, cluster])), ...changes });
}

describe("clusters", () => {
  it("are listed, by the beginning of the name and by type", async () => {
    const names = async (input: object) =>
      (await kafka.send(new ListClustersV2Command(input))).ClusterInfoList?.map(({ ClusterName }) => ClusterName);
    expect(await names({})).toEqual(["shop", "lab"]);
    expect(await names({ ClusterNameFilter: "sh" })).toEqual(["shop"]);
    expect(await names({ ClusterTypeFilter: "SERVERLESS" })).toEqual(["lab"]);
  });

  it("are described with what a client has to know", async () => {
    const { ClusterInfo } = await kafka.send(new DescribeClusterV2Command({ ClusterArn }));
    expect(ClusterInfo).toMatchObject({
      ClusterArn,
      ClusterName: "shop",
      ClusterType: "PROVISIONED",
      State: "ACTIVE",
      CreationTime: expect.any(Date),
      Provisioned: {
        NumberOfBrokerNodes: 3,
        CurrentBrokerSoftwareInfo: { KafkaVersion: "3.9.x" },
        ClientAuthentication: {
          Sasl: { Scram: { Enabled: true }, Iam: { Enabled: true } },
          Tls: { Enabled: false },
          Unauthenticated: { Enabled: false },
        },
        EncryptionInfo: { EncryptionInTransit: { ClientBroker: "TLS" } },
      },
    });
    const serverless = await kafka.send(new DescribeClusterV2Command({ ClusterArn: lab.arn }));
    expect(serverless.ClusterInfo).toMatchObject({
      ClusterType: "SERVERLESS",
      Serverless: { ClientAuthentication: { Sasl: { Iam: { Enabled: true } } } },
    });
    expect(serverless.ClusterInfo?.Provisioned).toBeUndefined();
  });

  it.each<[SandboxCluster["authentication"], object]>([
    [["iam"], { BootstrapBrokerStringSaslIam: "127.0.0.1:9098,127.0.0.2:9098,127.0.0.3:9098" }],
    [["mtls"], { BootstrapBrokerStringTls: "127.0.0.1:9094,127.0.0.2:9094,127.0.0.3:9094" }],
    [
      ["scram", "unauthenticated-tls", "plaintext"],
      {
        BootstrapBrokerString: "127.0.0.1:9092,127.0.0.2:9092,127.0.0.3:9092",
        BootstrapBrokerStringTls: "127.0.0.1:9094,127.0.0.2:9094,127.0.0.3:9094",
        BootstrapBrokerStringSaslScram: "127.0.0.1:9096,127.0.0.2:9096,127.0.0.3:9096",
      },
    ],
  ])("have brokers by kind of authentication: %j", async (authentication, expected) => {
    world = worldWith([{ ...shop, authentication }]);
    const { $metadata: _, ...brokers } = await kafka.send(new GetBootstrapBrokersCommand({ ClusterArn }));
    expect(brokers).toEqual(expected);
  });

  it("have a node a broker, unless they are serverless", async () => {
    const { NodeInfoList } = await kafka.send(new ListNodesCommand({ ClusterArn }));
    expect(NodeInfoList?.map(({ BrokerNodeInfo }) => BrokerNodeInfo?.BrokerId)).toEqual([1, 2, 3]);
    await expect(kafka.send(new ListNodesCommand({ ClusterArn: lab.arn }))).rejects.toMatchObject({ name: "BadRequestException" });
  });

  it("name the secrets that their mappings sign in with", async () => {
    const secret = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:AmazonMSK_orders-AbCdEf";
    const reads = (UUID: string, EventSourceArn: string) => ({
      document: { UUID, EventSourceArn, SourceAccessConfigurations: [{ Type: "SASL_SCRAM_512_AUTH", URI: secret }] },
      lastModifiedMs: 0,
      tags: new Map<string, string>(),
    });
    world.mappings.set("a", reads("a", ClusterArn)).set("b", reads("b", ClusterArn)).set("c", reads("c", lab.arn));
    expect((await kafka.send(new ListScramSecretsCommand({ ClusterArn }))).SecretArnList).toEqual([secret]);
  });
});

describe("topics", () => {
  it("are listed by the beginning of the name, in pages", async () => {
    const pages: (string | undefined)[][] = [];
    for await (const page of paginateListTopics({ client: kafka, pageSize: 2 }, { ClusterArn })) {
      pages.push(page.Topics?.map(({ TopicName }) => TopicName) ?? []);
    }
    expect(pages).toEqual([["orders", "orders-eu"], ["payments"]]);
    const { Topics } = await kafka.send(new ListTopicsCommand({ ClusterArn, TopicNameFilter: "orders-" }));
    expect(Topics).toEqual([
      {
        TopicArn: "arn:aws:kafka:eu-central-1:123456789012:topic/shop/11111111-2222-3333-4444-555555555555-2/orders-eu",
        TopicName: "orders-eu",
        ReplicationFactor: 3,
        PartitionCount: 5,
        OutOfSyncReplicaCount: 0,
      },
    ]);
  });

  it("are described, and so are their partitions", async () => {
    const topic = { ClusterArn, TopicName: "orders" };
    expect(await kafka.send(new DescribeTopicCommand(topic))).toMatchObject({ TopicName: "orders", PartitionCount: 4, Status: "ACTIVE" });
    const { Partitions } = await kafka.send(new DescribeTopicPartitionsCommand(topic));
    expect(Partitions?.map(({ Partition, Leader, Replicas }) => [Partition, Leader, Replicas])).toEqual([
      [0, 1, [1, 2, 3]],
      [1, 2, [2, 3, 1]],
      [2, 3, [3, 1, 2]],
      [3, 1, [1, 2, 3]],
    ]);
  });
});

describe("VPC connections", () => {
  const input = {
    TargetClusterArn: ClusterArn,
    Authentication: "SASL_IAM",
    VpcId: "vpc-1",
    ClientSubnets: ["subnet-1"],
    SecurityGroups: ["sg-1"],
    Tags: { team: "a" },
  };

  it("take time to come and to go", async () => {
    world = worldWith([shop], { delays: "short" });
    const { VpcConnectionArn: Arn = "", ...created } = await kafka.send(new CreateVpcConnectionCommand(input));
    expect(created).toMatchObject({ State: "CREATING", ClientSubnets: ["subnet-1"], Tags: { team: "a" } });
    expect(Arn).toMatch(/^arn:aws:kafka:eu-central-1:123456789012:vpc-connection\/123456789012\/shop\/[0-9a-f-]{36}-2$/);
    const state = async () => (await kafka.send(new DescribeVpcConnectionCommand({ Arn }))).State;
    expect(await state()).toBe("CREATING");
    world.clock.advanceTo(startMs + 60_000);
    expect(await state()).toBe("AVAILABLE");
    expect((await kafka.send(new DeleteVpcConnectionCommand({ Arn }))).State).toBe("DELETING");
    expect(await state()).toBe("DELETING");
    world.clock.advanceTo(startMs + 120_000);
    await expect(state()).rejects.toMatchObject({ name: "NotFoundException", $metadata: { httpStatusCode: 404 } });
  });

  it("are seen by the client and by the owner of the cluster", async () => {
    const { VpcConnectionArn } = await kafka.send(new CreateVpcConnectionCommand(input));
    const known = { VpcConnectionArn, State: "AVAILABLE", Authentication: "SASL_IAM", CreationTime: new Date(startMs) };
    const { VpcConnections } = await kafka.send(new ListVpcConnectionsCommand({}));
    expect(VpcConnections).toEqual([{ ...known, TargetClusterArn: ClusterArn, VpcId: "vpc-1" }]);
    const { ClientVpcConnections } = await kafka.send(new ListClientVpcConnectionsCommand({ ClusterArn }));
    expect(ClientVpcConnections).toEqual([{ ...known, Owner: "123456789012" }]);
    expect((await kafka.send(new ListClientVpcConnectionsCommand({ ClusterArn: lab.arn }))).ClientVpcConnections).toEqual([]);
  });

  it.each([
    [{ TargetClusterArn: "shop" }, "targetClusterArn"],
    [{ TargetClusterArn: lab.arn }, "targetClusterArn"],
    [{ Authentication: "PLAIN" }, "authentication"],
    [{ VpcId: "" }, "vpcId"],
    [{ ClientSubnets: [] }, "clientSubnets"],
    [{ SecurityGroups: [] }, "securityGroups"],
  ])("are refused with %j", async (changes, InvalidParameter) => {
    const created = kafka.send(new CreateVpcConnectionCommand({ ...input, ...changes }));
    await expect(created).rejects.toMatchObject({ name: "BadRequestException", InvalidParameter });
  });
});

describe("cluster policies", () => {
  const Policy = '{"Version":"2012-10-17","Statement":[]}';

  it("are put, read and deleted", async () => {
    await expect(kafka.send(new GetClusterPolicyCommand({ ClusterArn }))).rejects.toMatchObject({ name: "NotFoundException" });
    const { CurrentVersion } = await kafka.send(new PutClusterPolicyCommand({ ClusterArn, Policy }));
    expect(await kafka.send(new GetClusterPolicyCommand({ ClusterArn }))).toMatchObject({ Policy, CurrentVersion });
    await kafka.send(new DeleteClusterPolicyCommand({ ClusterArn }));
    await expect(kafka.send(new DeleteClusterPolicyCommand({ ClusterArn }))).rejects.toMatchObject({ name: "NotFoundException" });
  });

  it("change only from the version that the caller saw", async () => {
    const { CurrentVersion } = await kafka.send(new PutClusterPolicyCommand({ ClusterArn, Policy }));
    const next = await kafka.send(new PutClusterPolicyCommand({ ClusterArn, Policy, CurrentVersion }));
    expect(next.CurrentVersion).not.toBe(CurrentVersion);
    await expect(kafka.send(new PutClusterPolicyCommand({ ClusterArn, Policy, CurrentVersion }))).rejects.toMatchObject({
      name: "BadRequestException",
      InvalidParameter: "currentVersion",
    });
  });

  it("have to be JSON", async () => {
    await expect(kafka.send(new PutClusterPolicyCommand({ ClusterArn, Policy: "{" }))).rejects.toMatchObject({
      InvalidParameter: "policy",
    });
  });
});

const unknown = ClusterArn.replace("shop", "gone");

it.each([
  ["an unknown cluster", () => kafka.send(new DescribeClusterV2Command({ ClusterArn: unknown })), 404, "NotFoundException", "clusterArn"],
  [
    "an unknown topic",
    () => kafka.send(new DescribeTopicCommand({ ClusterArn, TopicName: "gone" })),
    404,
    "NotFoundException",
    "topicName",
  ],
  ["no ARN", () => kafka.send(new DescribeClusterV2Command({ ClusterArn: "shop" })), 400, "BadRequestException", "clusterArn"],
  [
    "a type that is none",
    () => kafka.send(new ListClustersV2Command({ ClusterTypeFilter: "EXPRESS" })),
    400,
    "BadRequestException",
    "clusterTypeFilter",
  ],
  ["a page of 101", () => kafka.send(new ListTopicsCommand({ ClusterArn, MaxResults: 101 })), 400, "BadRequestException", "maxResults"],
  ["a page of 0", () => kafka.send(new ListTopicsCommand({ ClusterArn, MaxResults: 0 })), 400, "BadRequestException", "maxResults"],
  [
    "a token of another making",
    () => kafka.send(new ListTopicsCommand({ ClusterArn, NextToken: "x" })),
    400,
    "BadRequestException",
    "nextToken",
  ],
])("refuses %s", async (_, call, httpStatusCode, name, InvalidParameter) => {
  await expect(call()).rejects.toMatchObject({ name, InvalidParameter, $metadata: { httpStatusCode } });
});
