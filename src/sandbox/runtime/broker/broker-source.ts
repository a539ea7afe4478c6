import type { Delivers } from "../../../core/filter/delivers.ts";
import { lookingFeed } from "../feed.ts";
import { filteredValue } from "../registry/deserialized.ts";
import type { Source } from "../sources.ts";
import type { BrokerCluster } from "./broker-clusters.ts";
import type { BrokerSession } from "./broker-session.ts";
import type { BrokerTopic } from "./broker-topic.ts";

/** A topic on a real broker as what a mapping reads. */
export function brokerSource(cluster: BrokerCluster, topic: BrokerTopic, session: () => BrokerSession): Source {
  return {
    topic,
    isEmbedded: false,
    // How many partitions there are is known too late for that.
    watchesPartitions: false,
    feed: (delivers) => lookingFeed({ look: (partition, offset) => lookAt(topic, partition, offset, delivers), next: topic.next }),
    origin: cluster.origin,
    clusterKey: cluster.clusterKey,
    mskClusterName: cluster.mskClusterName,
    security: cluster.security,
    destinationTopics: { kind: "broker", produce: (name, messages) => session().produce(name, messages) },
  };
}

function lookAt(topic: BrokerTopic, partition: number, offset: number, delivers: Delivers | undefined) {
  const { recordBytes, eventBytes } = topic.sizesOf(partition, offset);
  // What could not be read travels in the batch, up to where it would be invoked with (assumption).
  const value = delivers === undefined ? undefined : filteredValue(topic.record(partition, offset));
  return { passes: value === undefined || delivers === undefined || delivers(value), recordBytes, eventBytes };
}
