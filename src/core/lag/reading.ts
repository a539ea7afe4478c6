import { MskctlError } from "../errors.ts";
import { askFor } from "../mapping/fact.ts";
import { destinationOf } from "../mapping/findings/facts.ts";
import type { Chosen } from "../mapping/lifecycle/choice.ts";
import { isProvisioned, type MappingDocument } from "../mapping/model.ts";
import type { MappingOffsets, OffsetsFact } from "../mapping/offsets/mapping-offsets.ts";
import { type OffsetPorts, readOffsets } from "../mapping/offsets/read-offsets.ts";
import type { ClusterReader, FunctionReader, MappingStore, MetricReader } from "../mapping/ports.ts";
import type { ChosenForReading } from "../mapping/reading-choice.ts";
import type { Clock } from "../time.ts";
import type { LagFacts, StuckPartition } from "./causes/cause-subject.ts";
import { flowOf } from "./flow.ts";
import { judge } from "./judge.ts";
import { type Lookups, openLookups } from "./lookups.ts";
import type { MappingSamples } from "./mapping-samples.ts";
import { dollarsPerAskedMetric } from "./minute-store.ts";
import { readPartitionLags } from "./partition-series.ts";
import type { DestinationReader, LoggedPosition, MappingLog, MetricCatalogue } from "./ports.ts";
import type { LagPicture, LagReport, LagVerdict, PartitionLag } from "./report.ts";
import { sortReports } from "./report-order.ts";
import { openRoster } from "./roster.ts";
import { createLagSampler, type LagSampler } from "./sampling.ts";
import { sumIn } from "./spans.ts";
import { partitionsLogged, partitionsOf, stillFor, stuckByAge, stuckByLog, withStuck } from "./stuck.ts";

export interface LagPorts {
  readonly mappings: Pick<MappingStore, "list" | "get">;
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

/** Of so many mappings at once the rest is read, the worst first: each takes about twenty metrics. */
const mostLookedInto = { first: 100, later: 25 } as const;
/** A fleet's first picture may take 20 calls and a refresh 6, most of which are metrics; a small account has room. */
const questions = { ofFleet: { first: 6, later: 1 }, ofFew: 60 } as const;
const fleetMappings = 50;
/** The log of so many mappings is read. */
const mostLogs = 3;
const logMs = 10 * 60_000;

/** Mappings in these conditions have no cause that the rest could tell. */
const calm: ReadonlySet<LagVerdict> = new Set(["ok", "idle", "disabled", "no data"]);

/** `chosen` in the order of the listing. Throws what ends a verb; whatever else may not be read is a note, or is said in its place. */
export function openLagReading(ports: LagPorts, chosen: ChosenForReading, options: LagReadingOptions): LagReading {
  const roster = openRoster(ports.mappings, chosen);
  const sampler = createLagSampler(ports, options);
  const lookups = openLookups(ports);
  let isFirst = true;
  let callsBefore = 0;

  return {
    async read(lookAt = new Set()) {
      if (!isFirst) await roster.renew();
      const isFleet = roster.chosen.length > fleetMappings;
      const stage = isFirst ? "first" : "later";
      lookups.allow(isFleet ? questions.ofFleet[stage] : questions.ofFew);
      const { reports, notes } = await readAll({ ports, sampler, lookups, options }, roster, lookAt, mostLookedInto[stage]);
      isFirst = false;
      const callsNow = ports.callCount();
      const calls = callsNow - callsBefore;
      callsBefore = callsNow;
      return {
        atMs: ports.clock.now(),
        reports,
        calls,
        costUsd: sampler.takeAsked() * dollarsPerAskedMetric,
        notes: [...new Set([...sampler.notes, ...notes, ...lookups.notes, ...roster.notes])],
      };
    },
  };
}

interface Tools {
  readonly ports: LagPorts;
  readonly sampler: LagSampler;
  readonly lookups: Lookups;
  readonly options: LagReadingOptions;
}

async function readAll(
  tools: Tools,
  { chosen, siblings }: ChosenForReading,
  lookAt: ReadonlySet<string>,
  most: number,
): Promise<Pick<LagPicture, "reports" | "notes">> {
  const { ports, sampler } = tools;
  const documents = chosen.map(({ mapping }) => mapping);
  const [base, { offsets, notes }] = await Promise.all([sampler.base(documents, siblings), readBrokers(ports, documents)]);
  const nowMs = ports.clock.now();
  const atFirst = new Map(
    chosen.flatMap(({ mapping, name }) => {
      const read = base.get(mapping.UUID);
      if (read === undefined) return [];
      return [[mapping.UUID, judge({ mapping, name, read, facts: {}, offsets: offsets.get(mapping.UUID), nowMs })] as const];
    }),
  );
  const closer = toLookInto([...atFirst.values()], lookAt, most);
  const detail = closer.length === 0 ? new Map<string, MappingSamples>() : await sampler.detail(closer.map(({ mapping }) => mapping));
  const logs = await readLogs(ports, closer, lookAt);
  for (const { mapping, name } of closer) {
    const read = detail.get(mapping.UUID) ?? base.get(mapping.UUID);
    if (read === undefined) continue;
    const around = { offsets: offsets.get(mapping.UUID), positions: logs.get(mapping.UUID) ?? [] };
    atFirst.set(mapping.UUID, await lookInto(tools, { mapping, name, read, isLookedAt: lookAt.has(mapping.UUID), nowMs, ...around }));
  }
  return { reports: [...atFirst.values()], notes };
}

/** Those that are looked at, and those in trouble, the worst first. */
function toLookInto(reports: readonly LagReport[], lookAt: ReadonlySet<string>, most: number): readonly Chosen[] {
  const [lookedAt, others] = [true, false].map((isMeant) => reports.filter(({ mapping }) => lookAt.has(mapping.UUID) === isMeant));
  const troubled = sortReports((others ?? []).filter(({ verdict }) => !calm.has(verdict)));
  return [...(lookedAt ?? []), ...troubled.slice(0, most)];
}

interface BrokersRead {
  readonly offsets: ReadonlyMap<string, MappingOffsets>;
  /** Why some do not tell, once for all whom it concerns. */
  readonly notes: readonly string[];
}

async function readBrokers({ broker, clock }: LagPorts, mappings: readonly MappingDocument[]): Promise<BrokersRead> {
  const facts = broker === undefined ? new Map<string, OffsetsFact>() : await readOffsets({ broker, clock }, mappings);
  const offsets = new Map([...facts].flatMap(([uuid, fact]) => (fact.kind === "known" ? [[uuid, fact.value] as const] : [])));
  const reasons = [...facts.values()].flatMap((fact) => {
    const reason = fact.kind === "known" ? fact.value.group.unavailable : fact;
    return reason === undefined ? [] : [[`brokers: ${reason.message}`, ...(reason.next === undefined ? [] : [reason.next])].join("; ")];
  });
  return { offsets, notes: [...new Set(reasons)] };
}

async function readLogs(
  { log, clock }: LagPorts,
  closer: readonly Chosen[],
  lookAt: ReadonlySet<string>,
): Promise<ReadonlyMap<string, readonly LoggedPosition[]>> {
  const logged = closer.filter(({ mapping }) => isProvisioned(mapping) && mapping.LoggingConfig?.SystemLogLevel === "DEBUG");
  const first = logged.toSorted((a, b) => Number(lookAt.has(b.mapping.UUID)) - Number(lookAt.has(a.mapping.UUID))).slice(0, mostLogs);
  const facts = await Promise.all(first.map(({ mapping }) => askFor(() => log.positions(mapping, clock.now() - logMs))));
  return new Map(
    first.flatMap(({ mapping }, index) => {
      const fact = facts[index];
      return fact?.kind === "known" ? [[mapping.UUID, fact.value] as const] : [];
    }),
  );
}

interface Closer {
  readonly mapping: MappingDocument;
  readonly name: string;
  readonly read: MappingSamples;
  readonly offsets: MappingOffsets | undefined;
  readonly positions: readonly LoggedPosition[];
  readonly isLookedAt: boolean;
  readonly nowMs: number;
}

async function lookInto({ ports, lookups, options }: Tools, closer: Closer): Promise<LagReport> {
  const { mapping, read, offsets, positions, isLookedAt, nowMs } = closer;
  const everything = { from: 0, until: read.samples.minutes };
  const fails = (sumIn(read.samples, "errors", everything) ?? 0) > 0;
  const leastMs = stillFor(flowOf(mapping, read.samples, undefined).cycleMs);
  const stuck = positions.length > 0 ? stuckByLog(positions, leastMs) : offsets !== undefined && fails ? stuckByAge(offsets, leastMs) : [];
  const isThrottled = (sumIn(read.samples, "throttles", everything) ?? 0) > 0;
  const isCalled = (sumIn(read.samples, "invocations", everything) ?? 0) > 0;
  const fn = isLookedAt || fails || !isCalled ? await lookups.function(mapping) : undefined;
  const facts: LagFacts = {
    partitions: offsets?.partitions.length ?? (await lookups.partitions(mapping)),
    isFunctionMissing: fn === "missing",
    timeoutMs: fn === "missing" ? undefined : fn?.timeoutMs,
    reservedConcurrency: isThrottled || isLookedAt ? await lookups.reservedConcurrency(mapping) : undefined,
    stuck,
  };
  const report = judge({ ...closer, facts, function: fn === "missing" ? undefined : fn });
  const partitions = await partitionsFor({ ports, closer, stuck, wanted: options.partitions || isLookedAt });
  const destination = isLookedAt && destinationOf(mapping) !== undefined ? await depthOf(ports, mapping, nowMs) : undefined;
  return { ...report, ...(partitions === undefined ? {} : { partitions }), ...(destination === undefined ? {} : { destination }) };
}

async function partitionsFor({
  ports,
  closer: { mapping, offsets, positions, nowMs },
  stuck,
  wanted,
}: {
  readonly ports: LagPorts;
  readonly closer: Closer;
  readonly stuck: readonly StuckPartition[];
  readonly wanted: boolean;
}): Promise<readonly PartitionLag[] | undefined> {
  if (offsets !== undefined) return withStuck(partitionsOf(offsets), stuck);
  if (positions.length > 0) return withStuck(partitionsLogged(positions), stuck);
  return wanted ? readPartitionLags(ports, mapping, nowMs) : undefined;
}

async function depthOf({ destinations }: LagPorts, mapping: MappingDocument, nowMs: number): Promise<LagReport["destination"]> {
  try {
    return await destinations.depth(mapping, nowMs - dayMs);
  } catch (error) {
    if (!(error instanceof MskctlError) || error.code === "interrupted" || error.code === "terminated") throw error;
    const action = error.details["action"];
    return { kind: "unknown", reason: typeof action === "string" ? `not permitted: ${action}` : error.message };
  }
}

const dayMs = 86_400_000;
