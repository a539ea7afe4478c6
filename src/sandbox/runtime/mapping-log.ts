import type { EsmLog } from "./esm-log.ts";
import type { Tenure } from "./tenures.ts";

/** The pollers of a mapping have their partitions, at first or anew. */
export function logAssignments(
  log: EsmLog,
  { mapping, source, config, generation }: Tenure,
  assignments: readonly (readonly number[])[],
): void {
  for (const [poller, partitions] of assignments.entries()) {
    log.pollerStatus(mapping.document, poller, {
      brokers: source.origin.bootstrapServers,
      ...source.security,
      totalPartitions: source.topic.partitions,
      assignedPartitions: partitions.map((partition) => ({ topic: config.topic, partition })),
      generation,
    });
  }
}

/** Once a minute: where each partition stands. */
export function logPartitions(log: EsmLog, { mapping, reading, config, run }: Tenure, atMs: number): void {
  for (const [poller, partitions] of (run?.assignments ?? []).entries()) {
    for (const partition of partitions) {
      const committed = reading.committed[partition] ?? 0;
      log.kafkaStatus(mapping.document, poller, {
        topic: config.topic,
        partition,
        end: reading.topic.endOffset(partition, atMs),
        consumed: (reading.position[partition] ?? 0) - 1,
        processed: committed - 1,
        committed,
      });
    }
  }
}
