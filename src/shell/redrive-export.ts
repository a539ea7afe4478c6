import { MskctlError } from "../core/errors.ts";
import { valueOfFact } from "../core/mapping/fact.ts";
import type { MappingDocument } from "../core/mapping/model.ts";
import type { Place } from "../core/mapping/place.ts";
import { shellWord } from "../core/mapping/setting-arguments.ts";
import { eventOrigin } from "../core/redrive/event-origin.ts";
import { placeFor, targetFacts } from "../core/redrive/gather-facts.ts";
import { chooseArea } from "../core/redrive/handover/area.ts";
import type { ExportFolder } from "../core/redrive/handover/export-folder.ts";
import type { ArchiveSource, BucketSource, ExportPlan } from "../core/redrive/handover/export-plan.ts";
import { exportRefusal, exportWarnings } from "../core/redrive/handover/export-refusal.ts";
import type { Area, Handover } from "../core/redrive/handover/handover.ts";
import { planRedrive, type RedrivePlan } from "../core/redrive/plan.ts";
import type { TargetFacts } from "../core/redrive/plan-facts.ts";
import type { RunSettings } from "../core/redrive/run-settings.ts";
import { archiveInBucket, type PlacedSource, sourceText } from "../core/redrive/source-name.ts";
import { parseTarget } from "../core/redrive/target-name.ts";
import { newRunId } from "../core/run-id.ts";
import { type Survey, surveyLanes, surveyListing } from "./export-survey.ts";
import { gatherPlanFacts } from "./redrive-plan-facts.ts";
import { functionArn } from "./redrive-policy.ts";
import { openRedrive } from "./redrive-ports.ts";
import { type PreparationFlags, runSettings, usualPreparation } from "./redrive-settings.ts";
import type { Services } from "./services.ts";
import { namedSource, type SourcePlace } from "./source-place.ts";

/** What the verb's flags say. */
export interface ExportFlags extends Omit<PreparationFlags, "format" | "canary" | "stop-after" | "window" | "allow-partial" | "peek"> {
  readonly out: string;
  readonly order: "partition" | "none";
  readonly area?: string | undefined;
  readonly documents?: number | undefined;
  readonly "tolerated-failure": number;
  readonly "kms-key"?: string | undefined;
  readonly anyway: boolean;
  readonly "dry-run": boolean;
}

/** What is written down, and why it may be. */
export interface PreparedExport {
  /** As `redrive` on this machine would have it. */
  readonly plan: RedrivePlan;
  readonly exported: ExportPlan;
  /** Sentences. */
  readonly warnings: readonly string[];
}

/** A child reads so many documents, and its input stays far below what Step Functions takes. */
const usualDocuments = 50;

interface Ways {
  readonly folder: Pick<ExportFolder, "write">;
  readonly onProgress: (documents: number) => void;
}

/** Looks through the source, writes its lanes and inventory, and decides all that the other files say. Throws what keeps it from being handed over. */
export async function prepareExport(services: Services, sourceArgument: string, given: ExportFlags, ways: Ways): Promise<PreparedExport> {
  const named = await namedSource(services, sourceArgument, given.mapping);
  const source = exportable(named.placed, given);
  if (given.order === "partition" && given.documents !== undefined)
    throw new MskctlError("usage", "a child is a whole partition: --documents counts with --order none", {
      suggestions: ["leave --documents out", "add --order none"],
    });
  const flags: PreparationFlags = { ...usualPreparation, ...given };
  const target = parseTarget(flags.to);
  if (target.kind !== "lambda" && target.kind !== "original")
    throw new MskctlError("usage", "Step Functions redrives to functions only", {
      suggestions: ["add --to lambda:NAME", `mskctl redrive ${shellWord(sourceArgument)} --to ${shellWord(flags.to ?? "")}`],
    });
  const facts = await targetFacts(services, target, named.mapping);
  const where = await placeOf(services, named.mapping);
  await services.handover.requireBucketAt(source.bucket, where);
  const id = newRunId(services.clock.now(), Math.random);
  const area = chooseArea(given.area, source, id);
  if (area.bucket !== source.bucket) await services.handover.requireBucketAt(area.bucket, where);
  const settings = pacedSettings(runSettings(services, named, { target, facts, flags }));
  const opened = await openRedrive(services, settings, named.mapping);
  try {
    const survey = await surveyOf(services, { named, source, order: given.order }, { settings, opened, ...ways });
    const planned = { settings, opened, target: facts, coverage: survey.coverage, queue: undefined, claim: undefined };
    const plan = planRedrive(survey.tally, await gatherPlanFacts(services, named, planned));
    const exported = exportPlanOf({ named, source, facts, where, area, settings, survey }, given, {
      id,
      createdAtMs: services.clock.now(),
      keySalt: await services.handover.keySalt(),
    });
    const savedRecords = source.kind === "archive" ? await services.handover.savedRecords(source) : undefined;
    const wish = { isMeant: given.anyway, isLook: given["dry-run"] };
    const refusal = exportRefusal({ plan, exported, savedRecords }, wish);
    if (refusal !== undefined) throw refusal;
    return { plan, exported, warnings: exportWarnings({ plan, exported, savedRecords }, wish) };
  } finally {
    await opened.close();
  }
}

interface Decided {
  readonly named: SourcePlace;
  readonly source: BucketSource | ArchiveSource;
  readonly facts: TargetFacts;
  readonly where: Place;
  readonly area: Area;
  readonly settings: RunSettings;
  readonly survey: Survey;
}

function exportPlanOf(
  { named: { mapping }, source, facts, where, area, settings, survey: { size } }: Decided,
  given: ExportFlags,
  drawn: Pick<Handover, "id" | "createdAtMs" | "keySalt">,
): ExportPlan {
  const { order, documents = usualDocuments } = given;
  return {
    handover: {
      schemaVersion: 1,
      ...drawn,
      ...{ order, settings, mapping, area },
      origin: eventOrigin(mapping),
      place: where,
      documents: size.documents,
    },
    source,
    targetArn: functionArn(settings.functionName ?? "", where),
    maxConcurrency: settings.options.maxConcurrency,
    toleratedFailurePercentage: percentOf(given["tolerated-failure"]),
    documentsPerBatch: documents,
    size,
    stackName: `mskctl-redrive-${drawn.id.slice(-8).toLowerCase()}`,
    kmsKeyArn: given["kms-key"],
    target: aboutTarget(facts, settings),
  };
}

/** Without what a binary fraction adds: 29, not 28.999999999999996. */
function percentOf(share: number): number {
  return Math.round(share * 1e6) / 1e4;
}

/** A rate that leaves a worker less than a record a second is kept by fewer workers. */
function pacedSettings(settings: RunSettings): RunSettings {
  const { maxConcurrency, recordsPerSecond = maxConcurrency } = settings.options;
  return { ...settings, options: { ...settings.options, maxConcurrency: Math.min(maxConcurrency, recordsPerSecond) } };
}

interface Surveyed {
  readonly named: SourcePlace;
  readonly source: BucketSource | ArchiveSource;
  readonly order: ExportFlags["order"];
}

function surveyOf(services: Services, { named, source, order }: Surveyed, parts: Parameters<typeof surveyLanes>[2]): Promise<Survey> {
  return order === "none" && source.kind === "s3"
    ? surveyListing(services, { ...named, source }, parts)
    : surveyLanes(services, named, parts);
}

/** Step Functions reads buckets. */
function exportable(placed: PlacedSource, { order }: Pick<ExportFlags, "order">): BucketSource | ArchiveSource {
  if (placed.kind === "s3") return placed;
  if (placed.kind !== "archive") {
    throw new MskctlError("usage", `Step Functions reads buckets, and ${sourceText(placed)} is none`, {
      suggestions: [
        `mskctl drain ${shellWord(sourceText(placed))} --to s3://BUCKET/PREFIX --materialize`,
        "then export archive:s3://BUCKET/PREFIX",
      ],
    });
  }
  const archive = archiveInBucket(placed.path);
  if (archive === undefined)
    throw new MskctlError("usage", `Step Functions reads buckets, and the archive ${placed.path} is a folder`, {
      suggestions: [`aws s3 cp --recursive ${shellWord(placed.path)} s3://BUCKET/PREFIX/`, "then export archive:s3://BUCKET/PREFIX"],
    });
  if (order === "none")
    throw new MskctlError("usage", "an archive's documents are no objects that a listing could give: it is redriven by partition", {
      suggestions: ["leave --order none away"],
    });
  return { kind: "archive", bucket: archive.bucket, prefix: archive.prefix === "" ? "" : `${archive.prefix}/` };
}

async function placeOf(services: Services, mapping: MappingDocument | undefined): Promise<Place> {
  const place = await placeFor(services, mapping);
  if (place !== undefined) return place;
  throw new MskctlError("not-permitted", "the account is not known: sts:GetCallerIdentity is not permitted");
}

function aboutTarget(facts: TargetFacts, { functionTimeoutMs }: RunSettings): ExportPlan["target"] {
  const fn = facts.kind === "function" ? valueOfFact(facts.function) : undefined;
  const averageMs = facts.kind === "function" ? valueOfFact(facts.averageMs) : undefined;
  return { averageMs, memoryMb: fn?.memoryMb, architecture: fn?.architecture, timeoutMs: functionTimeoutMs };
}
