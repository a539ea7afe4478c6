import { MskctlError } from "../core/errors.ts";
import { askFor, known, valueOfFact } from "../core/mapping/fact.ts";
import { destinationOf } from "../core/mapping/findings/facts.ts";
import { chooseForWriting } from "../core/mapping/lifecycle/choice.ts";
import type { MappingDocument } from "../core/mapping/model.ts";
import { shellWord } from "../core/mapping/setting-arguments.ts";
import type { ClassifiedDocument } from "../core/redrive/classify.ts";
import { defaultConcurrency } from "../core/redrive/default-concurrency.ts";
import { type DocumentTally, tallyDocuments } from "../core/redrive/document-tally.ts";
import { allMappings, functionOf, placeFor, targetFacts } from "../core/redrive/gather-facts.ts";
import { classifiedPages, written } from "../core/redrive/intake.ts";
import { planRedrive, type RedrivePlan } from "../core/redrive/plan.ts";
import type { Coverage, PlanFacts, TargetFacts } from "../core/redrive/plan-facts.ts";
import { peekRefusal } from "../core/redrive/plan-refusal.ts";
import type { RunOptions } from "../core/redrive/run-options.ts";
import type { RunSettings } from "../core/redrive/run-settings.ts";
import type { OpenRun } from "../core/redrive/runs.ts";
import { destinationSource, type PlacedSource, parseSource, sourceText } from "../core/redrive/source-name.ts";
import { parseTarget, type TargetName, targetText } from "../core/redrive/target-name.ts";
import { readTopicLog } from "../core/redrive/topic-log.ts";
import { topicBatchBytes } from "../core/redrive/topic-target.ts";
import { type OpenedRedrive, openRedrive, schemaProblem } from "./redrive-ports.ts";
import type { Services } from "./services.ts";

/** What the verb's flags say. */
export interface PreparationFlags {
  readonly to?: string | undefined;
  readonly mapping?: string | undefined;
  readonly format: RunSettings["format"];
  readonly "on-error": RunOptions["onError"];
  readonly retries: number;
  readonly "max-failures": number;
  readonly canary: number;
  readonly "batch-size"?: number | undefined;
  readonly concurrency?: number | undefined;
  readonly rate?: number | undefined;
  readonly "stop-after"?: number | undefined;
  readonly window: number;
  readonly ack: RunSettings["removal"];
  readonly "ack-unrecoverable": boolean;
  readonly "allow-partial": boolean;
  readonly peek: "sample" | "none";
  readonly "function-timeout"?: number | undefined;
}

/** A plan, and what a run of it takes. */
export interface PreparedRedrive {
  readonly plan: RedrivePlan;
  readonly settings: RunSettings;
  readonly mapping: MappingDocument | undefined;
  readonly opened: OpenedRedrive;
  /** The run, whose journal has the plan's documents. */
  begin(): Promise<OpenRun>;
  /** Lets go of what was opened, and forgets a run that has not begun. */
  discard(): Promise<void>;
}

/** Where documents are, and whose they are. */
export interface SourcePlace {
  readonly name: string;
  readonly placed: PlacedSource;
  readonly mapping: MappingDocument | undefined;
}

/** Lambda's limit is 6 MB for the whole event; what stands around the records is small. */
const eventRoomBytes = 5_500_000;
const usualBatch = 100;
/** Of a Lambda function at most; where nobody may ask how long its timeout is. */
const longestTimeoutMs = 900_000;

/**
 * Reads what there is and what a run would do. A dry run keeps nothing; else a source that gives everything is written into a run's
 * journal on the way, so that it is listed once. Throws what keeps a run from being planned.
 */
export async function prepareRedrive(
  services: Services,
  sourceArgument: string,
  flags: PreparationFlags,
  isDryRun: boolean,
): Promise<PreparedRedrive> {
  const place = await namedSource(services, sourceArgument, flags.mapping);
  const target = parseTarget(flags.to);
  if (flags.ack === "tag" && place.placed.kind !== "s3") throw new MskctlError("usage", "only objects of a bucket can be tagged");
  const facts = await targetFacts(services, target, place.mapping);
  const settings = settingsOf(services, place, { target, facts, flags });
  const opened = await openRedrive(services, settings, place.mapping);
  let run: OpenRun | undefined;
  const begin = async () => (run ??= await createRun(services, settings));
  const discard = async () => {
    const id = run?.known.facts.id;
    run?.close();
    if (id !== undefined && run?.known.state === "planned") await (await services.redrive.runs()).remove(id);
    await opened.close();
  };
  try {
    if (!isDryRun && !opened.source.takes) await begin();
    const looked = await lookInto(services, place, { settings, opened, journal: run?.journal, peek: flags.peek });
    const planned = await planFacts(services, place, { settings, opened, target: facts, ...looked });
    return { plan: planRedrive(looked.tally, planned), settings, mapping: place.mapping, opened, begin, discard };
  } catch (error) {
    await discard();
    throw error;
  }
}

/** The source that was named, or that the mapping names as its destination. */
export async function namedSource(services: Services, argument: string, mappingName: string | undefined): Promise<SourcePlace> {
  const source = parseSource(argument);
  if (source.kind !== "mapping") {
    const mapping = mappingName === undefined ? await ownerOf(services, source) : (await oneMapping(services, mappingName)).mapping;
    return { name: sourceText(source), placed: source, mapping };
  }
  const { mapping, name } = await oneMapping(services, source.name);
  const destination = destinationSource(mapping);
  if (destination.kind === "source") return { name, placed: destination.source, mapping };
  const says =
    destination.kind === "none"
      ? `${name} has no on-failure destination: what fails is tried for ever, or dropped`
      : `${name} sends what fails to ${destination.destination}, which mskctl does not know`;
  throw new MskctlError("refused", says, {
    suggestions: [`mskctl update ${shellWord(name)} --on-failure ARN`, `mskctl redrive s3://BUCKET/PREFIX --mapping ${shellWord(name)}`],
  });
}

async function oneMapping(services: Services, name: string): Promise<{ readonly mapping: MappingDocument; readonly name: string }> {
  const [chosen, second] = await chooseForWriting(services, { names: [name] }, "mskctl redrive");
  if (chosen === undefined || second !== undefined) throw new MskctlError("ambiguous", `${name} names several mappings`);
  return chosen;
}

/** The one mapping whose failures go there; undefined where there is none, or several. */
async function ownerOf(services: Services, source: PlacedSource): Promise<MappingDocument | undefined> {
  const all = (await allMappings(services)) ?? [];
  const uuid = source.kind === "s3" ? /^aws\/lambda\/([0-9a-f-]{36})\//.exec(source.prefix)?.[1] : undefined;
  if (uuid !== undefined) return all.find(({ UUID }) => UUID === uuid);
  const owners = all.filter((mapping) => {
    const destination = destinationOf(mapping) ?? "";
    if (source.kind === "s3") return destination.endsWith(`:::${source.bucket}`);
    if (source.kind === "kafka") return destination === `kafka://${source.topic}`;
    if (source.kind === "sns") return destination === source.arn;
    return source.kind === "sqs" && (destination === source.queue || destination.split(":").at(-1) === source.queue.split(/[:/]/).at(-1));
  });
  return owners.length === 1 ? owners[0] : undefined;
}

interface Aim {
  readonly target: TargetName;
  readonly facts: TargetFacts;
  readonly flags: PreparationFlags;
}

function settingsOf({ clock }: Services, { name, placed, mapping }: SourcePlace, { target, facts, flags }: Aim): RunSettings {
  const functionName = functionOf(target, mapping);
  const isFunction = facts.kind === "function";
  if (isFunction && functionName === undefined) {
    throw new MskctlError("usage", "no mapping tells which function the records are for", {
      suggestions: ["add --mapping NAME", "add --to lambda:NAME"],
    });
  }
  const timeoutMs = isFunction ? valueOfFact(facts.function)?.timeoutMs : undefined;
  return {
    name,
    source: sourceText(placed),
    target: targetText(target),
    format: flags.format,
    mappingUuid: mapping?.UUID,
    functionName: isFunction ? functionName : undefined,
    functionTimeoutMs: flags["function-timeout"] ?? timeoutMs ?? longestTimeoutMs,
    partialResponses: (mapping?.FunctionResponseTypes ?? []).includes("ReportBatchItemFailures"),
    removal: flags.ack,
    allowPartial: flags["allow-partial"],
    untilMs: clock.now(),
    options: optionsOf({ target, facts, flags }, mapping),
  };
}

function optionsOf({ target, facts, flags }: Aim, mapping: MappingDocument | undefined): RunOptions {
  const reserved = facts.kind === "function" ? valueOfFact(facts.reservedConcurrency) : undefined;
  const pool = { reserved: typeof reserved === "number" ? reserved : undefined, unreserved: undefined, lanes: Number.MAX_SAFE_INTEGER };
  return {
    batchSize: flags["batch-size"] ?? Math.min(usualBatch, mapping?.BatchSize ?? usualBatch),
    batchBytes: target.kind === "kafka" ? topicBatchBytes : eventRoomBytes,
    maxConcurrency: flags.concurrency ?? (facts.kind === "function" ? defaultConcurrency(pool) : otherConcurrency),
    recordsPerSecond: flags.rate,
    canaryRecords: flags.canary,
    retries: flags.retries,
    onError: flags["on-error"],
    breakerShare: flags["max-failures"],
    breakerWindow: 50,
    stopAfterRecords: flags["stop-after"],
    window: flags.window,
    removeUnrecoverable: flags["ack-unrecoverable"],
  };
}

/** Topics and files have no live traffic to yield to. */
const otherConcurrency = 10;

async function createRun(services: Services, settings: RunSettings): Promise<OpenRun> {
  const place = await placeFor(services, undefined);
  const { source, mappingUuid, functionName } = settings;
  const target = functionName === undefined ? settings.target : `lambda:${functionName}`;
  return (await services.redrive.runs()).create({
    verb: "redrive",
    source,
    target,
    mappingUuid,
    functionName,
    accountId: place?.accountId,
    region: place?.region,
    settings: settings as unknown as Record<string, unknown>,
  });
}

interface Looked {
  readonly tally: DocumentTally;
  readonly coverage: Coverage;
  readonly queue: PlanFacts["queue"];
}

interface Looking {
  readonly settings: RunSettings;
  readonly opened: OpenedRedrive;
  readonly journal: OpenRun["journal"] | undefined;
  readonly peek: "sample" | "none";
}

/** Counts what is there: all of it, or a sample of a queue. */
async function lookInto(services: Services, { placed, mapping, name }: SourcePlace, looking: Looking): Promise<Looked> {
  const { settings, opened, journal, peek } = looking;
  const { source, hasEvents, takes } = opened.source;
  const tools = services.bytes;
  const tally = (pages: AsyncIterable<readonly ClassifiedDocument[]>) =>
    tallyDocuments(pages, {
      nowMs: services.clock.now(),
      topicLog: (topic) => readTopicLog(opened.broker, topic),
      batchSize: settings.options.batchSize,
      source: name,
    });
  if (!takes) {
    const pages = classifiedPages({ source, mapping, tools, limit: Number.MAX_SAFE_INTEGER, hasEvents });
    return { tally: await tally(journal === undefined ? pages : written(pages, journal)), coverage: { kind: "all" }, queue: undefined };
  }
  const queue = await services.redrive.queue(await queueOf(services, placed));
  const facts = await queue.facts();
  const documents = facts.visible;
  const none = { tally: await tally(noPages()), coverage: { kind: "attributes", documents } as const, queue: known(facts) };
  if (peek === "none") return none;
  const refusal = peekRefusal(facts, name);
  if (refusal !== undefined) throw refusal;
  const { documents: peeked } = await queue.peek();
  const sample = {
    documents: async function* () {
      yield peeked;
    },
    fetch: source.fetch,
  };
  const counted = await tally(classifiedPages({ source: sample, mapping, tools, limit: peeked.length, hasEvents }));
  return { tally: counted, coverage: peeked.length >= documents ? { kind: "all" } : { kind: "sample", documents }, queue: known(facts) };
}

async function* noPages(): AsyncGenerator<readonly ClassifiedDocument[]> {}

async function queueOf(services: Services, placed: PlacedSource): Promise<string> {
  if (placed.kind === "sqs") return placed.queue;
  if (placed.kind === "sns") return services.redrive.queueBehind(placed.arn);
  throw new Error(`${placed.kind} is no queue`);
}

interface Known {
  readonly settings: RunSettings;
  readonly opened: OpenedRedrive;
  readonly target: TargetFacts;
  readonly coverage: Coverage;
  readonly queue: PlanFacts["queue"];
}

async function planFacts(services: Services, { name, placed, mapping }: SourcePlace, known: Known): Promise<PlanFacts> {
  const { settings, opened, target, coverage, queue } = known;
  const { versioned } = opened.source;
  const [place, mappings, bucketVersioned, earlierRuns] = await Promise.all([
    placeFor(services, mapping),
    allMappings(services),
    versioned === undefined ? undefined : askFor(versioned),
    keptRuns(services, settings.source),
  ]);
  return {
    nowMs: services.clock.now(),
    name,
    source: placed,
    target,
    coverage,
    mapping,
    place,
    mappings,
    liveAgeMs: { kind: "missing" },
    queue,
    bucketVersioned,
    earlierRuns,
    removal: settings.removal,
    schemaProblem: schemaProblem(mapping, opened.source.hasEvents),
    options: settings.options,
  };
}

/** Earlier runs on this source, on this machine, that left documents behind. */
async function keptRuns(services: Services, source: string): Promise<PlanFacts["earlierRuns"]> {
  const runs = await services.redrive.runs();
  const earlier: { id: string; kept: number }[] = [];
  for (const { facts, state, owner } of await runs.list()) {
    if (facts.source !== source || owner !== undefined || state === "planned" || state === "purged") continue;
    const run = await runs.open(facts.id, "reading");
    const { kept } = run.journal.counts();
    run.close();
    if (kept > 0) earlier.push({ id: facts.id, kept });
  }
  return earlier;
}
