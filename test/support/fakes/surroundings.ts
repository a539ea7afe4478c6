import { MskctlError } from "../../../src/core/errors.ts";
import { functionNameOf } from "../../../src/core/mapping/model.ts";
import type {
  AccountReader,
  ClusterFacts,
  ClusterReader,
  FunctionFacts,
  FunctionReader,
  MetricQuery,
  MetricReader,
  TagIndex,
} from "../../../src/core/mapping/ports.ts";

/** The error of a port that IAM refuses. */
export function notPermitted(action: string): MskctlError {
  return new MskctlError("not-permitted", `not permitted: ${action}`, { details: { action } });
}

/** A port each of whose methods throws. */
export function failingPort<Port>(error: Error): Port {
  return new Proxy({} as never, { get: () => () => Promise.reject(error) });
}

export interface FakeFunction extends Partial<FunctionFacts> {
  readonly reserved?: number;
  readonly provisioned?: Awaited<ReturnType<FunctionReader["provisionedConcurrency"]>>;
}

export interface FakeFunctions extends FunctionReader {
  /** Names asked about, in order, one entry a call. */
  readonly asked: readonly string[];
}

/** Functions by their bare name. */
export function fakeFunctions(functions: Readonly<Record<string, FakeFunction>>): FakeFunctions {
  const known = new Map(Object.entries(functions));
  const asked: string[] = [];
  function find(name: string): FakeFunction {
    asked.push(name);
    const found = known.get(functionNameOf(name));
    if (found === undefined) throw new MskctlError("not-found", `Function not found: ${name}`);
    return found;
  }
  return {
    asked,
    async facts(name) {
      const { reserved: _reserved, provisioned: _provisioned, ...facts } = find(name);
      const functionName = functionNameOf(name);
      return {
        functionArn: `arn:aws:lambda:eu-central-1:123456789012:function:${functionName}`,
        functionName,
        timeoutMs: 30_000,
        memoryMb: 512,
        architecture: "arm64",
        runtime: "nodejs24.x",
        lastModified: "2026-11-21T12:00:00.000Z",
        state: "Active",
        role: "arn:aws:iam::123456789012:role/lambda",
        document: { FunctionName: functionName, MemorySize: 512, Timeout: 30, NewField: { of: "AWS" } },
        ...facts,
      };
    },
    reservedConcurrency: async (name) => find(name).reserved,
    provisionedConcurrency: async (name) => find(name).provisioned ?? [],
  };
}

/** Clusters by ARN, each with the partition counts of its topics. */
export function fakeClusters(
  clusters: ReadonlyMap<string, { readonly facts: ClusterFacts; readonly topics: Readonly<Record<string, number>> }>,
): ClusterReader {
  function find(arn: string) {
    const cluster = clusters.get(arn);
    if (cluster === undefined) throw new MskctlError("not-found", `no cluster ${arn}`);
    return cluster;
  }
  return {
    async *list() {
      yield [...clusters.values()].map(({ facts }) => facts);
    },
    facts: async (arn) => find(arn).facts,
    async partitions(arn, topic) {
      const partitions = find(arn).topics[topic];
      if (partitions === undefined) throw new MskctlError("not-found", `no topic ${topic}`);
      return partitions;
    },
  };
}

export interface FakeSeries extends MetricReader {
  /** Each read's queries. */
  readonly reads: readonly (readonly MetricQuery[])[];
}

/** One value a metric, at `atMs`, by `name` and the values of its dimensions: `Errors shipments`. */
export function fakeSeries(values: Readonly<Record<string, number>>, atMs: number): FakeSeries {
  const known = new Map(Object.entries(values));
  const reads: MetricQuery[][] = [];
  return {
    reads,
    async read(queries, { fromMs, untilMs }) {
      reads.push([...queries]);
      return queries.map(({ name, dimensions }) => {
        const value = known.get([name, ...dimensions.values()].join(" "));
        return { points: value === undefined || atMs < fromMs || atMs >= untilMs ? [] : [{ atMs, value }] };
      });
    },
  };
}

export function fakeAccount(): AccountReader {
  return { identity: async () => ({ accountId: "123456789012", region: "eu-central-1" }) };
}

/** Tags by mapping ARN. */
export function fakeTags(tagsByArn: Readonly<Record<string, Readonly<Record<string, string>>>> = {}): TagIndex {
  return {
    async mappingsTagged(wanted) {
      const hits = Object.entries(tagsByArn).filter(([, tags]) =>
        [...wanted].every(([key, value]) => key in tags && (value === undefined || tags[key] === value)),
      );
      return new Set(hits.map(([arn]) => arn));
    },
  };
}
