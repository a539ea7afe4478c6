import { isError } from "../../core/errors.ts";
import { kafkaBroker } from "../../platform/kafka/kafka-broker.ts";
import { AwsError } from "../protocols/aws-error.ts";
import { wallClock } from "../wall-clock.ts";
import type { SandboxCluster, SandboxTopic } from "../world.ts";

const patienceMs = 3_000;

/** The topics of a cluster on real brokers, in the clear: the sandbox has no credentials of its own. Throws ServiceUnavailableException. */
export async function brokerTopics({ broker = [] }: SandboxCluster): Promise<Pick<SandboxTopic, "name" | "partitions">[]> {
  const client = await kafkaBroker({
    connection: { bootstrapServers: broker, clientId: "mskctl-sandbox" },
    clock: wallClock,
    patienceMs,
  });
  try {
    const names = await client.topics();
    return await Promise.all(names.map(async (name) => ({ name, partitions: (await client.partitions(name)).length })));
  } catch (error) {
    if (!isError(error)) throw error;
    throw new AwsError("ServiceUnavailableException", 503, error.message);
  } finally {
    await client.close();
  }
}
