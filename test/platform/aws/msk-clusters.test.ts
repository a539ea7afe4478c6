import nock from "nock";
import { describe, expect, it } from "vitest";
import { mskClusters } from "../../../src/platform/aws/msk-clusters.ts";
import { errorOf, mockedAws, mskUrl, pagesOf, useMockedAws } from "../../support/aws.ts";

useMockedAws();

const shopArn = "arn:aws:kafka:eu-central-1:123456789012:cluster/shop/0f0e-1";
const connectionArn = "arn:aws:kafka:eu-central-1:123456789012:vpc-connection/999999999999/central/ab-1";
const clusterPath = `/api/v2/clusters/${encodeURIComponent(shopArn)}`;
const connectionPath = `/v1/vpc-connection/${encodeURIComponent(connectionArn)}`;

const shop = {
  clusterArn: shopArn,
  clusterName: "shop",
  clusterType: "PROVISIONED",
  state: "ACTIVE",
  tags: { "cost-centre": "42" },
  activeOperationArn: null,
  hologram: { newField: true },
  provisioned: {
    numberOfBrokerNodes: 3,
    currentBrokerSoftwareInfo: { kafkaVersion: "3.9.x" },
    clientAuthentication: { sasl: { scram: { enabled: true }, iam: { enabled: true } }, tls: { enabled: false } },
    encryptionInfo: { encryptionInTransit: { clientBroker: "TLS", inCluster: true } },
  },
};

describe("a cluster", () => {
  it("is read with AWS's document, spelled as its SDKs and the CLI spell it, unknown fields kept", async () => {
    nock(mskUrl).get(clusterPath).reply(200, { clusterInfo: shop });
    expect(await mskClusters(mockedAws()).facts(shopArn)).toEqual({
      arn: shopArn,
      name: "shop",
      type: "PROVISIONED",
      state: "ACTIVE",
      kafkaVersion: "3.9.x",
      brokers: 3,
      authentication: ["scram", "iam"],
      document: {
        ClusterArn: shopArn,
        ClusterName: "shop",
        ClusterType: "PROVISIONED",
        State: "ACTIVE",
        Tags: { "cost-centre": "42" },
        Hologram: { NewField: true },
        Provisioned: {
          NumberOfBrokerNodes: 3,
          CurrentBrokerSoftwareInfo: { KafkaVersion: "3.9.x" },
          ClientAuthentication: { Sasl: { Scram: { Enabled: true }, Iam: { Enabled: true } }, Tls: { Enabled: false } },
          EncryptionInfo: { EncryptionInTransit: { ClientBroker: "TLS", InCluster: true } },
        },
      },
    });
  });

  it("may be serverless", async () => {
    const serverless = {
      clusterArn: shopArn,
      clusterName: "shop",
      clusterType: "SERVERLESS",
      serverless: { clientAuthentication: { sasl: { iam: { enabled: true } } } },
    };
    nock(mskUrl).get(clusterPath).reply(200, { clusterInfo: serverless });
    expect(await mskClusters(mockedAws()).facts(shopArn)).toMatchObject({
      brokers: undefined,
      kafkaVersion: undefined,
      authentication: ["iam"],
    });
  });

  it("may be told of in no detail", async () => {
    nock(mskUrl).get(clusterPath).reply(200, {});
    expect(await mskClusters(mockedAws()).facts(shopArn)).toMatchObject({
      arn: shopArn,
      name: "shop",
      state: undefined,
      authentication: [],
      document: {},
    });
  });

  it("may not exist", async () => {
    nock(mskUrl).get(clusterPath).reply(404, { message: "The cluster does not exist." }, { "x-amzn-ErrorType": "NotFoundException" });
    const error = await errorOf(mskClusters(mockedAws()).facts(shopArn));
    expect(error).toMatchObject({ code: "not-found", message: expect.stringContaining(`cluster ${shopArn}`) });
  });

  it.each([
    [{ tls: { enabled: true }, unauthenticated: { enabled: true } }, "TLS", ["mtls", "unauthenticated-tls"]],
    [
      { sasl: { iam: { enabled: true } }, unauthenticated: { enabled: true } },
      "TLS_PLAINTEXT",
      ["iam", "unauthenticated-tls", "plaintext"],
    ],
    [{ unauthenticated: { enabled: true } }, "PLAINTEXT", ["plaintext"]],
    [{ unauthenticated: { enabled: false } }, "PLAINTEXT", []],
  ])("offers %j over %s as %j, strongest first", async (clientAuthentication, clientBroker, expected) => {
    const provisioned = { clientAuthentication, encryptionInfo: { encryptionInTransit: { clientBroker } } };
    nock(mskUrl).get(clusterPath).reply(200, { clusterInfo: { provisioned } });
    expect((await mskClusters(mockedAws()).facts(shopArn)).authentication).toEqual(expected);
  });
});

describe("clusters", () => {
  it("are listed page by page", async () => {
    nock(mskUrl)
      .get("/api/v2/clusters")
      .query({ maxResults: 100 })
      .reply(200, { clusterInfoList: [shop], nextToken: "p2" });
    nock(mskUrl)
      .get("/api/v2/clusters")
      .query({ maxResults: 100, nextToken: "p2" })
      .reply(200, { clusterInfoList: [{ clusterName: "other" }] });
    const pages = await pagesOf(mskClusters(mockedAws()).list());
    expect(pages.map((page) => page.map(({ name }) => name))).toEqual([["shop"], ["other"]]);
  });
});

describe("a VPC connection", () => {
  const connection = {
    vpcConnectionArn: connectionArn,
    targetClusterArn: "arn:aws:kafka:eu-central-1:999999999999:cluster/central/cd-2",
    state: "AVAILABLE",
    authentication: "SASL_SCRAM",
  };

  it("stands for a cluster of another account, of which only its name and the connection's own facts are known", async () => {
    nock(mskUrl).get(connectionPath).reply(200, connection);
    expect(await mskClusters(mockedAws()).facts(connectionArn)).toMatchObject({
      arn: connectionArn,
      name: "central",
      type: "VPC_CONNECTION",
      state: "AVAILABLE",
      kafkaVersion: undefined,
      authentication: ["scram"],
      document: { VpcConnectionArn: connectionArn },
    });
  });

  it("asks the cluster behind it for partitions", async () => {
    nock(mskUrl).get(connectionPath).reply(200, connection);
    nock(mskUrl)
      .get(`/v1/clusters/${encodeURIComponent(connection.targetClusterArn)}/topics/orders`)
      .reply(403, { message: "no" }, { "x-amzn-ErrorType": "ForbiddenException" });
    const error = await errorOf(mskClusters(mockedAws()).partitions(connectionArn, "orders"));
    expect(error).toMatchObject({ code: "not-permitted", details: { action: "kafka:DescribeTopic" } });
  });
});

describe("a topic behind a VPC connection", () => {
  it("is not called missing: its cluster may belong to another account", async () => {
    const targetClusterArn = "arn:aws:kafka:eu-central-1:999999999999:cluster/central/cd-2";
    nock(mskUrl).get(connectionPath).reply(200, { targetClusterArn });
    nock(mskUrl)
      .get(`/v1/clusters/${encodeURIComponent(targetClusterArn)}/topics/orders`)
      .reply(404, { message: "no" }, { "x-amzn-ErrorType": "NotFoundException" });
    const error = await errorOf(mskClusters(mockedAws()).partitions(connectionArn, "orders"));
    expect(error).toMatchObject({ code: "refused", message: expect.stringContaining("another account") });
  });
});

describe("a topic", () => {
  const topicPath = `/v1/clusters/${encodeURIComponent(shopArn)}/topics/orders.v1`;

  it("has partitions", async () => {
    nock(mskUrl).get(topicPath).reply(200, { topicName: "orders.v1", partitionCount: 6 });
    expect(await mskClusters(mockedAws()).partitions(shopArn, "orders.v1")).toBe(6);
  });

  it("may not exist", async () => {
    nock(mskUrl).get(topicPath).reply(404, { message: "Topic not found" }, { "x-amzn-ErrorType": "NotFoundException" });
    const error = await errorOf(mskClusters(mockedAws()).partitions(shopArn, "orders.v1"));
    expect(error).toMatchObject({ code: "not-found", message: expect.stringContaining("topic orders.v1") });
  });

  it("without a partition count is an error, not a zero", async () => {
    nock(mskUrl).get(topicPath).reply(200, {});
    expect(await errorOf(mskClusters(mockedAws()).partitions(shopArn, "orders.v1"))).toMatchObject({ code: "unavailable" });
  });
});
