import { MskctlError } from "../errors.ts";
import type { MappingSamples } from "../lag/mapping-samples.ts";
import { minuteMs } from "../lag/minutes.ts";
import type { MetricCatalogue } from "../lag/ports.ts";
import type { LagSamples } from "../lag/samples.ts";
import { createLagSampler } from "../lag/sampling.ts";
import type { Fact } from "../mapping/fact.ts";
import type { Chosen } from "../mapping/lifecycle/choice.ts";
import { isDisabled, type MappingDocument } from "../mapping/model.ts";
import type { Owner } from "../mapping/owner.ts";
import type { MappingStore, MetricReader } from "../mapping/ports.ts";
import { readOwner } from "../mapping/read-owner.ts";
import type { ChosenForReading } from "../mapping/reading-choice.ts";
import { type Clock, formatDuration } from "../time.ts";
import { type Estimate, estimate } from "./estimate.ts";
import { type FactPorts, type MappingFacts, readMappingFacts } from "./mapping-facts.ts";
import { pollerGroups, sameVpcMappings } from "./mapping-settings.ts";
import { samplesWithin } from "./samples-window.ts";
import type { PollerGroup } from "./usage.ts";

export interface TuningPorts extends FactPorts {
  readonly mappings: Pick<MappingStore, "tags">;
  readonly metrics: MetricReader;
  readonly catalogue: MetricCatalogue;
  readonly clock: Clock;
}

export interface TuningWindow {
  readonly fromMs: number;
  /** Undefined: until now. */
  readonly untilMs: number | undefined;
}

/** A mapping, and what is known of it. */
export interface TuningSubject {
  readonly mapping: MappingDocument;
  readonly name: string;
  readonly samples: LagSamples;
  readonly read: Pick<MappingSamples, "missing">;
  readonly estimate: Estimate;
  readonly facts: MappingFacts;
  readonly groups: readonly PollerGroup[];
  /** Other provisioned mappings that a poller group could be shared with. */
  readonly sameVpcMappings: number;
  /** What was assumed beside the facts' own assumptions, in words. */
  readonly assumptions: readonly string[];
  /** What deploys it; left out of one that is only described. */
  readonly owner?: Fact<Owner | "nobody">;
}

/** Fourteen days of twenty metrics are some megabytes a mapping, so only as many are held at once. */
const mappingsAtOnce = 8;
/** An update stops polling for up to so long (Lambda Developer Guide, Kafka event source mappings). */
const updateMs = 90_000;
/** So little is not worth a word. */
const mentionedMs = 60 * minuteMs;

/** What is known of each, one by one, in the given order. Throws `not-permitted` where no metric may be read; what else may not be read is assumed. */
export async function* readTuning(
  ports: TuningPorts,
  { chosen, siblings }: ChosenForReading,
  window: TuningWindow,
): AsyncGenerator<TuningSubject> {
  for (let from = 0; from < chosen.length; from += mappingsAtOnce) {
    const some = chosen.slice(from, from + mappingsAtOnce);
    const samples = await readSamples(ports, some, siblings, window.fromMs);
    for (const each of some) {
      const read = samples.get(each.mapping.UUID);
      if (read !== undefined) yield await subjectOf(ports, each, { read, siblings, window });
      samples.delete(each.mapping.UUID);
    }
  }
}

async function readSamples(
  ports: TuningPorts,
  chosen: readonly Chosen[],
  siblings: ChosenForReading["siblings"],
  fromMs: number,
): Promise<Map<string, MappingSamples>> {
  const documents = chosen.map(({ mapping }) => mapping);
  const sampler = createLagSampler(ports, { fromMs });
  const base = await sampler.base(documents, siblings);
  // What a disabled mapping has published lately is nothing to tune by.
  const detail = await sampler.detail(documents.filter((mapping) => !isDisabled(mapping)));
  const all = new Map([...base, ...detail]);
  for (const { missing } of all.values()) {
    if (missing?.id === "not-permitted")
      throw new MskctlError("not-permitted", missing.message, { details: { action: "cloudwatch:GetMetricData" } });
  }
  return all;
}

interface Around {
  readonly read: MappingSamples;
  readonly siblings: ChosenForReading["siblings"];
  readonly window: TuningWindow;
}

async function subjectOf(ports: TuningPorts, { mapping, name }: Chosen, { read, siblings, window }: Around): Promise<TuningSubject> {
  const windowEndMs = read.samples.fromMs + read.samples.minutes * minuteMs;
  const untilMs = Math.min(window.untilMs ?? windowEndMs, windowEndMs);
  const changedMs = Date.parse(mapping.LastModified ?? "") + updateMs;
  const isChanged = changedMs > window.fromMs && changedMs < untilMs;
  const samples = samplesWithin(read.samples, isChanged ? changedMs : window.fromMs, untilMs);
  const [facts, owner] = await Promise.all([readMappingFacts(ports, mapping, samples), readOwner(ports.mappings, mapping)]);
  const change =
    isChanged && changedMs - window.fromMs > mentionedMs
      ? [`only the ${formatDuration(untilMs - changedMs)} since its last change count: before, its settings may have been others`]
      : [];
  const groups = pollerGroups(mapping, siblings ?? []);
  const shared =
    groups.length === 0 ? [] : ["what other mappings of a poller group fetch is not known: the group is taken to be billed by its pollers"];
  return {
    mapping,
    name,
    samples,
    read: read.missing === undefined ? {} : { missing: read.missing },
    estimate: estimate(samples, facts.estimate),
    facts,
    groups,
    sameVpcMappings: sameVpcMappings(mapping, siblings ?? []),
    assumptions: [...change, ...shared],
    owner,
  };
}
