import { isError, MskctlError } from "../../core/errors.ts";
import { withoutNulls } from "../../core/json-value.ts";
import { clusterNameOf } from "../../core/mapping/model.ts";
import type { ClusterFacts, ClusterReader } from "../../core/mapping/ports.ts";
import { type AwsDocument, asDocument, listOf, numberOf, textOf } from "./aws-document.ts";
import type { AwsServices } from "./aws-services.ts";

const pageSize = 100;

/** MSK clusters and their topics; a VPC connection stands for a cluster of another account. */
export function mskClusters({ msk }: Pick<AwsServices, "msk">): ClusterReader {
  async function vpcConnection(arn: string): Promise<AwsDocument> {
    return spelledAsInSdks(await msk.document("DescribeVpcConnection", { Arn: arn }, { subject: `VPC connection ${arn}` }));
  }

  return {
    async *list() {
      let token: string | undefined;
      do {
        const page = spelledAsInSdks(await msk.document("ListClustersV2", { MaxResults: pageSize, NextToken: token }));
        yield listOf(page["ClusterInfoList"]).map((cluster) => clusterFacts(asDocument(cluster)));
        token = textOf(page["NextToken"]);
      } while (token !== undefined);
    },

    async facts(arn) {
      if (isVpcConnection(arn)) return connectionFacts(await vpcConnection(arn), arn);
      const answer = await msk.document("DescribeClusterV2", { ClusterArn: arn }, { subject: `cluster ${arn}` });
      return clusterFacts(asDocument(spelledAsInSdks(answer)["ClusterInfo"]), arn);
    },

    async partitions(arn, topic) {
      const clusterArn = isVpcConnection(arn) ? (textOf((await vpcConnection(arn))["TargetClusterArn"]) ?? arn) : arn;
      const { PartitionCount } = await msk
        .send("DescribeTopic", { ClusterArn: clusterArn, TopicName: topic }, { subject: `topic ${topic}` })
        .catch((error: unknown) => {
          throw clusterArn === arn ? error : notFoundElsewhere(error);
        });
      if (PartitionCount === undefined) throw new MskctlError("unavailable", `MSK does not say how many partitions topic ${topic} has`);
      return PartitionCount;
    },
  };
}

/** Another account's cluster may well have what AWS does not show: that is no reason to call a topic missing. */
function notFoundElsewhere(error: unknown): unknown {
  if (!isError(error, "not-found")) return error;
  return new MskctlError("refused", `the cluster may belong to another account, which alone sees its topics (${error.message})`, {
    cause: error,
  });
}

function isVpcConnection(arn: string): boolean {
  return arn.includes(":vpc-connection/");
}

function clusterFacts(document: AwsDocument, arn = ""): ClusterFacts {
  const provisioned = asDocument(document["Provisioned"]);
  return {
    arn: textOf(document["ClusterArn"]) ?? arn,
    name: textOf(document["ClusterName"]) ?? clusterNameOf({ EventSourceArn: arn }) ?? arn,
    type: textOf(document["ClusterType"]),
    state: textOf(document["State"]),
    kafkaVersion: textOf(asDocument(provisioned["CurrentBrokerSoftwareInfo"])["KafkaVersion"]),
    brokers: numberOf(provisioned["NumberOfBrokerNodes"]),
    authentication: authenticationOf("Provisioned" in document ? provisioned : asDocument(document["Serverless"])),
    document,
  };
}

/** The cluster behind a VPC connection belongs to another account, which alone may describe it. */
function connectionFacts(document: AwsDocument, arn: string): ClusterFacts {
  const authentication = textOf(document["Authentication"]);
  return {
    arn,
    name: clusterNameOf({ EventSourceArn: textOf(document["TargetClusterArn"]) ?? "" }) ?? arn,
    type: "VPC_CONNECTION",
    state: textOf(document["State"]),
    kafkaVersion: undefined,
    brokers: undefined,
    authentication: authentication === undefined ? [] : [connectionAuthentication.get(authentication) ?? authentication],
    document,
  };
}

// MSK Developer Guide, "Create a managed VPC connection".
const connectionAuthentication = new Map([
  ["TLS", "mtls"],
  ["SASL_SCRAM", "scram"],
  ["SASL_IAM", "iam"],
]);

/** Strongest first, as Lambda picks (Lambda Developer Guide, MSK cluster authentication). */
function authenticationOf(settings: AwsDocument): string[] {
  const offered = asDocument(settings["ClientAuthentication"]);
  const sasl = asDocument(offered["Sasl"]);
  const isOn = (method: unknown) => asDocument(method)["Enabled"] === true;
  const inTransit = textOf(asDocument(asDocument(settings["EncryptionInfo"])["EncryptionInTransit"])["ClientBroker"]);
  const open = isOn(offered["Unauthenticated"]);
  return [
    ...(isOn(offered["Tls"]) ? ["mtls"] : []),
    ...(isOn(sasl["Scram"]) ? ["scram"] : []),
    ...(isOn(sasl["Iam"]) ? ["iam"] : []),
    ...(open && inTransit !== "PLAINTEXT" ? ["unauthenticated-tls"] : []),
    ...(open && inTransit !== "TLS" && inTransit !== undefined ? ["plaintext"] : []),
  ];
}

/**
 * MSK writes `clusterName` on the wire where its SDKs, the AWS CLI and CloudFormation say `ClusterName`: the name that
 * people know. Tags are data and keep their keys.
 */
function spelledAsInSdks(answer: unknown): AwsDocument {
  return asDocument(capitalised(withoutNulls(answer)));
}

function capitalised(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(capitalised);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key.charAt(0).toUpperCase() + key.slice(1),
      key === "tags" ? member : capitalised(member),
    ]),
  );
}
