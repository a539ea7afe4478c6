import type { MappingDocument } from "../mapping/model.ts";
import type { DestinationDepth } from "./report.ts";

/** Which series there are. Throws as `MetricReader` does. */
export interface MetricCatalogue {
  /** The dimensions of every series of this name, and with all of these dimensions, that had data in the last three hours. */
  series(namespace: string, name: string, having?: ReadonlyMap<string, string>): Promise<readonly ReadonlyMap<string, string>[]>;
}

/** Where a partition stood at one minute of Lambda's own log (Lambda Developer Guide, event source mapping logging, KAFKA_STATUS_EVENT). */
export interface LoggedPosition {
  readonly atMs: number;
  readonly partition: number;
  readonly end: bigint;
  /** The next offset to read. */
  readonly committed: bigint;
}

/** A mapping's system log, which lies in the function's log group. Each method throws MskctlError only; `not-found` where there is no log. */
export interface MappingLog {
  /** What the pollers wrote about their partitions since then, in time order. Needs the mapping's log level DEBUG. */
  positions(mapping: MappingDocument, sinceMs: number): Promise<readonly LoggedPosition[]>;
}

/** On-failure destinations. */
export interface DestinationReader {
  /** How many documents wait in it. Throws MskctlError. */
  depth(mapping: MappingDocument, sinceMs: number): Promise<DestinationDepth>;
}
