import { durationMs, type Shape } from "./shape.ts";

export interface Around {
  readonly traffic: Readonly<Record<string, unknown>>;
  readonly topic?: Readonly<Record<string, unknown>>;
  readonly fn?: Readonly<Record<string, unknown>>;
  readonly simulated?: Readonly<Record<string, unknown>>;
  readonly mapping?: Readonly<Record<string, unknown>>;
  readonly faults?: readonly object[];
  /** A second mapping of the same function, so that the function's own metrics tell nothing of one. */
  readonly hasTwin?: boolean;
  readonly account?: Readonly<Record<string, unknown>>;
}

export const allGroups = { Metrics: ["EventCount", "ErrorCount", "KafkaMetrics"] };

/** An hour of history, and a mapping `orders` of that shape. */
export function accountDocument(shape: Shape, around: Around): Readonly<Record<string, unknown>> {
  const { baseMs, perRecordMs, recordBytes, partitions, isSelfManaged } = shape;
  const topics = ["orders", ...(around.hasTwin === true ? ["returns"] : [])].map((name) => ({
    name,
    partitions,
    recordBytes,
    traffic: around.traffic,
    ...around.topic,
  }));
  const cluster = { name: "shop", topics };
  return {
    history: "1h",
    functions: [
      {
        name: "orders",
        aliases: { live: "7" },
        // Lambda takes no longer timeout for Kafka than 14 minutes.
        timeoutSeconds: Math.min(840, Math.max(60, Math.ceil((3 * durationMs(shape)) / 1_000))),
        simulated: { baseMs, perRecordMs, ...around.simulated },
        ...around.fn,
      },
    ],
    ...(isSelfManaged ? { selfManagedClusters: [cluster] } : { clusters: [cluster] }),
    mappings: topics.map(({ name }) => ({ ...mappingSettings(shape), Topics: [name], ...around.mapping })),
    faults: around.faults ?? [],
    ...around.account,
  };
}

function mappingSettings({ alias, batchSize, windowSeconds, pollers, isSelfManaged }: Shape) {
  return {
    cluster: "shop",
    FunctionName: alias === undefined ? "orders" : `orders:${alias}`,
    StartingPosition: "LATEST",
    BatchSize: batchSize,
    // Above ten records AWS wants a window of a second at least, if there is one.
    ...(windowSeconds === undefined ? {} : { MaximumBatchingWindowInSeconds: windowSeconds }),
    ...(pollers === undefined ? {} : { ProvisionedPollerConfig: { MinimumPollers: pollers.minimum, MaximumPollers: pollers.maximum } }),
    ...(isSelfManaged
      ? {
          SourceAccessConfigurations: [
            { Type: "SASL_SCRAM_512_AUTH", URI: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:kafka-Xq3v7T" },
          ],
        }
      : {}),
    MetricsConfig: allGroups,
  };
}
