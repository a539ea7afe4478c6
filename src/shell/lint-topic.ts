import { MskctlError } from "../core/errors.ts";
import { formatCount } from "../core/figures.ts";
import type { LintedMapping } from "../core/filter/lint-report.ts";
import { topicNotes } from "../core/filter/topic-notes.ts";
import { topicSamples } from "../core/filter/topic-samples.ts";
import { type TriedSamples, trySamples } from "../core/filter/try-samples.ts";
import { type MappingDocument, topicOf } from "../core/mapping/model.ts";
import { withWayOn } from "../core/mapping/offsets/unavailable.ts";
import { isSameCluster } from "../core/mapping/same-mapping.ts";
import { newestRecords, type TopicReading } from "../core/record/newest-records.ts";
import { chosenDecoder, type SampleFlags } from "./lint-samples.ts";
import type { Services } from "./services.ts";

/** Flags on live records, as they were given. */
export interface TopicFlags extends Pick<SampleFlags, "schema" | "message" | "registry" | "validate" | "showPayload"> {
  /** So many of the newest. */
  readonly records: number;
  readonly sinceMs: number | undefined;
}

export interface TriedTopic extends TriedSamples {
  /** Absent where no filter could be used: nothing was read then. */
  readonly topic?: TopicReading;
}

/** A person waits for it. */
const patience = { repeatForMs: 3_000 };

/** Sends the newest records of the mappings' topic through the filters. Throws what keeps it from beginning to read. */
export async function sendTopic(
  linted: readonly LintedMapping[],
  mappings: readonly MappingDocument[],
  { records, sinceMs, validate, showPayload, ...decoding }: TopicFlags,
  services: Services,
  onProgress: (line: string) => void,
): Promise<TriedTopic> {
  const { mapping, topic } = theTopic(mappings);
  const asked = { records, ...(sinceMs === undefined ? {} : { sinceMs }) };
  const decoder = await chosenDecoder(decoding, mappings, services);
  const broker = await withWayOn(mapping, () => services.broker(mapping, patience));
  try {
    const newest = await withWayOn(mapping, () => newestRecords(broker, { topic, ...asked, nowMs: services.clock.now() }));
    const request = {
      names: [topic],
      validate,
      showPayload,
      lookAtAllClosely: true,
      onProgress: (count: number) => onProgress(`${formatCount(count)} of ${formatCount(records)} records read`),
      ...(decoder === undefined ? {} : { decoder }),
    };
    const tried = await trySamples(linted, request, { samples: topicSamples(newest), bytes: services.bytes });
    if (tried.mappings.every(({ samples }) => samples === undefined)) return tried;
    const reading = newest.reading();
    return { ...tried, topic: reading, notes: [...(tried.stoppedBy === undefined ? topicNotes(reading, asked) : []), ...tried.notes] };
  } finally {
    await broker.close();
  }
}

/** The one that all of them read. */
function theTopic(mappings: readonly MappingDocument[]): { readonly mapping: MappingDocument; readonly topic: string } {
  const [mapping] = mappings;
  const topic = mapping && topicOf(mapping);
  if (mapping === undefined || topic === undefined)
    throw new MskctlError("not-found", "no mapping here reads a topic", { suggestions: ["mskctl list"] });
  const other = mappings.find((each) => topicOf(each) !== topic || !isSameCluster(each, mapping));
  if (other === undefined) return { mapping, topic };
  throw new MskctlError("usage", `--from-topic reads one topic, and these mappings read ${topic} and ${topicOf(other) ?? "none"}`, {
    suggestions: mappings.map(({ UUID }) => `mskctl lint --mapping ${UUID} --from-topic 1000`).slice(0, 3),
  });
}
