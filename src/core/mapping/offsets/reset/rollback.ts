import { MskctlError } from "../../../errors.ts";
import { clusterNameOf, consumerGroupOf, type MappingDocument, type MappingSettings, topicOf } from "../../model.ts";
import { placeOf } from "../../place.ts";
import { isSameCluster } from "../../same-mapping.ts";
import type { OffsetMove } from "./moves.ts";

/** What a rollback file says it is. */
export const rollbackKind = "offsets-rollback";

/** Where a group stood before its offsets were set. */
export interface Rollback {
  readonly uuid: string;
  readonly name: string;
  readonly accountId: string | undefined;
  readonly region: string | undefined;
  /** Of MSK; null for a self-managed cluster, which its bootstrap servers name. */
  readonly clusterArn: string | null;
  readonly bootstrapServers: readonly string[];
  readonly topic: string;
  readonly group: string;
  /** ISO 8601. */
  readonly savedAt: string;
  /** Only the partitions that were set. */
  readonly partitions: readonly SavedPartition[];
}

/** Offsets as text. */
interface SavedPartition {
  readonly partition: number;
  /** null: nothing was committed. */
  readonly committed: string | null;
  /** Where reading would have gone on. */
  readonly readsFrom: string;
  /** What was set instead. */
  readonly set: string;
}

export function rollbackOf(mapping: MappingDocument, name: string, moves: readonly OffsetMove[], nowMs: number): Rollback {
  const { EventSourceArn, SelfManagedEventSource, UUID: uuid } = mapping;
  const place = placeOf(mapping);
  return {
    uuid,
    name,
    accountId: place?.accountId,
    region: place?.region,
    clusterArn: EventSourceArn ?? null,
    bootstrapServers: SelfManagedEventSource?.Endpoints?.KAFKA_BOOTSTRAP_SERVERS ?? [],
    topic: topicOf(mapping) ?? "",
    group: consumerGroupOf(mapping),
    savedAt: new Date(nowMs).toISOString(),
    partitions: moves.map(({ partition, now, next, readsFrom }) => ({
      partition,
      committed: now === undefined ? null : String(now),
      readsFrom: String(readsFrom),
      set: String(next),
    })),
  };
}

/** The offsets to go back to. Nothing can be committed as it never was: where reading would have begun takes its place. */
export function savedOffsets({ partitions }: Rollback): ReadonlyMap<number, bigint> {
  return new Map(partitions.map(({ partition, committed, readsFrom }) => [partition, BigInt(committed ?? readsFrom)]));
}

/** Reads a rollback that was saved. Throws `malformed-file` when it is none. */
export function readRollback(state: unknown): Rollback {
  if (isRollback(state)) return state;
  throw new MskctlError("malformed-file", "this is no record of offsets before a reset");
}

/** Throws `refused` unless the mapping still reads what the rollback was saved of. */
export function assertSameSource(rollback: Rollback, mapping: MappingDocument): void {
  const { clusterArn, bootstrapServers } = rollback;
  const source: MappingSettings =
    clusterArn === null
      ? { SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: bootstrapServers } } }
      : { EventSourceArn: clusterArn };
  const different = [
    ...(isSameCluster(source, mapping) ? [] : [`cluster ${clusterNameOf(source) ?? clusterArn ?? bootstrapServers.join(",")}`]),
    ...(rollback.topic === topicOf(mapping) ? [] : [`topic ${rollback.topic}`]),
    ...(rollback.group === consumerGroupOf(mapping) ? [] : [`group ${rollback.group}`]),
  ];
  if (different.length === 0) return;
  throw new MskctlError("refused", `these offsets are of ${different.join(" and ")}, which mapping ${mapping.UUID} does not read now`, {
    suggestions: [`mskctl offsets show ${mapping.UUID}`],
    details: { uuid: mapping.UUID, topic: rollback.topic, group: rollback.group },
  });
}

function isRollback(state: unknown): state is Rollback {
  const { uuid, name, clusterArn, bootstrapServers, topic, group, savedAt, partitions } = Object(state) as Record<string, unknown>;
  return (
    [uuid, name, topic, group, savedAt].every(isText) &&
    (clusterArn === null || isText(clusterArn)) &&
    Array.isArray(bootstrapServers) &&
    bootstrapServers.every(isText) &&
    Array.isArray(partitions) &&
    partitions.every(isSavedPartition)
  );
}

function isSavedPartition(value: unknown): value is SavedPartition {
  const { partition, committed, readsFrom } = Object(value) as Record<string, unknown>;
  return Number.isSafeInteger(partition) && (committed === null || isOffset(committed)) && isOffset(readsFrom);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isOffset(value: unknown): boolean {
  return isText(value) && /^\d{1,18}$/.test(value);
}
