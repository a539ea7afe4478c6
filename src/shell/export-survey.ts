import { MskctlError } from "../core/errors.ts";
import { type DocumentTally, tallyDocuments } from "../core/redrive/document-tally.ts";
import type { ExportFolder } from "../core/redrive/handover/export-folder.ts";
import type { BucketSource, SourceSize } from "../core/redrive/handover/export-plan.ts";
import { nothingThere } from "../core/redrive/handover/export-refusal.ts";
import { writeLanes } from "../core/redrive/handover/survey-lanes.ts";
import { surveyObjects } from "../core/redrive/handover/survey-objects.ts";
import { classifiedPages } from "../core/redrive/intake.ts";
import type { Coverage } from "../core/redrive/plan-facts.ts";
import type { RunSettings } from "../core/redrive/run-settings.ts";
import { readTopicLog } from "../core/redrive/topic-log.ts";
import { holdYoungGeneration } from "./lean-memory.ts";
import { lookInto } from "./redrive-look.ts";
import type { OpenedRedrive } from "./redrive-ports.ts";
import { createRun } from "./redrive-preparation.ts";
import type { Services } from "./services.ts";
import type { SourcePlace } from "./source-place.ts";

export interface SurveyParts {
  readonly settings: RunSettings;
  readonly opened: OpenedRedrive;
  readonly folder: Pick<ExportFolder, "write">;
  readonly onProgress: (documents: number) => void;
}

/** What a source holds, and what of it has been written down for the Map. */
export interface Survey {
  readonly size: SourceSize;
  readonly tally: DocumentTally;
  readonly coverage: Coverage;
}

/** Reads each document's beginning into the journal of a run, which is forgotten afterwards, and writes the lanes from there in their order. */
export async function surveyLanes(
  services: Services,
  place: SourcePlace,
  { settings, opened, folder, onProgress }: SurveyParts,
): Promise<Survey> {
  holdYoungGeneration();
  const run = await createRun(services, settings);
  try {
    const journal = { ...run.journal, add: counted(run.journal.add, onProgress) };
    const { tally, coverage } = await lookInto(services, place, { settings, opened, journal, peek: "none" });
    if (tally.lanes.length === 0) throw noLanes(place.name, tally);
    return { size: await writeLanes(run, folder), tally, coverage };
  } finally {
    const { id } = run.known.facts;
    run.close();
    await (await services.redrive.runs()).remove(id);
  }
}

function counted<Documents extends readonly unknown[], Answer>(
  add: (documents: Documents) => Answer,
  onProgress: (documents: number) => void,
) {
  let documents = 0;
  return (more: Documents): Answer => {
    documents += more.length;
    onProgress(documents);
    return add(more);
  };
}

function noLanes(name: string, { foreign, malformed, unreadable }: DocumentTally): MskctlError {
  const others = [...foreign, ...malformed, ...unreadable].map(({ what, documents }) => `${documents} × ${what}`);
  if (others.length === 0) return nothingThere(name);
  return new MskctlError("refused", `no failure document in ${name} tells of a partition: ${others.slice(0, 5).join(", ")}`, {
    suggestions: ["name the mapping whose documents are meant: --mapping NAME"],
  });
}

/** Objects of which the beginnings are read, to know what the others are like. */
const sampleSize = 200;

/** Lists the objects without reading them, but for a sample. */
export async function surveyListing(
  services: Services,
  { name, mapping, source }: Pick<SourcePlace, "name" | "mapping"> & { readonly source: BucketSource },
  { settings, opened, folder, onProgress }: SurveyParts,
): Promise<Survey> {
  holdYoungGeneration();
  const { handover, bytes: tools, clock } = services;
  const { size, sample } = await surveyObjects(
    { pages: handover.objects(source), idOf: (item) => handover.idOf(item), sampleSize, random: Math.random, onProgress },
    folder,
  );
  const sampled = await handover.someObjects(source, sample, settings);
  const tally = await tallyDocuments(classifiedPages({ source: sampled, mapping, tools, limit: sample.length, hasEvents: true }), {
    nowMs: clock.now(),
    topicLog: (topic) => readTopicLog(opened.broker, topic),
    batchSize: settings.options.batchSize,
    source: name,
  });
  const records = sample.length === 0 ? undefined : Math.round((tally.records * size.documents) / sample.length);
  const { documents } = size;
  return {
    size: { ...size, records, recordsAreSampled: documents > sample.length, lanes: 0, longestLane: undefined },
    tally,
    coverage: documents > sample.length ? { kind: "sample", documents } : { kind: "all" },
  };
}
