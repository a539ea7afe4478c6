import { isError, MskctlError } from "../../core/errors.ts";
import type { TopicRetention } from "../../core/record/broker.ts";
import type { ClusterClient } from "./cluster-client.ts";

const policyKey = "cleanup.policy";
const timeKey = "retention.ms";
const sizeKey = "retention.bytes";

/** Of MSK's access control (Service Authorization Reference). */
const action = "kafka-cluster:DescribeTopicDynamicConfiguration";

/** See `Broker.retention`. */
export async function topicRetention(client: ClusterClient, topic: string): Promise<TopicRetention> {
  const values = await settingsOf(client, topic);
  if (values.get(policyKey)?.includes("delete") === false) return { ms: undefined, bytes: undefined };
  return { ms: limitIn(values.get(timeKey)), bytes: limitIn(values.get(sizeKey)) };
}

async function settingsOf(client: ClusterClient, topic: string): Promise<ReadonlyMap<string, string | undefined>> {
  const resource = {
    resourceType: client.kafka.ConfigResourceTypes.TOPIC,
    resourceName: topic,
    configurationKeys: [policyKey, timeKey, sizeKey],
  };
  try {
    const answer = await client.persevere({ does: `read the settings of topic ${topic}`, topic }, async () => {
      // It says at once that there is none; the question itself leaves open whether the broker has only not heard of it.
      await client.layout(topic);
      return client.admin.describeConfigs({ resources: [resource] });
    });
    return new Map(answer.flatMap(({ configs }) => configs).map(({ name, value }) => [name, value ?? undefined]));
  } catch (error) {
    if (!isError(error, "not-permitted")) throw error;
    throw new MskctlError("not-permitted", error.message, {
      suggestions: [`allow ${action} on topic ${topic}, or the ACL DescribeConfigs`],
      details: { ...error.details, action },
      cause: error,
    });
  }
}

/** -1 stands for no limit. */
function limitIn(value: string | undefined): number | undefined {
  const limit = Number(value ?? Number.NaN);
  return limit >= 0 ? limit : undefined;
}
