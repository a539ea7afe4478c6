import { fingerprintOf } from "../../../core/filter/lint-baseline.ts";
import type {
  LintedFilter,
  LintedMapping,
  LintReport,
  LocatedFinding,
  PlacedFinding,
  Suppressed,
} from "../../../core/filter/lint-report.ts";
import type { PatternSite, Position } from "../../../core/filter/pattern-site.ts";
import { type ArtifactLocation, artifactLocation } from "./artifact-location.ts";
import { expectationsPhrase, filterName, filterStart, gatePhrase, unknownPhrase } from "./lint-phrases.ts";
import {
  type SarifFix,
  type SarifLevel,
  type SarifLocation,
  type SarifLog,
  type SarifNotification,
  type SarifRegion,
  type SarifResult,
  type SarifSuppression,
  sarifText,
} from "./sarif-log.ts";
import { type RuleDescription, sarifLevel, sarifRules } from "./sarif-rules.ts";

export interface LintSarifContext {
  /** Of mskctl. */
  readonly version: string;
  readonly rules: readonly RuleDescription[];
  /** The file of a source, relative to the root of the repository where it is below it; undefined when the source is no file. */
  readonly pathOf: (source: string) => string | undefined;
  /** Where the UTF-16 code unit at `offset` of a source's text stands; undefined where the text is not at hand. */
  readonly positionAt: (source: string, offset: number) => Position | undefined;
  /** Where `docs/findings.md` can be read; absolute, as SARIF asks for. */
  readonly findingsUri?: string;
}

const schemaUri = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/** Ours alone: `primaryLocationLineHash`, by which GitHub knows an alert again, is filled in by its upload action. */
const fingerprintName = "mskctlFinding/v1";

/** The report as a SARIF 2.1.0 log of one run. Suppressed findings stay in it and say why. */
export function lintSarif(report: LintReport, context: LintSarifContext): SarifLog {
  const rules = sarifRules(report, context.rules, context.findingsUri);
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const indexOf = (id: string) => indexes.get(id) ?? -1;
  const results = report.mappings.flatMap((mapping) => [
    ...[...(mapping.findings ?? []), ...(mapping.suppressed ?? [])].map((finding) => ({
      ...sarifResult(finding, mapping, finding.path ?? "", context),
      ruleIndex: indexOf(finding.id),
    })),
    ...mapping.filters.flatMap(({ site, findings, suppressed = [] }) =>
      [...findings, ...suppressed].map((finding) => {
        const fixes = sarifFixes(finding, site, context);
        const result = { ...sarifResult(finding, site, site.path, context), ruleIndex: indexOf(finding.id) };
        return fixes.length === 0 ? result : { ...result, fixes };
      }),
    ),
  ]);
  const driver = { name: "mskctl", semanticVersion: context.version, rules };
  const invocation = {
    executionSuccessful: report.unreadable.length === 0,
    toolExecutionNotifications: notifications(report, context),
  };
  return {
    $schema: schemaUri,
    version: "2.1.0",
    runs: [{ tool: { driver }, columnKind: "utf16CodeUnits", invocations: [invocation], results }],
  };
}

/** `path` is the way inside the source. */
function sarifResult(
  finding: PlacedFinding | Suppressed<PlacedFinding>,
  place: Pick<PatternSite, "source" | "group"> & Partial<Pick<PatternSite, "text">>,
  path: string,
  context: LintSarifContext,
): Omit<SarifResult, "ruleIndex"> {
  const { id, severity, message, fix, from, to } = finding;
  return {
    ruleId: id,
    level: sarifLevel(severity),
    message: sarifText(fix === undefined ? message : `${message}\nfix: ${fix}`),
    locations: [sarifLocation({ source: place.source, path }, regionOf(from, to), context)],
    partialFingerprints: { [fingerprintName]: fingerprintOf(finding, place) },
    ...("suppressedBy" in finding ? { suppressions: [suppressionOf(finding)] } : {}),
  };
}

function suppressionOf({ suppressedBy }: Suppressed<PlacedFinding>): SarifSuppression {
  switch (suppressedBy) {
    case "ignore":
      return { kind: "inSource", justification: "ignored where it is written" };
    case "baseline":
      return { kind: "external", justification: "in the baseline" };
  }
}

/** In a file, or nowhere but in what the source calls it. */
function sarifLocation(
  { source, path }: Pick<PatternSite, "source" | "path">,
  region: SarifRegion,
  context: LintSarifContext,
): SarifLocation {
  const artifact = artifactOf(source, context);
  if (artifact === undefined) return { logicalLocations: [{ fullyQualifiedName: [source, path].filter(Boolean).join(" ") }] };
  return {
    physicalLocation: { artifactLocation: artifact, region },
    ...(path === "" ? {} : { logicalLocations: [{ fullyQualifiedName: path }] }),
  };
}

function artifactOf(source: string, { pathOf }: LintSarifContext): ArtifactLocation | undefined {
  const path = pathOf(source);
  return path === undefined ? undefined : artifactLocation(path);
}

/** A rewriting that the source's spelling allows and whose place is known. */
function sarifFixes({ edit, fix }: LocatedFinding, site: PatternSite, context: LintSarifContext): SarifFix[] {
  const artifact = artifactOf(site.source, context);
  const change = edit === undefined ? undefined : site.edit(edit.start, edit.end, edit.text);
  if (artifact === undefined || edit === undefined || change === undefined) return [];
  const from = context.positionAt(site.source, change.start);
  const to = context.positionAt(site.source, change.end);
  if (from === undefined || to === undefined) return [];
  const replacement = { deletedRegion: regionOf(from, to), insertedContent: { text: change.text } };
  const description = sarifText(`Write ${fix ?? edit.text}`);
  return [{ description, artifactChanges: [{ artifactLocation: artifact, replacements: [replacement] }] }];
}

function notifications(report: LintReport, context: LintSarifContext): SarifNotification[] {
  const { unreadable, mappings, notes } = report;
  return [
    ...unreadable.map(({ source, message, position }) => {
      const artifact = artifactOf(source, context);
      const region = position === undefined ? {} : { region: regionOf(position, position) };
      const where = artifact === undefined ? {} : { locations: [{ physicalLocation: { artifactLocation: artifact, ...region } }] };
      return { ...notification("error", `${source}: ${message}`), ...where };
    }),
    ...mappings.flatMap(({ filters }) => filters.flatMap((filter) => unknownNotification(filter, context))),
    ...mappings.flatMap(sampleNotifications),
    ...notes.map((note) => notification("note", note)),
  ];
}

function unknownNotification(filter: LintedFilter, context: LintSarifContext): SarifNotification[] {
  const unknown = unknownPhrase(filter);
  if (unknown === undefined) return [];
  const start = filterStart(filter);
  const location = sarifLocation(filter.site, regionOf(start, start), context);
  return [{ ...notification("note", `${filterName(filter)} was skipped: ${unknown}`), locations: [location] }];
}

function sampleNotifications({ source, group, samples, gates = [] }: LintedMapping): SarifNotification[] {
  const expectations = samples?.expectations;
  const name = [source, group].filter(Boolean).join(" ");
  return [
    ...(expectations === undefined || expectations.passed === expectations.total
      ? []
      : [notification("error", `${name}: ${expectationsPhrase(expectations)}`)]),
    ...gates.filter(({ holds }) => !holds).map((gate) => notification("error", `${name}: ${gatePhrase(gate)}`)),
  ];
}

function notification(level: SarifLevel, text: string): SarifNotification {
  return { level, message: sarifText(text) };
}

function regionOf(from: Position, to: Position): SarifRegion {
  return { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
}
