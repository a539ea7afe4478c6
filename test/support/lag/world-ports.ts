import { MskctlError } from "../../../src/core/errors.ts";
import type { LoggedPosition } from "../../../src/core/lag/ports.ts";
import type { LagPorts } from "../../../src/core/lag/reading.ts";
import { clusterNameOf, functionNameOf, type MappingDocument, topicOf } from "../../../src/core/mapping/model.ts";
import type { FunctionFacts, MetricQuery, MetricReader, MetricSeries } from "../../../src/core/mapping/ports.ts";
import type { ManualClock } from "../../../src/sandbox/clock.ts";
import type { FailedBatch } from "../../../src/sandbox/destinations/failed-batch.ts";
import { seedOf, uniform } from "../../../src/sandbox/runtime/chance.ts";
import { statisticOf } from "../../../src/sandbox/statistic-set.ts";
import type { SandboxFunction, SandboxMapping, World } from "../../../src/sandbox/world.ts";

export interface WorldPortsParts {
  readonly world: World;
  readonly clock: ManualClock;
  /** What destinations have got. */
  readonly failed: readonly FailedBatch[];
  /** How long after its minute a point can be read; absent: one to two minutes, for each metric its own. */
  readonly delayMs?: number;
}

const minuteMs = 60_000;
/** How far back ListMetrics looks (API reference, RecentlyActive). */
const recentMs = 3 * 60 * minuteMs;

/** What lag asks of AWS, answered by a sandbox world in the same process, on its clock and without HTTP. */
export function worldPorts(parts: WorldPortsParts): LagPorts {
  const { world, clock, failed } = parts;
  return {
    mappings: {
      async *list({ functionName } = {}) {
        const all = mappingsIn(world);
        yield functionName === undefined ? all : all.filter(({ FunctionArn }) => functionNameOf(FunctionArn ?? "") === functionName);
      },
      async get(uuid) {
        const found = mappingsIn(world).find(({ UUID }) => UUID === uuid);
        if (found === undefined) throw new MskctlError("not-found", `there is no mapping ${uuid}`);
        return found;
      },
    },
    functions: {
      facts: async (name) => factsOf(functionIn(world, name)),
      reservedConcurrency: async (name) => functionIn(world, name).reservedConcurrency,
    },
    clusters: { partitions: async (clusterArn, topic) => partitionsOf(world, clusterArn, topic) },
    metrics: metricReader(parts),
    catalogue: {
      series: async (namespace, name, having = new Map()) =>
        [...world.metrics.identities()]
          .filter((each) => each.namespace === namespace && each.name === name)
          .filter(({ dimensions }) => [...having].every(([dimension, value]) => dimensions.get(dimension) === value))
          .filter((identity) => world.metrics.read(identity, clock.now() - recentMs, clock.now()).length > 0)
          .map(({ dimensions }) => dimensions),
    },
    log: { positions: async (mapping, sinceMs) => loggedPositions(world, mapping, sinceMs) },
    destinations: {
      async depth({ UUID, DestinationConfig }, sinceMs) {
        const destination = DestinationConfig?.OnFailure?.Destination;
        if (destination === undefined) return { kind: "unknown", reason: "the mapping has no on-failure destination" };
        const documents = failed.filter(({ mappingUuid, atMs }) => mappingUuid === UUID && atMs >= sinceMs).length;
        return { kind: "known", documents, what: "messages" };
      },
    },
    clock: { now: () => clock.now(), sleep: async (ms) => clock.advanceTo(clock.now() + ms) },
    callCount: () => 0,
  };
}

/** The world's mappings as AWS answers them, in the order of creation. */
export function mappingsIn(world: World): readonly MappingDocument[] {
  return [...world.mappings.values()].map(answered);
}

function answered({ document, lastModifiedMs }: SandboxMapping): MappingDocument {
  return { ...document, LastModified: new Date(lastModifiedMs).toISOString() };
}

function metricReader({ world, clock, delayMs }: WorldPortsParts): MetricReader {
  const valuesOf = ({ namespace, name, dimensions, statistic }: MetricQuery, fromMs: number, untilMs: number, periodMs: number) => {
    const read = statisticOf(statistic);
    if (read === undefined) throw new MskctlError("refused", `no statistic ${statistic}`);
    const heldBackMs = delayMs ?? usualDelayMs(namespace, name, dimensions);
    // A minute's point is there when the minute is over, and only then is it held back.
    const visibleMs = Math.min(untilMs, clock.now() - heldBackMs - minuteMs + 1);
    if (periodMs !== minuteMs) throw new MskctlError("refused", "minutes are all that lag reads");
    return world.metrics.read({ namespace, name, dimensions }, fromMs, visibleMs).flatMap(({ minuteMs: atMs, set }) => {
      const value = read(set);
      return value === undefined ? [] : [{ atMs, value }];
    });
  };
  return {
    async read(queries, { fromMs, untilMs, periodSeconds }): Promise<readonly MetricSeries[]> {
      const periodMs = periodSeconds * 1_000;
      const [alignedFromMs, alignedUntilMs] = [Math.floor(fromMs / periodMs) * periodMs, Math.ceil(untilMs / periodMs) * periodMs];
      return queries.map((query) => ({ points: valuesOf(query, alignedFromMs, alignedUntilMs, periodMs) }));
    },
  };
}

/** One to three minutes are usual in practice, the minute itself included; that it differs from metric to metric is an assumption. */
function usualDelayMs(namespace: string, name: string, dimensions: ReadonlyMap<string, string>): number {
  return minuteMs + Math.floor(minuteMs * uniform(seedOf("delay", namespace, name, ...[...dimensions].flat()), 0));
}

function functionIn({ functions }: World, name: string): SandboxFunction {
  const found = functions.get(functionNameOf(name));
  if (found === undefined) throw new MskctlError("not-found", `there is no function ${name}`);
  return found;
}

function factsOf(fn: SandboxFunction): FunctionFacts {
  return {
    functionArn: fn.arn,
    functionName: fn.name,
    timeoutMs: fn.timeoutSeconds * 1_000,
    memoryMb: fn.memoryMb,
    architecture: fn.architecture,
    runtime: fn.runtime,
    lastModified: new Date(Date.parse(fn.lastModified.replace("+0000", "Z"))).toISOString(),
    state: "Active",
    role: fn.role,
    document: {},
  };
}

function partitionsOf({ clusters }: World, clusterArn: string, topic: string): number {
  const cluster = [...clusters.values()].find(
    ({ arn, name }) => arn === clusterArn || name === clusterNameOf({ EventSourceArn: clusterArn }),
  );
  const found = cluster?.topics.get(topic);
  if (found === undefined) throw new MskctlError("not-found", `there is no topic ${topic} on ${clusterArn}`);
  return found.partitions;
}

interface StatusLine {
  readonly eventType: string;
  readonly timestamp: number;
  readonly kafkaPartitionOffsets: { readonly partition: string; readonly endOffset: number; readonly committedOffset: number };
}

function loggedPositions({ logs }: World, mapping: MappingDocument, sinceMs: number): LoggedPosition[] {
  const group = `/aws/lambda/${functionNameOf(mapping.FunctionArn ?? "")}`;
  if (!logs.groups.has(group)) throw new MskctlError("not-found", `there is no log group ${group}`);
  const prefix = `${topicOf(mapping)}-`;
  return logs
    .events(group)
    .filter(({ stream, atMs }) => stream.endsWith(`/${mapping.UUID}`) && atMs >= sinceMs)
    .map(({ message }) => JSON.parse(message) as StatusLine)
    .filter(({ eventType }) => eventType === "KAFKA_STATUS_EVENT")
    .map(({ timestamp, kafkaPartitionOffsets: { partition, endOffset, committedOffset } }) => ({
      atMs: timestamp,
      partition: Number(partition.slice(prefix.length)),
      end: BigInt(endOffset),
      committed: BigInt(committedOffset),
    }));
}
