import type { Delivers } from "../../core/filter/delivers.ts";
import { clusterNameOf, type MappingDocument, topicOf } from "../../core/mapping/model.ts";
import type { DestinationTopics } from "../destinations/destination-topics.ts";
import { createEmbeddedDestinationTopics } from "../destinations/embedded-destination-topics.ts";
import { bootstrapServers } from "../msk/bootstrap-brokers.ts";
import type { SandboxCluster, SandboxSelfManagedCluster, SandboxTopic } from "../world.ts";
import { type EmbeddedTopic, embeddedTopic, type TopicAge } from "./embedded-topic.ts";
import { type Feed, lookingFeed, uniformFeed } from "./feed.ts";
import { type EventOrigin, embeddedRecordBytes } from "./kafka-event.ts";
import type { TopicSource } from "./ports.ts";
import { rateOf } from "./rate.ts";

/** What a mapping reads: a topic on a cluster. */
export interface Source {
  readonly topic: TopicSource;
  readonly isEmbedded: boolean;
  /** The topic through a filter: what `delivers` says of a record's value. undefined: without one. */
  feed(delivers: Delivers | undefined): Feed;
  readonly origin: EventOrigin;
  /** Tells consumer groups of different clusters apart. */
  readonly clusterKey: string;
  readonly mskClusterName: string | undefined;
  /** True when MSK publishes the lag of each partition. */
  readonly watchesPartitions: boolean;
  /** How its pollers get in, as the mapping's log tells it. */
  readonly security: Security;
  /** The cluster's topics, for what is sent to `kafka://topic`. */
  readonly destinationTopics: DestinationTopics;
}

export interface SourceParts {
  readonly clusters: ReadonlyMap<string, SandboxCluster>;
  readonly selfManagedClusters: ReadonlyMap<string, SandboxSelfManagedCluster>;
  readonly age: TopicAge;
}

/** A topic without a broker, which can be computed ahead. */
export interface EmbeddedSource extends Source {
  /** Of each record. */
  readonly recordBytes: number;
  /** No less than the highest rate of the topic until then. */
  readonly peakPerSecond: (untilMs: number) => number;
}

export interface Security {
  readonly securityProtocol: string;
  readonly saslMechanism?: string;
}

/** Finds a mapping's source; undefined when there is no such cluster or no such topic on it. */
export type FindSource = (mapping: MappingDocument) => EmbeddedSource | undefined;

export function createSources({ clusters, selfManagedClusters, age }: SourceParts): FindSource {
  const topics = new Map<SandboxTopic, EmbeddedTopic>();
  const topicSource = (topic: SandboxTopic): EmbeddedTopic => {
    const known = topics.get(topic) ?? embeddedTopic(topic, age);
    topics.set(topic, known);
    return known;
  };
  const logs = new Map<ReadonlyMap<string, SandboxTopic>, DestinationTopics>();
  const destinationTopics = (all: ReadonlyMap<string, SandboxTopic>): DestinationTopics => {
    const known = logs.get(all) ?? createEmbeddedDestinationTopics(all);
    logs.set(all, known);
    return known;
  };
  const embedded = (topic: SandboxTopic): Pick<EmbeddedSource, "topic" | "isEmbedded" | "feed" | "recordBytes" | "peakPerSecond"> => {
    const source = topicSource(topic);
    return {
      topic: source,
      isEmbedded: true,
      feed: (delivers) => embeddedFeed(topic, source, delivers),
      recordBytes: topic.traffic.recordBytes,
      peakPerSecond: rateOf(topic.traffic.shape, age.startedMs).peakPerSecond,
    };
  };

  const onMsk = (mapping: MappingDocument, arn: string): EmbeddedSource | undefined => {
    const cluster = clusterAt(clusters, mapping, arn);
    const topic = cluster?.topics.get(topicOf(mapping) ?? "");
    if (cluster === undefined || topic === undefined) return undefined;
    const listener = mskListener(cluster, mapping);
    return {
      ...embedded(topic),
      origin: { eventSource: "aws:kafka", eventSourceArn: arn, bootstrapServers: bootstrapServers(cluster, listener.port) },
      security: listener.security,
      clusterKey: cluster.arn,
      mskClusterName: cluster.name,
      watchesPartitions: cluster.enhancedMonitoring === "PER_TOPIC_PER_PARTITION",
      destinationTopics: destinationTopics(cluster.topics),
    };
  };

  const onSelfManaged = (mapping: MappingDocument): EmbeddedSource | undefined => {
    const servers = mapping.SelfManagedEventSource?.Endpoints?.KAFKA_BOOTSTRAP_SERVERS ?? [];
    const cluster = [...selfManagedClusters.values()].find(({ bootstrapServers }) =>
      bootstrapServers.some((server) => servers.includes(server)),
    );
    const topic = cluster?.topics.get(topicOf(mapping) ?? "");
    if (cluster === undefined || topic === undefined) return undefined;
    return {
      ...embedded(topic),
      origin: { eventSource: "SelfManagedKafka", bootstrapServers: servers },
      security: selfManagedSecurity(mapping),
      clusterKey: cluster.name,
      mskClusterName: undefined,
      watchesPartitions: false,
      destinationTopics: destinationTopics(cluster.topics),
    };
  };

  return (mapping) => (mapping.EventSourceArn === undefined ? onSelfManaged(mapping) : onMsk(mapping, mapping.EventSourceArn));
}

/** A VPC connection names the cluster at its other end. */
export function clusterAt(
  clusters: ReadonlyMap<string, SandboxCluster>,
  mapping: MappingDocument,
  arn: string,
): SandboxCluster | undefined {
  return clusters.get(arn) ?? [...clusters.values()].find(({ name }) => name === clusterNameOf(mapping));
}

function embeddedFeed(topic: SandboxTopic, source: EmbeddedTopic, delivers: Delivers | undefined): Feed {
  const { recordBytes } = topic.traffic;
  const eventBytes = embeddedRecordBytes(topic.name, recordBytes);
  if (delivers === undefined) return uniformFeed({ recordBytes, eventBytes });
  return lookingFeed({
    look: (partition, offset) => ({ passes: delivers(source.valueText(partition, offset)), recordBytes, eventBytes }),
    next: (_partition, offset) => offset,
  });
}

interface Listener {
  readonly port: number;
  readonly security: Security;
}

const byCertificate: Security = { securityProtocol: "SSL" };
const bySasl = (saslMechanism: string): Security => ({ securityProtocol: "SASL_SSL", saslMechanism });

/** The listener that Lambda picks, strongest authentication first (Lambda Developer Guide, "MSK cluster authentication"). */
export function mskListener({ authentication }: SandboxCluster, mapping: MappingDocument): Listener {
  const secrets = secretTypes(mapping);
  if (secrets.has("CLIENT_CERTIFICATE_TLS_AUTH")) return { port: 9094, security: byCertificate };
  if (secrets.has("SASL_SCRAM_512_AUTH")) return { port: 9096, security: bySasl("SCRAM-SHA-512") };
  if (authentication.includes("iam")) return { port: 9098, security: bySasl("AWS_MSK_IAM") };
  if (authentication.includes("unauthenticated-tls")) return { port: 9094, security: byCertificate };
  return { port: 9092, security: { securityProtocol: "PLAINTEXT" } };
}

/** By the type of the secret. Lambda speaks SASL over TLS only (Developer Guide, "Kafka cluster authentication"). */
const selfManagedKinds: readonly (readonly [type: string, security: Security])[] = [
  ["CLIENT_CERTIFICATE_TLS_AUTH", byCertificate],
  ["SASL_SCRAM_512_AUTH", bySasl("SCRAM-SHA-512")],
  ["SASL_SCRAM_256_AUTH", bySasl("SCRAM-SHA-256")],
  ["BASIC_AUTH", bySasl("PLAIN")],
  ["IAM_AUTH", bySasl("AWS_MSK_IAM")],
  ["OAUTHBEARER_AUTH", bySasl("OAUTHBEARER")],
  ["IAM_OAUTHBEARER_AUTH", bySasl("OAUTHBEARER")],
];

export function selfManagedSecurity(mapping: MappingDocument): Security {
  const secrets = secretTypes(mapping);
  return selfManagedKinds.find(([type]) => secrets.has(type))?.[1] ?? { securityProtocol: "PLAINTEXT" };
}

function secretTypes({ SourceAccessConfigurations = [] }: MappingDocument): ReadonlySet<string | undefined> {
  return new Set(SourceAccessConfigurations.map(({ Type }) => Type));
}
