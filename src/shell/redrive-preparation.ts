import { isError, MskctlError } from "../core/errors.ts";
import { askFor, valueOfFact } from "../core/mapping/fact.ts";
import type { MappingDocument } from "../core/mapping/model.ts";
import { defaultConcurrency } from "../core/redrive/default-concurrency.ts";
import { allMappings, functionOf, placeFor, targetFacts } from "../core/redrive/gather-facts.ts";
import { planRedrive, type RedrivePlan } from "../core/redrive/plan.ts";
import type { Coverage, PlanFacts, TargetFacts } from "../core/redrive/plan-facts.ts";
import type { RunOptions } from "../core/redrive/run-options.ts";
import type { RunSettings } from "../core/redrive/run-settings.ts";
import type { OpenRun, RunStore } from "../core/redrive/runs.ts";
import { sourceIdentity, sourceText } from "../core/redrive/source-name.ts";
import { parseTarget, type TargetName, targetText } from "../core/redrive/target-name.ts";
import { topicBatchBytes } from "../core/redrive/topic-target.ts";
import { claimSource, type SourceClaim } from "./redrive-claim.ts";
import { lookInto } from "./redrive-look.ts";
import { type OpenedRedrive, openRedrive, schemaProblem } from "./redrive-ports.ts";
import type { Services } from "./services.ts";
import { namedSource, type SourcePlace } from "./source-place.ts";

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

/** What counts where a flag is not given. */
export const usualPreparation = {
  format: "jsonl",
  "on-error": "park-key",
  retries: 2,
  "max-failures": 0.5,
  canary: 100,
  window: 20_000,
  ack: "delete",
  "ack-unrecoverable": false,
  "allow-partial": false,
  peek: "sample",
} as const satisfies PreparationFlags;

/** A plan, and what a run of it takes. */
export interface PreparedRedrive {
  readonly plan: RedrivePlan;
  readonly settings: RunSettings;
  readonly mapping: MappingDocument | undefined;
  readonly opened: OpenedRedrive;
  /** Undefined: a dry run claims nothing. */
  readonly claim: SourceClaim | undefined;
  /** The run, whose journal has the plan's documents. */
  begin(): Promise<OpenRun>;
  /** Lets go of what was opened, and forgets a run that has not begun. */
  discard(): Promise<void>;
}

/** Lambda's limit is 6 MB for the whole event; what stands around the records is small. */
const eventRoomBytes = 5_500_000;
const usualBatch = 100;
/** Of a Lambda function at most; where nobody may ask how long its timeout is. */
const longestTimeoutMs = 900_000;

/**
 * Reads what there is and what a run would do. A dry run keeps nothing; else the source is claimed, and one that gives everything is written into
 * the run's journal on the way, so that it is listed once. Throws what keeps a run from being planned.
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
  let claim: SourceClaim | undefined;
  const begin = async () => (run ??= await createRun(services, settings));
  const discard = async () => {
    const id = run?.known.facts.id;
    await claim?.lease?.release();
    run?.close();
    if (id !== undefined && run?.known.state === "planned") await (await services.redrive.runs()).remove(id);
    await opened.close();
  };
  try {
    if (!isDryRun) claim = await claimSource(services, place.placed, (await begin()).known.facts.id);
    const looked = await lookInto(services, place, { settings, opened, journal: run?.journal, peek: flags.peek });
    const planned = await planFacts(services, place, { settings, opened, target: facts, claim, ...looked });
    return { plan: planRedrive(looked.tally, planned), settings, mapping: place.mapping, opened, claim, begin, discard };
  } catch (error) {
    await discard();
    throw error;
  }
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

interface Known {
  readonly settings: RunSettings;
  readonly opened: OpenedRedrive;
  readonly target: TargetFacts;
  readonly coverage: Coverage;
  readonly queue: PlanFacts["queue"];
  readonly claim: SourceClaim | undefined;
}

async function planFacts(services: Services, { name, placed, mapping }: SourcePlace, known: Known): Promise<PlanFacts> {
  const { settings, opened, target, coverage, queue, claim } = known;
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
    claimNotPermitted: claim?.notPermitted,
    removal: settings.removal,
    schemaProblem: schemaProblem(mapping, opened.source.hasEvents),
    options: settings.options,
  };
}

/** Earlier runs on this source, on this machine, that left documents behind. */
async function keptRuns(services: Services, source: string): Promise<PlanFacts["earlierRuns"]> {
  const [runs, place] = await Promise.all([services.redrive.runs(), placeFor(services, undefined)]);
  const identity = sourceIdentity({ source, accountId: place?.accountId, region: place?.region });
  const earlier: { id: string; kept: number }[] = [];
  for (const { facts, state, owner } of await runs.list()) {
    if (sourceIdentity(facts) !== identity || owner !== undefined || state === "planned" || state === "purged") continue;
    const kept = await keptBy(runs, facts.id);
    if (kept > 0) earlier.push({ id: facts.id, kept });
  }
  return earlier;
}

/** Of a journal that cannot be read nothing is known, and a new run needs nothing of it. */
async function keptBy(runs: RunStore, id: string): Promise<number> {
  try {
    const run = await runs.open(id, "reading");
    const { kept } = run.journal.counts();
    run.close();
    return kept;
  } catch (error) {
    if (isError(error, "storage")) return 0;
    throw error;
  }
}
