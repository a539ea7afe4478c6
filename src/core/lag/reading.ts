import type { OffsetPorts } from "../mapping/offsets/read-offsets.ts";
import type { ClusterReader, FunctionReader, MappingStore, MetricReader } from "../mapping/ports.ts";
import type { Clock } from "../time.ts";
import type { DestinationReader, MappingLog, MetricCatalogue } from "./ports.ts";
import type { LagPicture } from "./report.ts";

export interface LagPorts {
  readonly mappings: Pick<MappingStore, "list">;
  readonly functions: Pick<FunctionReader, "facts" | "reservedConcurrency">;
  readonly clusters: Pick<ClusterReader, "partitions">;
  readonly metrics: MetricReader;
  readonly catalogue: MetricCatalogue;
  readonly log: MappingLog;
  readonly destinations: DestinationReader;
  readonly clock: Clock;
  /** Brokers are asked only where this is given. */
  readonly broker?: OffsetPorts["broker"];
  /** AWS calls made so far. */
  callCount(): number;
}

export interface LagReadingOptions {
  /** The first minute to be read; 60 minutes are usual. */
  readonly fromMs: number;
  /** Ask for the lag of each partition of the mappings that are looked at. */
  readonly partitions: boolean;
}

/** Reads mappings again and again, and keeps what it has read. */
export interface LagReading {
  /** All that can be known is read of the mappings in `lookAt`, by UUID. */
  read(lookAt?: ReadonlySet<string>): Promise<LagPicture>;
}
