import { formatCount } from "../figures.ts";
import type { LagMetric, LagSamples } from "../lag/samples.ts";
import { askFor, type Fact, valueOfFact, whyUnknown } from "../mapping/fact.ts";
import { functionNameOf, type MappingDocument, topicOf } from "../mapping/model.ts";
import type { ClusterReader, FunctionReader } from "../mapping/ports.ts";
import { formatDuration } from "../time.ts";
import type { EstimateFacts } from "./estimate.ts";
import { qualifierOf, tuningSettings } from "./mapping-settings.ts";

export interface FactPorts {
  readonly functions: FunctionReader;
  readonly clusters: Pick<ClusterReader, "partitions">;
}

/** What stands around a mapping. */
export interface MappingFacts {
  readonly estimate: EstimateFacts;
  /** Undefined: none is reserved, or it is not known. */
  readonly reservedConcurrency: number | undefined;
  /** What was taken for facts that may not be read, in words. */
  readonly assumptions: readonly string[];
}

/** Lambda's quota of an account where nobody has raised it (Lambda Developer Guide, quotas). */
const accountConcurrency = 1_000;
/** Where a function's configuration may not be read. */
const assumedFunction = { memoryMb: 1_024, timeoutMs: 30_000 };
const assumedRecordBytes = 1_024;

/** Whatever may not be read is assumed, and said. */
export async function readMappingFacts(ports: FactPorts, mapping: MappingDocument, samples: LagSamples): Promise<MappingFacts> {
  const { FunctionArn = "", EventSourceArn: arn } = mapping;
  const topic = topicOf(mapping) ?? "";
  const qualifier = qualifierOf(mapping);
  const name = functionNameOf(FunctionArn);
  const [fn, reserved, provisioned, partitions] = await Promise.all([
    askFor(() => ports.functions.facts(functionNameOf(FunctionArn, "qualified"))),
    askFor(async () => (await ports.functions.reservedConcurrency(name)) ?? ("none" as const)),
    qualifier === undefined ? nothingProvisioned : askFor(() => provisionedFor(ports.functions, name, qualifier)),
    arn === undefined ? brokersOnly : askFor(() => ports.clusters.partitions(arn, topic)),
  ]);
  const assumptions: string[] = [];
  const known = <Value>(fact: Fact<Value>, assumed: Value, said: string): Value => {
    if (fact.kind !== "known") assumptions.push(`${said} (${whyUnknown(fact)})`);
    return valueOfFact(fact) ?? assumed;
  };
  const seen = leastPartitions(mapping, samples);
  const { memoryMb, timeoutMs } = assumedFunction;
  const facts = known<Partial<{ memoryMb: number | undefined; timeoutMs: number | undefined; architecture: string | undefined }>>(
    fn,
    {},
    `the function is taken to have ${formatCount(memoryMb)} MB and a timeout of ${formatDuration(timeoutMs)}`,
  );
  const settings = tuningSettings(mapping, known(provisioned, 0, "no provisioned concurrency is assumed"));
  const concurrency = known(reserved, "none" as const, "no concurrency is taken to be reserved for the function");
  if (concurrency === "none")
    assumptions.push(`the function can have ${formatCount(accountConcurrency)} executions at once, the usual quota of an account`);
  return {
    estimate: {
      settings,
      partitions: known(
        partitions,
        seen,
        `the topic is taken to have ${formatCount(seen)} partitions, as many as were seen to be read at once`,
      ),
      function: {
        memoryMb: facts.memoryMb ?? memoryMb,
        architecture: facts.architecture,
        timeoutMs: facts.timeoutMs ?? timeoutMs,
        concurrency: concurrency === "none" ? accountConcurrency : concurrency,
      },
      assumedRecordBytes,
    },
    reservedConcurrency: concurrency === "none" ? undefined : concurrency,
    assumptions,
  };
}

const nothingProvisioned: Promise<Fact<number>> = Promise.resolve({ kind: "known", value: 0 });
/** Only brokers tell it of a self-managed cluster. */
const brokersOnly: Promise<Fact<number>> = Promise.resolve({ kind: "unavailable", reason: "only the brokers know" });

async function provisionedFor(functions: FunctionReader, name: string, qualifier: string): Promise<number> {
  const all = await functions.provisionedConcurrency(name);
  return all.find((each) => each.qualifier === qualifier)?.requested ?? 0;
}

/** A partition is read by one poller, and is in one batch at a time. */
function leastPartitions(mapping: MappingDocument, samples: LagSamples): number {
  return greatest(samples, "pollers") || (mapping.ProvisionedPollerConfig?.MinimumPollers ?? 1);
}

function greatest({ series }: LagSamples, metric: LagMetric): number {
  return (series.get(metric) ?? []).reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
}
