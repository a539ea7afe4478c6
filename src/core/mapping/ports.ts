import type { MappingDocument, MappingSettings } from "./model.ts";

/**
 * What the lifecycle needs from AWS, in our words. Each method throws MskctlError only: `not-permitted` names the
 * IAM action in `details.action`. Cancellation is bound when the adapters are wired, so no signal is passed here.
 */
export interface MappingStore {
  /** Pages of at most 100 mappings of every source type, as AWS gives them. */
  list(query?: { readonly functionName?: string }): AsyncIterable<readonly MappingDocument[]>;
  /** Throws `not-found`. */
  get(uuid: string): Promise<MappingDocument>;
  /** Not idempotent on AWS: never retried below this port. Throws `conflict` with `details.uuid` when AWS names one. */
  create(settings: MappingSettings): Promise<MappingDocument>;
  /** Sends exactly `changes`. Throws `refused` with `details.awsCode` "ResourceInUseException" while in transition. */
  update(uuid: string, changes: MappingSettings): Promise<MappingDocument>;
  /** Throws `not-found` when it is gone already. */
  remove(uuid: string): Promise<MappingDocument>;
  /** Of a mapping, or of a function by its ARN without a qualifier. */
  tags(arn: string): Promise<ReadonlyMap<string, string>>;
  tag(mappingArn: string, tags: ReadonlyMap<string, string>): Promise<void>;
}

/** A mapping's tags by ARN for a whole account and Region, a page of the tagging API at a time. */
export interface TagIndex {
  /** ARNs of the mappings that carry every one of `tags` (an undefined value: any value). */
  mappingsTagged(tags: ReadonlyMap<string, string | undefined>): Promise<ReadonlySet<string>>;
}

/** A function's configuration; undefined where AWS does not tell. */
export interface FunctionFacts {
  readonly functionArn: string;
  readonly functionName: string;
  readonly timeoutMs: number | undefined;
  readonly memoryMb: number | undefined;
  readonly architecture: string | undefined;
  readonly runtime: string | undefined;
  /** ISO 8601, UTC. */
  readonly lastModified: string | undefined;
  readonly state: string | undefined;
  readonly role: string | undefined;
  /** Lambda's GetFunctionConfiguration answer, as AWS spells it. Environment variables are left out: they hold secrets. */
  readonly document: Readonly<Record<string, unknown>>;
}

/** What Lambda tells about a function. Each method throws MskctlError only, as `MappingStore`'s do. */
export interface FunctionReader {
  /** `name` may carry a qualifier (`orders:live`). Throws `not-found`. */
  facts(name: string): Promise<FunctionFacts>;
  /** undefined: no reserved concurrency is set. */
  reservedConcurrency(name: string): Promise<number | undefined>;
  provisionedConcurrency(
    name: string,
  ): Promise<readonly { readonly qualifier: string; readonly requested: number; readonly available: number; readonly status: string }[]>;
}

/** An MSK cluster, or a VPC connection to one; undefined where AWS does not tell. */
export interface ClusterFacts {
  readonly arn: string;
  readonly name: string;
  readonly type: string | undefined;
  readonly state: string | undefined;
  readonly kafkaVersion: string | undefined;
  readonly brokers: number | undefined;
  /** Strongest first, as Lambda picks (Lambda Developer Guide, MSK cluster authentication): mTLS, SCRAM, IAM, unauthenticated TLS, plaintext. */
  readonly authentication: readonly string[];
  /** MSK's answer as AWS spells it. */
  readonly document: Readonly<Record<string, unknown>>;
}

/** MSK's clusters and topics. Each method throws MskctlError only, as `MappingStore`'s do. */
export interface ClusterReader {
  list(): AsyncIterable<readonly ClusterFacts[]>;
  /** Of a cluster or a VPC connection. Throws `not-found`. */
  facts(arn: string): Promise<ClusterFacts>;
  /** Partition count of a topic; throws `not-found` when a cluster of this account has no such topic. */
  partitions(clusterArn: string, topic: string): Promise<number>;
}

export interface MetricQuery {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: ReadonlyMap<string, string>;
  readonly statistic: "Sum" | "Maximum" | "Average" | "Minimum" | "SampleCount" | `p${string}`;
}

/** Points in time order; a minute without data is absent, never zero. */
export interface MetricSeries {
  readonly points: readonly { readonly atMs: number; readonly value: number }[];
}

export interface MetricReader {
  /** One answer a query, in order. Any number of queries: the adapter packs them by 500. Period in seconds. */
  read(
    queries: readonly MetricQuery[],
    range: { readonly fromMs: number; readonly untilMs: number; readonly periodSeconds: number },
  ): Promise<readonly MetricSeries[]>;
}

export interface AccountReader {
  /** Account id of the caller and the Region that the verbs talk to. */
  identity(): Promise<{ readonly accountId: string; readonly region: string }>;
}
