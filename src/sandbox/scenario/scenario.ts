import type { MappingSettings } from "../../core/mapping/model.ts";
import type { Fault } from "../front/faults.ts";
import type { Assumptions } from "../runtime/assumptions.ts";
import type { RuntimeFault } from "../runtime/faults/runtime-fault.ts";
import type { FunctionBehaviour, SandboxCluster, SandboxTopic, World } from "../world.ts";
import type { ScenarioSchemaRegistry } from "./scenario-schemas.ts";
import type { ScenarioSecret } from "./scenario-secrets.ts";

/** An account as data: what a sandbox starts with. Everything is filled in; `loadScenario` knows the defaults. */
export interface Scenario {
  readonly accountId: string;
  /** The Region in which everything below is; every other one is empty. */
  readonly region: string;
  readonly delays: World["delays"];
  /** How far back the metrics go at the start. */
  readonly historyMs: number;
  readonly concurrencyLimit: number;
  readonly functions: readonly ScenarioFunction[];
  readonly clusters: readonly ScenarioCluster[];
  readonly selfManagedClusters: readonly ScenarioSelfManagedCluster[];
  /** Bootstrap servers of real brokers: self-managed mappings that name one of them are read from there. */
  readonly brokerServers: readonly string[];
  readonly mappings: readonly ScenarioMapping[];
  /** How Lambda is taken to behave where it does not say so itself. */
  readonly assumptions: Assumptions;
  readonly secrets: readonly ScenarioSecret[];
  readonly schemaRegistries: readonly ScenarioSchemaRegistry[];
  /** What goes wrong on purpose. */
  readonly faults: readonly ScenarioFault[];
}

/** Of calls, for the front, or of the runtime. */
export type ScenarioFault = Fault | RuntimeFault;

export interface ScenarioFunction {
  readonly name: string;
  readonly runtime: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly architecture: "x86_64" | "arm64";
  /** undefined: a role of the account with the function's name. */
  readonly role: string | undefined;
  /** How long before the start the function was changed last. */
  readonly changedAgoMs: number;
  readonly aliases: ReadonlyMap<string, string>;
  readonly reservedConcurrency: number | undefined;
  readonly provisionedConcurrency: ReadonlyMap<string, number>;
  readonly tags: ReadonlyMap<string, string>;
  readonly behaviour: FunctionBehaviour;
}

export interface ScenarioCluster {
  readonly name: string;
  readonly kind: SandboxCluster["kind"];
  readonly kafkaVersion: string;
  readonly enhancedMonitoring: SandboxCluster["enhancedMonitoring"];
  readonly brokers: number;
  /** Real brokers that have its topics; absent: the topics are embedded. */
  readonly broker?: readonly string[];
  readonly authentication: SandboxCluster["authentication"];
  readonly topics: readonly SandboxTopic[];
  readonly tags: ReadonlyMap<string, string>;
}

export interface ScenarioSelfManagedCluster {
  readonly name: string;
  readonly bootstrapServers: readonly string[];
  /** They are real and have the topics; else the topics are embedded, and nothing needs to listen there. */
  readonly realBrokers: boolean;
  readonly topics: readonly SandboxTopic[];
}

export interface ScenarioMapping {
  /** Name of a cluster above; becomes EventSourceArn or SelfManagedEventSource. */
  readonly cluster: string;
  /** undefined: one that depends on account, function, cluster and topic. */
  readonly uuid: string | undefined;
  /** As Create takes them, without the source. */
  readonly settings: MappingSettings;
  /** How long before the start it was disabled; undefined when it is enabled. */
  readonly disabledAgoMs: number | undefined;
}
