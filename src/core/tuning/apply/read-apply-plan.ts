import { isJsonObject } from "../../json-value.ts";
import type { MappingDocument } from "../../mapping/model.ts";
import { parseTimestamp } from "../../time.ts";
import type { Range } from "../candidate.ts";
import { type FieldProblem, FieldReader } from "../read-fields.ts";
import { readPrices } from "../read-prices.ts";
import type { TuningSettings } from "../workload.ts";
import type { ApplyEnd, ApplyPlan, ApplyStep } from "./apply-plan.ts";
import type { Baseline } from "./baseline.ts";
import type { Expectation, ExpectedAt } from "./expectation.ts";
import type { StepKind } from "./steps.ts";

const kinds: readonly StepKind[] = ["raise capacity", "batch", "lower capacity"];
/** The longest window and the most pollers that AWS takes (Lambda API, EventSourceMappingConfiguration). */
const most = { windowMs: 300_000, batchSize: 10_000, pollers: 2_000 };

/** A plan as `tune plan` has written it, or what is wrong with the document. */
export function readApplyPlan(value: unknown): ApplyPlan | { readonly problems: readonly FieldProblem[] } {
  const fields = new FieldReader(value);
  if (fields.any("kind") !== "tune-plan") fields.wrong("kind", "has to be tune-plan: this is no plan of mskctl tune");
  if (fields.any("schemaVersion") !== 1) fields.wrong("schemaVersion", "has to be 1: another version of mskctl wrote this");
  const place = fields.object("place");
  const accountId = place.any("accountId");
  const data = fields.object("data");
  const fn = fields.object("function");
  const architecture = fn.any("architecture");
  const after = fields.object("after");
  const prices = readPrices(fields.any("prices"));
  const plan: ApplyPlan = {
    schemaVersion: 1,
    kind: "tune-plan",
    madeAt: instant(fields, "madeAt"),
    place: { region: place.text("region"), ...(typeof accountId === "string" ? { accountId } : {}) },
    name: fields.text("name"),
    mapping: mapping(fields),
    data: { from: instant(data, "from"), until: instant(data, "until"), seed: data.number("seed", {}) },
    prices: "problems" in prices ? (undefined as never) : prices,
    hoursPerMonth: fields.number("hoursPerMonth", { least: 1 }),
    function: {
      memoryMb: fn.number("memoryMb", { least: 1 }),
      architecture: typeof architecture === "string" ? architecture : undefined,
      timeoutMs: fn.number("timeoutMs", { least: 1 }),
      concurrency: fn.number("concurrency", { least: 0 }),
    },
    ageP99Ms: fields.number("ageP99Ms", { least: 1 }),
    before: end(fields.object("before")),
    after: { ...end(after), savesMonth: range(after.object("savesMonth")) },
    baseline: baseline(fields.object("baseline")),
    steps: fields.objects("steps").map(step),
    cannotBeUndone: texts(fields, "cannotBeUndone"),
    risks: texts(fields, "risks"),
  };
  if ("problems" in prices) fields.wrong("prices", prices.problems.map(({ message }) => message).join("; "));
  if (plan.steps.length === 0) fields.wrong("steps", "has to hold one at least");
  const problems = fields.problems();
  return problems.length === 0 ? plan : { problems };
}

function instant(fields: FieldReader, field: string): string {
  const text = fields.text(field);
  if (text !== "" && parseTimestamp(text) === undefined) fields.wrong(field, "has to be a time, like 2026-11-26T12:00:00Z");
  return text;
}

/** AWS's own document: whatever it holds, its settings are compared with the mapping's before anything is done. */
function mapping(fields: FieldReader): MappingDocument {
  const value = fields.any("mapping");
  const uuid = isJsonObject(value) ? value["UUID"] : undefined;
  if (typeof uuid !== "string" || !/^[0-9a-f-]{36}$/.test(uuid)) fields.wrong("mapping", "has to be a mapping with its UUID");
  return Object(value) as MappingDocument;
}

function settings(fields: FieldReader): TuningSettings {
  const pollers = fields.any("pollers") === undefined ? undefined : fields.object("pollers");
  const group = fields.any("pollerGroup");
  const minimum = pollers?.number("minimum", { least: 1, most: most.pollers, whole: true }) ?? 0;
  const read = {
    batchSize: fields.number("batchSize", { least: 1, most: most.batchSize, whole: true }),
    windowMs: fields.number("windowMs", { least: 0, most: most.windowMs, whole: true }),
    pollers: pollers && { minimum, maximum: pollers.number("maximum", { least: minimum, most: most.pollers, whole: true }) },
    pollerGroup: typeof group === "string" ? group : undefined,
    provisionedConcurrency: fields.number("provisionedConcurrency", { least: 0, whole: true }),
    ...(fields.any("memoryMb") === undefined ? {} : { memoryMb: fields.number("memoryMb", { least: 1 }) }),
  };
  // Nobody is to think that a setting is applied which is not.
  fields.problems();
  return read;
}

function end(fields: FieldReader): ApplyEnd {
  return {
    settings: settings(fields.object("settings")),
    costMonth: range(fields.object("costMonth")),
    ageP99Ms: range(fields.object("ageP99Ms")),
  };
}

/** JSON has no word for infinity; `null` stands for it. */
function range(fields: FieldReader): Range {
  const number = (field: string) => (fields.any(field) === undefined ? Number.POSITIVE_INFINITY : fields.number(field, {}));
  return { low: number("low"), high: number("high") };
}

function baseline(fields: FieldReader): Baseline {
  const optional = (field: string) => (fields.any(field) === undefined ? undefined : fields.number(field, { least: 0 }));
  return {
    errorShare: fields.number("errorShare", { least: 0 }),
    throttleShare: fields.number("throttleShare", { least: 0 }),
    givenUpShare: fields.number("givenUpShare", { least: 0 }),
    maximumDurationMs: optional("maximumDurationMs"),
    lagRecords: optional("lagRecords"),
    usualPerSecond: optional("usualPerSecond"),
    busyPerSecond: optional("busyPerSecond"),
  };
}

function step(fields: FieldReader): ApplyStep {
  const kind = kinds.find((each) => each === fields.any("kind"));
  if (kind === undefined) fields.wrong("kind", `has to be one of ${kinds.join(", ")}`);
  const settlesMs = fields.number("settlesMs", { least: 0 });
  return {
    kind: kind ?? "batch",
    settings: settings(fields.object("settings")),
    expectation: expectation(fields),
    backlogRecords: fields.number("backlogRecords", { least: 0 }),
    settlesMs,
    watchMs: fields.number("watchMs", { least: settlesMs }),
  };
}

function expectation(fields: FieldReader): Expectation {
  const rates = fields.objects("expectation").map(
    (each): ExpectedAt => ({
      perSecond: each.number("perSecond", { least: 0 }),
      lagRecords: each.number("lagRecords", { least: 0 }),
      ageP99Ms: range(each.object("ageP99Ms")),
      batch: range(each.object("batch")),
      durationMs: range(each.object("durationMs")),
      invocationsPerSecond: range(each.object("invocationsPerSecond")),
      costMonth: range(each.object("costMonth")),
    }),
  );
  if (rates.some(({ perSecond }, index) => perSecond <= (rates[index - 1]?.perSecond ?? -1)))
    fields.wrong("expectation", "has to go from the lowest rate up");
  return rates;
}

function texts(fields: FieldReader, field: string): readonly string[] {
  const value = fields.any(field);
  if (Array.isArray(value) && value.every((each) => typeof each === "string")) return value;
  fields.wrong(field, "has to be a list of texts");
  return [];
}
