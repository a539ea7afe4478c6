import { Fields, type ScenarioProblem } from "../scenario/fields.ts";
import { countNames, executionParts, type MapRunStore, mapRunStatuses, type SandboxCounts, type SandboxMapRun } from "../states/map-run.ts";
import type { World } from "../world.ts";

/** Where Map Runs are kept. */
export type MapRunWorld = Pick<World, "region" | "clock" | "mapRuns">;

type Told = { readonly kind: "told"; readonly run: object } | { readonly kind: "refused"; readonly problems: readonly ScenarioProblem[] };

/**
 * Takes what whoever runs a Map tells of it. How many at once and how much may fail count when the Map Run is new: later UpdateMapRun says
 * it, and the answer has it. One that is over stays over, unless `redriveCount` grows.
 */
export function tellMapRun(name: string, document: unknown, worldOf: (region: string) => MapRunWorld): Told {
  const problems: ScenarioProblem[] = [];
  const fields = new Fields(document, [], problems);
  const executionArn = fields.text("executionArn");
  const execution = executionParts(executionArn);
  if (execution === undefined && fields.has("executionArn")) fields.problem("executionArn", "must be the ARN of an execution");
  const world = execution === undefined ? undefined : worldOf(execution.region);
  const label = fields.text("mapLabel", "Map");
  const arn = `${execution?.head ?? ""}:mapRun:${execution?.machine ?? ""}/${label}:${name}`;
  const run = readMapRun(fields, { arn, executionArn, known: world?.mapRuns.runs.get(arn), nowMs: world?.clock.now() ?? 0 });
  fields.done();
  if (world === undefined || problems.length > 0) return { kind: "refused", problems };
  world.mapRuns.runs.set(arn, run);
  return { kind: "told", run: mapRunDocument(run) };
}

/** As it stands; undefined: nobody has told of it. */
export function toldMapRun(name: string, worlds: Iterable<Pick<World, "mapRuns">>): object | undefined {
  for (const { mapRuns } of worlds) {
    const run = find(name, mapRuns);
    if (run !== undefined) return mapRunDocument(run);
  }
  return undefined;
}

function find(name: string, { runs }: MapRunStore): SandboxMapRun | undefined {
  return [...runs.values()].find(({ mapRunArn }) => mapRunArn.endsWith(`:${name}`));
}

interface Telling {
  readonly arn: string;
  readonly executionArn: string;
  readonly known: SandboxMapRun | undefined;
  readonly nowMs: number;
}

function readMapRun(fields: Fields, { arn, executionArn, known, nowMs }: Telling): SandboxMapRun {
  const whole = { minimum: 0, whole: true };
  const own = {
    maxConcurrency: fields.number("maxConcurrency", 0, whole),
    toleratedFailurePercentage: fields.number("toleratedFailurePercentage", 0, { minimum: 0, maximum: 100 }),
    toleratedFailureCount: fields.number("toleratedFailureCount", 0, whole),
  };
  const { maxConcurrency, toleratedFailurePercentage, toleratedFailureCount } = known ?? own;
  const redriveCount = fields.number("redriveCount", known?.redriveCount ?? 0, whole);
  const told = fields.member("status", mapRunStatuses, "RUNNING");
  const toldStopDate = timeOf(fields, "stopDate");
  const isOver = known !== undefined && known.status !== "RUNNING" && redriveCount <= known.redriveCount;
  const status = isOver ? known.status : told;
  return {
    mapRunArn: arn,
    executionArn,
    status,
    startDate: timeOf(fields, "startDate") ?? known?.startDate ?? nowMs,
    stopDate: status === "RUNNING" ? undefined : (toldStopDate ?? (isOver ? known.stopDate : undefined) ?? nowMs),
    maxConcurrency,
    toleratedFailurePercentage,
    toleratedFailureCount,
    itemCounts: countsOf(fields.object("itemCounts")),
    executionCounts: countsOf(fields.object("executionCounts")),
    redriveCount,
  };
}

function countsOf(fields: Fields): SandboxCounts {
  const counts = Object.fromEntries(countNames.map((name) => [name, fields.number(name, 0, { minimum: 0, whole: true })]));
  fields.done();
  return counts as SandboxCounts;
}

function timeOf(fields: Fields, name: string): number | undefined {
  if (!fields.has(name)) return undefined;
  const atMs = Date.parse(fields.text(name));
  if (Number.isNaN(atMs)) fields.problem(name, "must be a time such as 2026-11-23T12:00:00Z");
  return atMs;
}

function mapRunDocument({ startDate, stopDate, ...run }: SandboxMapRun) {
  const time = (ms: number) => new Date(ms).toISOString();
  return { ...run, startDate: time(startDate), ...(stopDate === undefined ? {} : { stopDate: time(stopDate) }) };
}
