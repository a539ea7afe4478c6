import type { Broker } from "../../../core/record/broker.ts";
import type { MappingConfig } from "../mapping-config.ts";
import type { BrokerTopic } from "./broker-topic.ts";

interface StartingPositions {
  readonly positions: ReadonlyMap<number, number>;
  /** Partitions that the group had no offset of. */
  readonly uncommitted: readonly number[];
}

/**
 * Where a member of the group begins to read: at the committed offset, else where the mapping's starting position says
 * (Lambda Developer Guide, "Starting positions"). An offset beyond the log's end means that the topic was made anew; that
 * the starting position counts then, as for Kafka's auto.offset.reset, is an assumption.
 */
export async function startingPositions(
  broker: Broker,
  config: MappingConfig,
  topic: BrokerTopic,
  partitions: readonly number[],
): Promise<StartingPositions> {
  const committed = await broker.committedOffsets(config.consumerGroup, config.topic);
  const isUsable = (partition: number): boolean => {
    const offset = committed.get(partition);
    return offset !== undefined && offset <= topic.endOffset(partition, 0);
  };
  const atStart = partitions.every(isUsable) ? new Map<number, bigint>() : await offsetsAtStart(broker, config);
  const positions = new Map(
    partitions.map((partition) => {
      const offset = isUsable(partition) ? committed.get(partition) : atStart.get(partition);
      // By time, a partition without a later record begins at its end.
      return [partition, offset === undefined ? topic.endOffset(partition, 0) : Number(offset)];
    }),
  );
  return { positions, uncommitted: partitions.filter((partition) => !isUsable(partition)) };
}

function offsetsAtStart(
  broker: Broker,
  { topic, startingPosition, startingTimestampMs }: MappingConfig,
): Promise<ReadonlyMap<number, bigint>> {
  if (startingPosition === "LATEST") return broker.offsets(topic, "latest");
  if (startingPosition !== "AT_TIMESTAMP" || startingTimestampMs === undefined) return broker.offsets(topic, "earliest");
  return broker.offsets(topic, { atOrAfterMs: startingTimestampMs });
}
