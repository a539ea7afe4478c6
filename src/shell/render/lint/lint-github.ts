import { formatCount, plural } from "../../../core/figures.ts";
import type {
  LintedFilter,
  LintedMapping,
  LintReport,
  PlacedFinding,
  SampleCounts,
  SamplePlace,
  UnreadableSource,
} from "../../../core/filter/lint-report.ts";
import type { Position } from "../../../core/filter/pattern-site.ts";
import type { Severity } from "../../../core/finding.ts";
import {
  evidencePieces,
  expectationsPhrase,
  failedExpectationPhrase,
  filterStart,
  gatePhrase,
  placePhrase,
  reasonsPhrase,
  sharePhrase,
  unknownPhrase,
} from "./lint-phrases.ts";
import { type WorkflowCommand, workflowCommand } from "./workflow-command.ts";

export interface LintGithubContext {
  /** The file of a source, relative to the root of the repository where it is below it; undefined when the source is no file. */
  readonly pathOf: (source: string) => string | undefined;
}

/** The report as workflow commands of GitHub Actions, a line each: findings beside the code they are about, then what became of the samples. */
export function lintGithub({ mappings, unreadable, notes }: LintReport, context: LintGithubContext): string[] {
  const commands: readonly WorkflowCommand[] = [
    ...unreadable.map((each) => unreadableCommand(each, context)),
    ...mappings.flatMap(({ source, findings = [], filters }) => [
      ...findings.map((finding) => findingCommand(finding, source, context)),
      ...filters.flatMap((filter) => filterCommands(filter, context)),
    ]),
    ...mappings.flatMap((mapping) => sampleCommands(mapping, context)),
    ...notes.map((message): WorkflowCommand => ({ name: "notice", properties: [], message })),
  ];
  return commands.map(workflowCommand);
}

function filterCommands(filter: LintedFilter, context: LintGithubContext): WorkflowCommand[] {
  const { site, findings } = filter;
  const unknown = unknownPhrase(filter);
  const start = filterStart(filter);
  return [
    ...(unknown === undefined ? [] : [placed("notice", site.source, { from: start, title: "skipped", message: unknown }, context)]),
    ...findings.map((finding) => findingCommand(finding, site.source, context)),
  ];
}

function findingCommand(finding: PlacedFinding, source: string, context: LintGithubContext): WorkflowCommand {
  const { id, severity, message, fix, from, to } = finding;
  const evidence = evidencePieces(finding, "…");
  const lines = [message, ...(evidence.length === 0 ? [] : [evidence.join(" · ")]), ...(fix === undefined ? [] : [`fix: ${fix}`])];
  return placed(commandOf(severity), source, { from, to, title: id, message: lines.join("\n") }, context);
}

function commandOf(severity: Severity): WorkflowCommand["name"] {
  return severity === "info" ? "notice" : severity;
}

function unreadableCommand({ source, message, position }: UnreadableSource, context: LintGithubContext): WorkflowCommand {
  return placed("error", source, { ...(position === undefined ? {} : { from: position }), title: "not readable", message }, context);
}

interface Placed {
  readonly from?: Position;
  readonly to?: Position;
  readonly title: string;
  readonly message: string;
}

/** Where there is no file to show it beside, the message says the place. */
function placed(
  name: WorkflowCommand["name"],
  source: string,
  { from, to, title, message }: Placed,
  { pathOf }: LintGithubContext,
): WorkflowCommand {
  const path = pathOf(source);
  if (path === undefined) {
    const place = from === undefined ? source : placePhrase(source, from);
    return { name, properties: [["title", title]], message: `${place}: ${message}` };
  }
  return {
    name,
    properties: [["file", path.replaceAll("\\", "/").replace(/^(?:\.\/+)+/, "")], ...region(from, to), ["title", title]],
    message,
  };
}

function region(from: Position | undefined, to: Position | undefined): WorkflowCommand["properties"] {
  if (from === undefined) return [];
  const { line, column } = from;
  if (to === undefined)
    return [
      ["line", line],
      ["col", column],
    ];
  // GitHub takes columns only within one line (actions/toolkit, AnnotationProperties).
  if (to.line !== line)
    return [
      ["line", line],
      ["endLine", to.line],
    ];
  return [
    ["line", line],
    ["col", column],
    ["endLine", to.line],
    ["endColumn", to.column],
  ];
}

function sampleCommands({ source, group, samples, gates = [] }: LintedMapping, context: LintGithubContext): WorkflowCommand[] {
  if (samples === undefined) return [];
  const { total, passed, failed } = samples.expectations;
  const name = [source, group].filter(Boolean).join(" ");
  const failures = failed.map((each) => placedSample(each, failedExpectationPhrase(each), context));
  const hold = expectationsPhrase(samples.expectations);
  return [
    { name: "notice", properties: [["title", "samples"]], message: `${name}: ${countsText(samples)}` },
    ...gates.map((gate): WorkflowCommand => {
      return { name: gate.holds ? "notice" : "error", properties: [["title", `--${gate.gate}`]], message: `${name}: ${gatePhrase(gate)}` };
    }),
    ...failures,
    ...(total === 0 ? [] : [expectationsCommand(passed === total, `${name}: ${hold}`)]),
  ];
}

function expectationsCommand(allHold: boolean, message: string): WorkflowCommand {
  return { name: allHold ? "notice" : "error", properties: [["title", "expectations"]], message };
}

function placedSample({ source, line }: SamplePlace, message: string, { pathOf }: LintGithubContext): WorkflowCommand {
  const path = pathOf(source);
  if (path === undefined) return { name: "error", properties: [["title", "expectation"]], message: `${source}:${line}: ${message}` };
  return placed("error", source, { from: { line, column: 1 }, title: "expectation", message }, { pathOf });
}

/** `10,000 records, 12.0 % delivered (kept 1,180, bypassed 24: text, the pattern wants JSON), 8,796 filtered out` */
function countsText({ total, kept, bypassed, filteredOut, undecodable, bypassReasons }: SampleCounts): string {
  const reasons = bypassReasons.length === 0 ? "" : `: ${reasonsPhrase(bypassReasons)}`;
  const bypass = bypassed === 0 ? "" : `, bypassed the filter ${formatCount(bypassed)}${reasons}`;
  return [
    plural(total, "record"),
    `${sharePhrase(kept + bypassed, total)} delivered (kept ${formatCount(kept)}${bypass})`,
    `${formatCount(filteredOut)} filtered out`,
    ...(undecodable === 0 ? [] : [`${formatCount(undecodable)} undecodable`]),
  ].join(", ");
}
