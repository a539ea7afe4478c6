import { askFor, type Fact, valueOfFact, whyUnknown } from "../mapping/fact.ts";
import { functionNameOf, type MappingDocument, topicOf } from "../mapping/model.ts";
import type { ClusterReader, FunctionFacts, FunctionReader } from "../mapping/ports.ts";
import type { Clock } from "../time.ts";

/** Names and settings change seldom. */
const keptMs = 15 * 60_000;

interface LookupPorts {
  readonly functions: Pick<FunctionReader, "facts" | "reservedConcurrency">;
  readonly clusters: Pick<ClusterReader, "partitions">;
  readonly clock: Pick<Clock, "now">;
}

/** What stands around mappings, asked for once in a quarter of an hour, and only as often as a reading may. */
export interface Lookups {
  /** Begins a reading that may ask so many questions. */
  allow(questions: number): void;
  /** Undefined: not known, or not asked yet. */
  partitions(mapping: MappingDocument): Promise<number | undefined>;
  reservedConcurrency(mapping: MappingDocument): Promise<number | "none" | undefined>;
  function(mapping: MappingDocument): Promise<FunctionFacts | "missing" | undefined>;
  /** What may not be asked. */
  readonly notes: readonly string[];
}

export function openLookups({ functions, clusters, clock }: LookupPorts): Lookups {
  const kept = new Map<string, { readonly atMs: number; readonly answer: Promise<Fact<unknown>> }>();
  const notes = new Set<string>();
  let left = 0;

  async function ask<Value>(key: string, question: () => Promise<Value>): Promise<Fact<Value> | undefined> {
    const known = kept.get(key);
    const isFresh = known !== undefined && clock.now() - known.atMs < keptMs;
    if (!isFresh && left <= 0) return known?.answer as Promise<Fact<Value>> | undefined;
    if (isFresh) return known.answer as Promise<Fact<Value>>;
    left -= 1;
    const answer = askFor(question);
    kept.set(key, { atMs: clock.now(), answer });
    const fact = await answer;
    if (fact.kind === "not-permitted") notes.add(whyUnknown(fact));
    // What failed is asked for again.
    if (fact.kind === "unavailable") kept.delete(key);
    return fact;
  }

  return {
    allow(questions) {
      left = questions;
    },
    async partitions({ EventSourceArn: arn, ...mapping }) {
      if (arn === undefined) return undefined;
      const topic = topicOf(mapping) ?? "";
      const fact = await ask(`partitions ${arn} ${topic}`, () => clusters.partitions(arn, topic));
      return fact === undefined ? undefined : valueOfFact(fact);
    },
    async reservedConcurrency({ FunctionArn = "" }) {
      const name = functionNameOf(FunctionArn);
      const fact = await ask(`concurrency ${name}`, async () => (await functions.reservedConcurrency(name)) ?? ("none" as const));
      return fact === undefined ? undefined : valueOfFact(fact);
    },
    async function({ FunctionArn = "" }) {
      const name = functionNameOf(FunctionArn, "qualified");
      const fact = await ask(`function ${name}`, () => functions.facts(name));
      if (fact === undefined) return undefined;
      return fact.kind === "missing" ? "missing" : valueOfFact(fact);
    },
    get notes() {
      return [...notes];
    },
  };
}
