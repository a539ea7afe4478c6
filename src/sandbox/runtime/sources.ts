import type { Delivers } from "../../core/filter/delivers.ts";
import { clusterNameOf, type MappingDocument, topicOf } from "../../core/mapping/model.ts";
import { brokerHosts } from "../msk/clusters.ts";
import type { SandboxCluster, SandboxSelfManagedCluster, SandboxTopic } from "../world.ts";
import { type EmbeddedTopic, embeddedTopic, type TopicAge } from "./embedded-topic.ts";
import { type Feed, lookingFeed, uniformFeed } from "./feed.ts";
import { type EventOrigin, embeddedRecordBytes } from "./kafka-event.ts";
import type { TopicSource } from "./ports.ts";
import { rateOf } from "./rate.ts";

/** What a mapping reads: a topic on a cluster. */
export interface Source {
  readonly topic: TopicSource;
  /** The topic through a filter: what `delivers` says of a record's value. undefined: without one. */
  feed(delivers: Delivers | undefined): Feed;
  /** Size of a record, for computing ahead. */
  readonly recordBytes: number;
  /** No less than the highest rate of the topic until then. */
  readonly peakPerSecond: (untilMs: number) => number;
  readonly origin: EventOrigin;
  /** Tells consumer groups of different clusters apart. */
  readonly clusterKey: string;
  readonly mskClusterName: string | undefined;
}

export interface SourceParts {
  readonly clusters: ReadonlyMap<string, SandboxCluster>;
  readonly selfManagedClusters: ReadonlyMap<string, SandboxSelfManagedCluster>;
  readonly age: TopicAge;
}

/** Finds a mapping's source; undefined when there is no such cluster or no such topic on it. */
export type FindSource = (mapping: MappingDocument) => Source | undefined;

export function createSources({ clusters, selfManagedClusters, age }: SourceParts): FindSource {
  const topics = new Map<SandboxTopic, EmbeddedTopic>();
  const topicSource = (topic: SandboxTopic): EmbeddedTopic => {
    const known = topics.get(topic) ?? embeddedTopic(topic, age);
    topics.set(topic, known);
    return known;
  };
  const embedded = (topic: SandboxTopic): Pick<Source, "topic" | "feed" | "recordBytes" | "peakPerSecond"> => {
    const source = topicSource(topic);
    return {
      topic: source,
      feed: (delivers) => embeddedFeed(topic, source, delivers),
      recordBytes: topic.traffic.recordBytes,
      peakPerSecond: rateOf(topic.traffic.shape, age.startedMs).peakPerSecond,
    };
  };

  const onMsk = (mapping: MappingDocument, arn: string): Source | undefined => {
    // A VPC connection names the cluster at its other end.
    const cluster = clusters.get(arn) ?? [...clusters.values()].find(({ name }) => name === clusterNameOf(mapping));
    const topic = cluster?.topics.get(topicOf(mapping) ?? "");
    if (cluster === undefined || topic === undefined) return undefined;
    return {
      ...embedded(topic),
      origin: { eventSource: "aws:kafka", eventSourceArn: arn, bootstrapServers: bootstrapServers(cluster, mapping) },
      clusterKey: cluster.arn,
      mskClusterName: cluster.name,
    };
  };

  const onSelfManaged = (mapping: MappingDocument): Source | undefined => {
    const servers = mapping.SelfManagedEventSource?.Endpoints?.KAFKA_BOOTSTRAP_SERVERS ?? [];
    const cluster = [...selfManagedClusters.values()].find(({ bootstrapServers }) =>
      bootstrapServers.some((server) => servers.includes(server)),
    );
    const topic = cluster?.topics.get(topicOf(mapping) ?? "");
    if (cluster === undefined || topic === undefined) return undefined;
    return {
      ...embedded(topic),
      origin: { eventSource: "SelfManagedKafka", bootstrapServers: servers },
      clusterKey: cluster.name,
      mskClusterName: undefined,
    };
  };

  return (mapping) => (mapping.EventSourceArn === undefined ? onSelfManaged(mapping) : onMsk(mapping, mapping.EventSourceArn));
}

function embeddedFeed(topic: SandboxTopic, source: EmbeddedTopic, delivers: Delivers | undefined): Feed {
  const { recordBytes } = topic.traffic;
  const eventBytes = embeddedRecordBytes(topic.name, recordBytes);
  if (delivers === undefined) return uniformFeed({ recordBytes, eventBytes });
  return lookingFeed((partition, offset) => ({ passes: delivers(source.valueText(partition, offset)), recordBytes, eventBytes }));
}

/** The listener that Lambda picks, strongest authentication first (Lambda Developer Guide, "MSK cluster authentication"). */
function bootstrapServers(cluster: SandboxCluster, mapping: MappingDocument): string[] {
  const secrets = new Set((mapping.SourceAccessConfigurations ?? []).map(({ Type }) => Type));
  const port = portFor(cluster, secrets);
  return brokerHosts(cluster).map((host) => `${host}:${port}`);
}

function portFor({ authentication }: SandboxCluster, secrets: ReadonlySet<string | undefined>): number {
  if (secrets.has("CLIENT_CERTIFICATE_TLS_AUTH")) return 9094;
  if (secrets.has("SASL_SCRAM_512_AUTH")) return 9096;
  if (authentication.includes("iam")) return 9098;
  return authentication.includes("unauthenticated-tls") ? 9094 : 9092;
}
