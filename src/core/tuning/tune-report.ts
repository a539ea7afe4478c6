import type { LagSamples } from "../lag/samples.ts";
import { applyChanges } from "../mapping/apply-changes.ts";
import { whyUnknown } from "../mapping/fact.ts";
import { isDisabled, type MappingDocument, type MappingSettings } from "../mapping/model.ts";
import type { Owner } from "../mapping/owner.ts";
import type { Prices } from "../prices.ts";
import { formatDuration } from "../time.ts";
import type { Candidate } from "./candidate.ts";
import type { Confidence } from "./confidence.ts";
import type { Estimate } from "./estimate.ts";
import type { GoalsAsked } from "./goals.ts";
import { qualifierOf, tuningSettings } from "./mapping-settings.ts";
import { withMemory } from "./memory.ts";
import { missingData } from "./missing-data.ts";
import { needsProvisionedMode } from "./mode-needed.ts";
import { observedIn } from "./observed.ts";
import type { PowerTuning } from "./power-tuning.ts";
import { priceAssumptions } from "./price-assumptions.ts";
import type { TuningSubject } from "./read-tuning.ts";
import type { Reason } from "./reasons/reason.ts";
import type { ReasonSubject } from "./reasons/reason-subject.ts";
import type { Recommendation, TuneReport } from "./report.ts";
import type { SearchInput } from "./search.ts";
import type { SearchResult } from "./search-result.ts";
import type { TunedField, TuningSettings, Workload } from "./workload.ts";

/** What decides. Each is a pure function. */
export interface TuningTools {
  search(input: SearchInput): SearchResult;
  reasons(subject: ReasonSubject): readonly Reason[];
  confidence(estimate: Estimate, samples: LagSamples, result: SearchResult): Confidence;
  /** Undefined unless the result's verdict is "change". */
  recommend(result: SearchResult, workload: Workload): Recommendation | undefined;
  /** Settings looked at like a finalist. */
  predict(input: SearchInput, settings: TuningSettings, result: SearchResult): Candidate;
}

export interface TuneOptions {
  readonly asked: GoalsAsked;
  readonly prices: Prices;
  readonly hoursPerMonth: number;
  readonly seed: number;
  /** Exactly these settings are to be looked at, too; what is left out stays. */
  readonly whatIf: MappingSettings | undefined;
  /** With it memory is a setting, too. */
  readonly powerTuning?: PowerTuning | undefined;
}

/** What tune says of a mapping. */
export function tuneReport(subject: TuningSubject, options: TuneOptions, tools: TuningTools): TuneReport {
  const { mapping, name, samples, estimate, facts } = subject;
  const { prices, hoursPerMonth, seed } = options;
  const shared = {
    mapping,
    name,
    fromMs: samples.fromMs,
    untilMs: samples.fromMs + samples.minutes * 60_000,
    estimate,
    observed: observedIn(samples),
    prices,
    hoursPerMonth,
    seed,
    owner: knownOwner(subject),
  };
  if (estimate.workload === undefined || estimate.grade === "insufficient" || isDisabled(mapping)) {
    const missing = missingData({ ...subject, prices });
    return {
      ...shared,
      verdict: "no data",
      basis: undefined,
      result: undefined,
      recommendation: undefined,
      reasons: [],
      confidence: estimate,
      assumptions: [...subject.assumptions, ...ownerAssumption(subject)],
      missing,
    };
  }
  const { workload, assumptions: memoryAssumptions } = memoryOf(estimate.workload, options);
  const needsMode = needsProvisionedMode(mapping, shared.untilMs);
  const settings = withMemorySetting(facts.estimate.settings, workload);
  const asked = askedOf(mapping, options, needsMode);
  const search: SearchInput = { workload, fit: estimate.fit, settings, groups: subject.groups, asked, prices, hoursPerMonth, seed };
  const result = tools.search(search);
  const { partitions } = facts.estimate;
  const around = { partitions, reservedConcurrency: facts.reservedConcurrency, sameVpcMappings: subject.sameVpcMappings };
  const reasons = tools.reasons({ mapping, name, samples, estimate, workload, facts: around, prices, hoursPerMonth, result });
  const isAdvised = reasons.some(({ advice }) => advice?.isFirst === true);
  return {
    ...shared,
    verdict: isAdvised ? "advice" : result.verdict,
    basis: { search, samples },
    result,
    recommendation: isAdvised ? undefined : tools.recommend(result, workload),
    reasons,
    confidence: tools.confidence(estimate, samples, result),
    assumptions: [
      ...subject.assumptions,
      ...ownerAssumption(subject),
      ...facts.assumptions,
      ...modeAssumption(needsMode),
      ...memoryAssumptions,
      ...modelAssumptions(result, options, mapping),
    ],
    whatIf: options.whatIf && tools.predict(search, changedSettings(mapping, options.whatIf, search), result),
  };
}

function memoryOf(workload: Workload, { powerTuning }: TuneOptions): ReturnType<typeof withMemory> {
  return powerTuning === undefined ? { workload, assumptions: [] } : withMemory(workload, powerTuning);
}

function withMemorySetting(settings: TuningSettings, { memoryFactors, function: { memoryMb } }: Workload): TuningSettings {
  return memoryFactors === undefined ? settings : { ...settings, memoryMb };
}

/** A function's own latest version can have no provisioned concurrency (Lambda Developer Guide, provisioned concurrency). */
function askedOf(mapping: MappingDocument, { asked }: TuneOptions, needsMode: readonly string[]): GoalsAsked {
  const kept: readonly TunedField[] = [
    ...(qualifierOf(mapping) === undefined ? (["ProvisionedConcurrentExecutions"] as const) : []),
    ...(needsMode.length > 0 ? (["ProvisionedPollerConfig"] as const) : []),
  ];
  return { ...asked, keep: new Set([...asked.keep, ...kept]) };
}

function changedSettings(mapping: MappingDocument, changes: MappingSettings, { settings, workload }: SearchInput): TuningSettings {
  return withMemorySetting(tuningSettings(applyChanges(mapping, changes), settings.provisionedConcurrency), workload);
}

function knownOwner({ owner }: TuningSubject): Owner | undefined {
  return owner?.kind === "known" && owner.value !== "nobody" ? owner.value : undefined;
}

function ownerAssumption({ owner }: TuningSubject): readonly string[] {
  if (owner === undefined || owner.kind === "known") return [];
  return [`no CloudFormation stack or Terraform is taken to own the mapping (${whyUnknown(owner)})`];
}

function modeAssumption(needsMode: readonly string[]): readonly string[] {
  return needsMode.length === 0 ? [] : [`provisioned mode stays, for ${needsMode.join(", ")}; --on-demand shows what leaving it would do`];
}

/** What every prediction rests on. */
function modelAssumptions({ goals }: SearchResult, { prices, hoursPerMonth }: TuneOptions, mapping: MappingDocument): readonly string[] {
  return [
    ...(goals.isAgeAssumed ? [`no --slo was given: 99 of 100 records are to be no older than ${formatDuration(goals.ageP99Ms)}`] : []),
    "a batch's window begins with its first record, and a lane has one batch at a time",
    "records come evenly within a minute, but at random, and evenly to partitions",
    "an invocation takes the same time whatever it holds, and each record the same on top",
    "how Lambda scales pollers is not documented: three ways are looked at",
    ...priceAssumptions(prices, hoursPerMonth, mapping),
  ];
}
