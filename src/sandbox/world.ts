import type { MappingDocument } from "../core/mapping/model.ts";
import type { SandboxSchemaRegistry } from "./glue/schema-registry.ts";
import type { LogStore } from "./logs/log-store.ts";
import type { SandboxSecret } from "./secrets-manager/secret.ts";
import type { MapRunStore } from "./states/map-run.ts";

/**
 * What the sandbox's parts share: one world per Region, made from a scenario. The HTTP front reaches the services,
 * the services change the world, the runtime lives in it.
 */
export interface World {
  readonly accountId: string;
  readonly region: string;
  readonly clock: SandboxClock;
  /** How long control-plane transitions take: `short` 0.3–3 s, `aws` as documented (minutes), `none` at once (tests). */
  readonly delays: "none" | "short" | "aws";
  /** Seeded: the same scenario, seed and speed give the same sequence. Uniform in [0, 1). */
  readonly random: () => number;
  /** The account's concurrent executions in the Region; Lambda's default is 1,000. */
  readonly accountConcurrency: number;
  readonly functions: Map<string, SandboxFunction>;
  /** Clusters by ARN. */
  readonly clusters: Map<string, SandboxCluster>;
  /** Self-managed clusters by name; their brokers are loopback addresses. */
  readonly selfManagedClusters: Map<string, SandboxSelfManagedCluster>;
  /** Mappings by UUID, in the order of creation. */
  readonly mappings: Map<string, SandboxMapping>;
  /** Secrets by ARN. */
  readonly secrets: Map<string, SandboxSecret>;
  /** Glue's schema registries by name. */
  readonly schemaRegistries: Map<string, SandboxSchemaRegistry>;
  /** Step Functions' Map Runs. */
  readonly mapRuns: MapRunStore;
  readonly metrics: MetricStore;
  readonly logs: LogStore;
  readonly runtime: Runtime;
  /** One line for the person who started the sandbox. */
  readonly note: (line: string) => void;
}

/** Time in the sandbox: wall time, or `speed` times as fast. Callbacks run in order of time, on the virtual clock. */
export interface SandboxClock {
  readonly speed: number;
  /** Where virtual time and wall time were equal, epoch milliseconds. */
  readonly originMs: number;
  /** Virtual now, epoch milliseconds. While a callback runs this is the callback's own time. */
  now(): number;
  /** Runs `callback` when the clock reaches `atMs`; gives a function that cancels it. */
  at(atMs: number, callback: () => void): () => void;
  /** Runs `work` as if it were `atMs` all the while: what it begins, begins at that moment however long it takes. */
  asOf<Result>(atMs: number, work: () => Result): Result;
  /**
   * No further callback runs until the function that this gives was called, once for each hold: for work that takes wall
   * time and belongs to one virtual moment. Callbacks still see their own times, in the same order as without a hold.
   */
  hold(): () => void;
  stop(): void;
}

export interface SandboxMapping {
  /** The mapping as Get answers it. Replaced, never changed in place, so a reader keeps a consistent view. */
  document: MappingDocument;
  /** Lambda answers times as epoch seconds; kept here as milliseconds. */
  lastModifiedMs: number;
  tags: Map<string, string>;
}

export interface SandboxFunction {
  readonly name: string;
  readonly arn: string;
  readonly runtime: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly architecture: "x86_64" | "arm64";
  readonly role: string;
  readonly lastModified: string;
  /** Alias name → version. */
  readonly aliases: Map<string, string>;
  reservedConcurrency: number | undefined;
  /** Qualifier → requested executions. */
  readonly provisionedConcurrency: Map<string, number>;
  readonly tags: Map<string, string>;
  readonly behaviour: FunctionBehaviour;
}

/** Simulated functions get no event, only its size in records; a module gets the real event in a worker. */
export type FunctionBehaviour =
  | {
      readonly kind: "simulated";
      /** Duration of a batch of n records: base + perRecord × n, milliseconds. */
      readonly baseMs: number;
      readonly perRecordMs: number;
      /** Share of records, 0 to 1, whose batch fails: poison, decided by the record's offset and the seed. */
      readonly poisonShare: number;
      /** Records are poisonous only from this long before the sandbox's start on; absent: always. */
      readonly poisonStartedSecondsAgo?: number;
      /** Share of invocations that fail whatever they hold. */
      readonly errorShare: number;
    }
  | { readonly kind: "module"; readonly file: string }
  | { readonly kind: "http"; readonly url: string };

/** How closely MSK watches a cluster; the sandbox publishes more from PER_TOPIC_PER_PARTITION on. */
export const monitoringLevels = ["DEFAULT", "PER_BROKER", "PER_TOPIC_PER_BROKER", "PER_TOPIC_PER_PARTITION"] as const;

export interface SandboxCluster {
  readonly arn: string;
  readonly name: string;
  readonly kind: "PROVISIONED" | "SERVERLESS";
  readonly kafkaVersion: string;
  readonly enhancedMonitoring: (typeof monitoringLevels)[number];
  readonly brokers: number;
  /** Bootstrap servers of real brokers, which then have the topics; absent: the topics are embedded. */
  readonly broker?: readonly string[];
  readonly authentication: readonly ("mtls" | "scram" | "iam" | "unauthenticated-tls" | "plaintext")[];
  readonly topics: Map<string, SandboxTopic>;
  readonly tags: Map<string, string>;
  policy: string | undefined;
}

export interface SandboxSelfManagedCluster {
  readonly name: string;
  readonly bootstrapServers: readonly string[];
  readonly topics: Map<string, SandboxTopic>;
}

export interface SandboxTopic {
  readonly name: string;
  readonly partitions: number;
  /** The feed of an embedded topic; see `runtime/embedded-topic.ts`. */
  readonly traffic: Traffic;
  /** Absent: 7 days, Kafka's own default. */
  readonly retentionMs?: number;
}

export type Traffic = {
  /** Records a second at time t, for the whole topic. */
  readonly shape:
    | { readonly kind: "constant"; readonly perSecond: number }
    | { readonly kind: "diurnal"; readonly meanPerSecond: number; readonly amplitude: number; readonly peakHourUtc: number }
    | {
        readonly kind: "burst";
        readonly perSecond: number;
        readonly burstPerSecond: number;
        readonly everySeconds: number;
        readonly forSeconds: number;
        /** How long before the sandbox's start one of the bursts began; absent: one begins at the start. */
        readonly startedSecondsAgo?: number;
      }
    | {
        readonly kind: "growing";
        /** The rate until the growth begins. */
        readonly perSecond: number;
        readonly addedPerSecondEachHour: number;
        /** Where the growth ends; absent: nowhere. */
        readonly maximumPerSecond?: number;
        /** How long before the sandbox's start the growth began; absent: it begins at the start. */
        readonly startedSecondsAgo?: number;
      };
  readonly recordBytes: number;
  /** Zipf exponent over partitions: 0 spreads evenly. */
  readonly keySkew: number;
  /** Share of records, 0 to 1, that are of the kind which the filters of the scenario's mappings are meant to let through. */
  readonly filterPassShare: number;
};

/** The data plane behind the control plane. */
export interface Runtime {
  /** The mapping became Enabled, or changed while it was: (re)start its pollers. */
  start(mapping: SandboxMapping): void;
  /** Whether the mapping's topic is on a real broker. */
  readsBroker(mapping: MappingDocument): boolean;
  /** The mapping was disabled or deleted: stop polling, keep committed offsets unless `forget`. */
  stop(mapping: SandboxMapping, options?: { readonly forget?: boolean }): void;
  /**
   * A synchronous Invoke through the API of `$LATEST`, a version or an alias: counts against concurrency and metrics
   * like a batch does.
   */
  invoke(fn: SandboxFunction, qualifier: string, payload: Uint8Array): Promise<InvokeOutcome>;
}

export type InvokeOutcome =
  | { readonly kind: "ok"; readonly payload: Uint8Array; readonly durationMs: number }
  | { readonly kind: "function-error"; readonly payload: Uint8Array; readonly durationMs: number }
  | {
      readonly kind: "throttled";
      readonly reason: "ReservedFunctionConcurrentInvocationLimitExceeded" | "ConcurrentInvocationLimitExceeded";
    };

export interface MetricIdentity {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: ReadonlyMap<string, string>;
}

/** A minute's (or a datum's) statistic set, as CloudWatch keeps it; `values` (value → count) serve percentiles. */
export interface StatisticSet {
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly count: number;
  readonly values?: ReadonlyMap<number, number>;
}

/** Metrics computed when asked for: history from before the start. */
export interface MetricSource {
  identities(): Iterable<MetricIdentity>;
  /** Minute sets with `fromMs` ≤ minute < `untilMs`; undefined when the source has no such metric. */
  read(
    identity: MetricIdentity,
    fromMs: number,
    untilMs: number,
  ): Iterable<{ readonly minuteMs: number; readonly set: StatisticSet }> | undefined;
  hasDataSince(identity: MetricIdentity, sinceMs: number): boolean;
}

export interface MetricStore {
  publish(identity: MetricIdentity, atMs: number, set: StatisticSet, unit?: string): void;
  addSource(source: MetricSource): void;
  identities(): Iterable<MetricIdentity>;
  /** Minute sets from published data and sources together, in time order; absent minutes are absent. */
  read(
    identity: MetricIdentity,
    fromMs: number,
    untilMs: number,
  ): { readonly minuteMs: number; readonly set: StatisticSet; readonly unit?: string }[];
  /** Whether there is any from a time on. */
  hasDataSince(identity: MetricIdentity, sinceMs: number): boolean;
}

/** One AWS call after the front has told service and Region apart. */
export interface ServiceRequest {
  readonly method: string;
  /** Still percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Uint8Array;
}

export interface ServiceResponse {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Uint8Array | string;
}

export type ServiceHandler = (request: ServiceRequest, world: World) => Promise<ServiceResponse> | ServiceResponse;
