import type { Finding } from "../finding.ts";
import type { Clock } from "../time.ts";
import { explainTransition } from "./catalogue.ts";
import { askFor, type Fact, known, valueOfFact, valueOrMissing } from "./fact.ts";
import type { MappingFacts } from "./findings/facts.ts";
import { findHealth } from "./findings/health.ts";
import type { WaitEvent } from "./lifecycle/waiting.ts";
import { wholeMapping } from "./lifecycle/whole-mapping.ts";
import { functionNameOf, isDisabled, type MappingDocument, topicOf } from "./model.ts";
import type { OffsetsFact } from "./offsets/mapping-offsets.ts";
import { type OffsetPorts, readOffsets } from "./offsets/read-offsets.ts";
import type { ClusterFacts, ClusterReader, FunctionFacts, FunctionReader, MappingStore, MetricReader } from "./ports.ts";
import type { ChosenForReading } from "./reading-choice.ts";
import { type RecentActivity, readRecentActivity } from "./recent-metrics.ts";
import { shellWord } from "./setting-arguments.ts";

export interface InspectionPorts {
  readonly mappings: Pick<MappingStore, "get" | "tags">;
  readonly functions: FunctionReader;
  readonly clusters: Pick<ClusterReader, "facts" | "partitions">;
  readonly metrics: MetricReader;
  readonly clock: Clock;
  /** Brokers are asked for offsets only where this is given. */
  readonly broker?: OffsetPorts["broker"];
}

type ProvisionedConcurrency = Awaited<ReturnType<FunctionReader["provisionedConcurrency"]>>;

/** A mapping with all that could be learned around it. */
export interface Inspection {
  readonly mapping: MappingDocument;
  /** As it can be named in a command. */
  readonly name: string;
  readonly function: Fact<FunctionFacts>;
  readonly reservedConcurrency: Fact<number | "none">;
  readonly provisionedConcurrency: Fact<ProvisionedConcurrency>;
  /** A self-managed cluster has no facts on AWS's side. */
  readonly cluster: Fact<ClusterFacts>;
  readonly partitions: Fact<number>;
  readonly activity: Fact<RecentActivity>;
  /** Absent where the brokers were not asked. */
  readonly offsets?: OffsetsFact;
  /** Most severe first. */
  readonly findings: readonly Finding[];
}

/**
 * The findings that a gate goes by. Over several mappings one that somebody paused is left out; one that Lambda stopped
 * is not.
 */
export function gatedFindings(inspections: readonly Inspection[]): Finding[] {
  const asked = inspections.length > 1 ? inspections.filter(({ mapping }) => !isPaused(mapping)) : inspections;
  return asked.flatMap(({ findings }) => findings);
}

/** Disabled, and not by Lambda. */
export function isPaused(mapping: MappingDocument): boolean {
  return isDisabled(mapping) && explainTransition(mapping.StateTransitionReason).kind !== "lambda";
}

/** Learns what AWS tells about mappings and checks each. Whatever may not be read stays unknown in its place. */
export async function inspectMappings(
  ports: InspectionPorts,
  { chosen, siblings }: ChosenForReading,
  onEvent: (event: WaitEvent) => void = () => {},
): Promise<Inspection[]> {
  const { broker, clock } = ports;
  const documents = chosen.map(({ mapping }) => mapping);
  const [inspections, offsets] = await Promise.all([
    lookAround(ports, { chosen, siblings }, onEvent),
    broker === undefined ? new Map<string, OffsetsFact>() : readOffsets({ broker, clock }, documents),
  ]);
  return inspections.map((around) => checked(around, offsets.get(around.mapping.UUID), { nowMs: clock.now(), siblings }));
}

type Surroundings = Omit<Inspection, "findings" | "offsets">;

async function lookAround(
  ports: InspectionPorts,
  { chosen, siblings }: ChosenForReading,
  onEvent: (event: WaitEvent) => void,
): Promise<Surroundings[]> {
  const nowMs = ports.clock.now();
  const documents = chosen.map(({ mapping }) => mapping);
  const activities = await askFor(() => readRecentActivity(ports.metrics, documents, siblings, nowMs));
  const surroundings = surroundingsOf(ports);
  const inspections: Surroundings[] = [];
  for (const { mapping: listed, name } of chosen) {
    const { mapping } = await wholeMapping(ports.mappings, listed, { tags: false });
    inspections.push({
      mapping,
      name,
      ...(await surroundings.ofFunction(mapping.FunctionArn ?? "")),
      ...(await surroundings.ofSource(mapping)),
      activity: activityOf(activities, mapping),
    });
    onEvent({ kind: "read", done: inspections.length, total: chosen.length });
  }
  return inspections;
}

function checked(
  around: Surroundings,
  offsets: OffsetsFact | undefined,
  { nowMs, siblings }: { readonly nowMs: number; readonly siblings: ChosenForReading["siblings"] },
): Inspection {
  const others = siblings?.filter(({ UUID }) => UUID !== around.mapping.UUID);
  const inspection = offsets === undefined ? around : { ...around, offsets };
  return { ...inspection, findings: findHealth(around.mapping, factsFor(inspection, { nowMs, others })) };
}

type FunctionSurroundings = Pick<Inspection, "function" | "reservedConcurrency" | "provisionedConcurrency">;
type SourceSurroundings = Pick<Inspection, "cluster" | "partitions">;

/** Several mappings share functions and clusters: each is asked about once. */
function surroundingsOf({ functions, clusters, clock }: InspectionPorts) {
  const functionsSeen = new Map<string, Promise<FunctionSurroundings>>();
  const clustersSeen = new Map<string, Promise<Fact<ClusterFacts>>>();
  const startedMs = clock.now();

  /** Lambda's control plane takes 15 calls a second for the whole account (Service Quotas L-B2AA0F47): after a first burst, keep to ten. */
  async function turn(): Promise<void> {
    const dueMs = startedMs + Math.max(0, functionsSeen.size + 1 - burstFunctions) * callsPerFunction * 100;
    if (dueMs > clock.now()) await clock.sleep(dueMs - clock.now());
  }
  async function askFunction(functionArn: string): Promise<FunctionSurroundings> {
    await turn();
    const name = functionNameOf(functionArn);
    const [fn, reserved, provisioned] = await Promise.all([
      askFor(() => functions.facts(functionNameOf(functionArn, "qualified"))),
      askFor(async () => (await functions.reservedConcurrency(name)) ?? ("none" as const)),
      askFor(() => functions.provisionedConcurrency(name)),
    ]);
    return { function: fn, reservedConcurrency: reserved, provisionedConcurrency: provisioned };
  }

  return {
    ofFunction: (functionArn: string) => once(functionsSeen, functionArn, () => askFunction(functionArn)),
    async ofSource(mapping: MappingDocument): Promise<SourceSurroundings> {
      const arn = mapping.EventSourceArn;
      if (!arn) return { cluster: selfManaged, partitions: selfManaged };
      const [cluster, partitions] = await Promise.all([
        once(clustersSeen, arn, () => askFor(() => clusters.facts(arn))),
        askFor(() => clusters.partitions(arn, topicOf(mapping) ?? "")),
      ]);
      // Without its cluster a topic cannot be looked for.
      return {
        cluster,
        partitions: cluster.kind === "missing" ? { kind: "unavailable", reason: "the cluster does not exist" } : partitions,
      };
    },
  };
}

const burstFunctions = 4;
const callsPerFunction = 3;
const selfManaged: Fact<never> = { kind: "unavailable", reason: "self-managed: AWS knows nothing of the cluster" };

function once<Value>(seen: Map<string, Promise<Value>>, key: string, ask: () => Promise<Value>): Promise<Value> {
  const known = seen.get(key);
  if (known !== undefined) return known;
  const asked = ask();
  seen.set(key, asked);
  return asked;
}

function activityOf(activities: Fact<ReadonlyMap<string, RecentActivity>>, mapping: MappingDocument): Fact<RecentActivity> {
  if (activities.kind !== "known") return activities;
  const value = activities.value.get(mapping.UUID);
  return value === undefined ? { kind: "missing" } : known(value);
}

function factsFor(
  facts: Omit<Inspection, "findings">,
  around: { readonly nowMs: number; readonly others: readonly MappingDocument[] | undefined },
): MappingFacts {
  return {
    nowMs: around.nowMs,
    updateCommand: `mskctl update ${shellWord(facts.name)}`,
    function: valueOrMissing(facts.function),
    reservedConcurrency: valueOfFact(facts.reservedConcurrency),
    provisionedConcurrency: valueOfFact(facts.provisionedConcurrency),
    cluster: valueOrMissing(facts.cluster),
    partitions: valueOrMissing(facts.partitions),
    metrics: valueOfFact(facts.activity)?.metrics,
    otherMappings: around.others,
    offsets: facts.offsets?.kind === "known" ? facts.offsets.value : undefined,
  };
}
