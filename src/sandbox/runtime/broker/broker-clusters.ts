import { MskctlError } from "../../../core/errors.ts";
import { brokerAccess } from "../../../core/mapping/broker-access.ts";
import type { MappingDocument } from "../../../core/mapping/model.ts";
import type { ClusterSetting } from "../../../core/record/broker-access.ts";
import type { ClientSettings } from "../../../platform/kafka/cluster-client.ts";
import { bootstrapBrokers } from "../../msk/bootstrap-brokers.ts";
import { type SandboxSecret, secretReader } from "../../secrets-manager/secret.ts";
import { wallClock } from "../../wall-clock.ts";
import type { SandboxCluster } from "../../world.ts";
import type { EventOrigin } from "../kafka-event.ts";
import { clusterAt, mskListener, type Security, selfManagedSecurity } from "../sources.ts";

/** The clusters whose topics are on real brokers. */
export interface BrokerClusters {
  /** undefined: the mapping's cluster is none of them. */
  find(mapping: MappingDocument): BrokerCluster | undefined;
}

/** A mapping's cluster on real brokers. */
export interface BrokerCluster {
  readonly origin: EventOrigin;
  readonly security: Security;
  readonly mskClusterName: string | undefined;
  readonly clusterKey: string;
  /** Reads the mapping's secrets. Throws what stands in the way. */
  settings(clientId: string): Promise<ClientSettings>;
}

export interface BrokerClustersParts {
  readonly clusters: ReadonlyMap<string, SandboxCluster>;
  /** Bootstrap servers that were named when the sandbox was started: mappings that name none of them are not read. */
  readonly servers: ReadonlySet<string>;
  readonly secrets: ReadonlyMap<string, SandboxSecret>;
}

/** Errors that pass are waited for so long before they are told. */
const patienceMs = 5_000;

export function createBrokerClusters({ clusters, servers, secrets }: BrokerClustersParts): BrokerClusters {
  // Without a secret the mapping's pollers sign in to nothing; what is started by hand is mostly in the clear.
  const plaintext: readonly ClusterSetting[] = [...servers].map((cluster) => ({ cluster, tls: false, signIn: { kind: "none" } }));
  const settingsOf = async (mapping: MappingDocument, cluster: SandboxCluster | undefined, clientId: string): Promise<ClientSettings> => {
    const { openAccess } = await import("../../../platform/kafka/open-access.ts");
    const signsIn = selfManagedSecurity(mapping).securityProtocol !== "PLAINTEXT";
    const brokers = cluster === undefined ? undefined : asSdkSpells(bootstrapBrokers(cluster));
    const access = brokerAccess(mapping, brokers, cluster === undefined && !signsIn ? plaintext : []);
    const connection = await openAccess(access, {
      clientId,
      secrets: secretReader(secrets),
      readText: noFile,
      awsCredentials: noIam,
    });
    return { connection, clock: wallClock, patienceMs };
  };

  const onMsk = (mapping: MappingDocument, arn: string): BrokerCluster | undefined => {
    const cluster = clusterAt(clusters, mapping, arn);
    if (cluster?.broker === undefined) return undefined;
    return {
      origin: { eventSource: "aws:kafka", eventSourceArn: arn, bootstrapServers: cluster.broker },
      security: mskListener(cluster, mapping).security,
      mskClusterName: cluster.name,
      clusterKey: cluster.arn,
      settings: (clientId) => settingsOf(mapping, cluster, clientId),
    };
  };

  const onSelfManaged = (mapping: MappingDocument): BrokerCluster | undefined => {
    const own = mapping.SelfManagedEventSource?.Endpoints?.KAFKA_BOOTSTRAP_SERVERS ?? [];
    if (!own.some((server) => servers.has(server))) return undefined;
    return {
      origin: { eventSource: "SelfManagedKafka", bootstrapServers: own },
      security: selfManagedSecurity(mapping),
      mskClusterName: undefined,
      clusterKey: [...own].sort().join(","),
      settings: (clientId) => settingsOf(mapping, undefined, clientId),
    };
  };

  return { find: (mapping) => (mapping.EventSourceArn === undefined ? onSelfManaged(mapping) : onMsk(mapping, mapping.EventSourceArn)) };
}

/** The wire has small initials. */
function asSdkSpells(answer: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(answer).map(([member, text]) => [`${member.charAt(0).toUpperCase()}${member.slice(1)}`, text]));
}

function noFile(path: string): Promise<string> {
  return Promise.reject(new MskctlError("refused", `the sandbox reads no file ${path}`));
}

function noIam(): Promise<never> {
  return Promise.reject(
    new MskctlError("refused", "the sandbox has no AWS credentials to sign in to brokers with: IAM authentication needs MSK itself"),
  );
}
