import type { LintedFilter, LintedMapping, LintReport, PlacedFinding, UnreadableSource } from "../../../core/filter/lint-report.ts";
import type { SampleGate } from "../../../core/filter/sample-gate.ts";
import { type Finding, reaches, type Severity } from "../../../core/finding.ts";
import {
  evidencePieces,
  expectationsPhrase,
  failedExpectationPhrase,
  filterName,
  gatePhrase,
  placePhrase,
  samplePhrase,
  unknownPhrase,
} from "./lint-phrases.ts";
import { type XmlElement, xmlDocument } from "./xml.ts";

/**
 * The report as JUnit XML: a suite a source, a test case a filter, and one for the expectations and each gate of a mapping.
 * A case fails when one of its findings reaches `failOn`; the other findings are its output.
 */
export function lintJunit({ mappings, unreadable, notes }: LintReport, failOn: Severity | "never"): string {
  const bySource = Map.groupBy(mappings, ({ source }) => source);
  const suites = [
    ...unreadable.map((each) => ({ name: each.source, cases: [unreadableCase(each)], notes: [] })),
    ...[...bySource].map(([name, all]) => ({ name, cases: all.flatMap((mapping) => mappingCases(mapping, failOn)), notes: [] })),
    ...(notes.length === 0 ? [] : [{ name: "mskctl", cases: [], notes }]),
  ];
  const counts = countsOf(suites.flatMap(({ cases }) => cases));
  return xmlDocument({ name: "testsuites", attributes: [["name", "mskctl lint"], ...counts], content: suites.map(suiteElement) });
}

interface Suite {
  readonly name: string;
  readonly cases: readonly TestCase[];
  readonly notes: readonly string[];
}

interface TestCase {
  readonly name: string;
  readonly source: string;
  readonly outcome:
    | { readonly kind: "passed" }
    | { readonly kind: "failure" | "error" | "skipped"; readonly message: string; readonly text: string };
  /** What it says although it passed. */
  readonly output: readonly string[];
}

function suiteElement({ name, cases, notes }: Suite): XmlElement {
  const output: XmlElement[] = notes.length === 0 ? [] : [{ name: "system-out", attributes: [], content: notes.join("\n") }];
  return { name: "testsuite", attributes: [["name", name], ...countsOf(cases)], content: [...cases.map(caseElement), ...output] };
}

function caseElement({ name, source, outcome, output }: TestCase): XmlElement {
  const { kind } = outcome;
  const verdict: XmlElement[] =
    kind === "passed" ? [] : [{ name: kind, attributes: [["message", outcome.message]], content: outcome.text }];
  const said: XmlElement[] = output.length === 0 ? [] : [{ name: "system-out", attributes: [], content: output.join("\n") }];
  return {
    name: "testcase",
    attributes: [
      ["name", name],
      ["classname", source],
    ],
    content: [...verdict, ...said],
  };
}

function countsOf(cases: readonly TestCase[]): XmlElement["attributes"] {
  const count = (kind: TestCase["outcome"]["kind"]) => cases.filter(({ outcome }) => outcome.kind === kind).length;
  return [
    ["tests", cases.length],
    ["failures", count("failure")],
    ["errors", count("error")],
    ["skipped", count("skipped")],
  ];
}

function unreadableCase({ source, message, position }: UnreadableSource): TestCase {
  const place = position === undefined ? source : placePhrase(source, position);
  return { name: "can be read", source, outcome: { kind: "error", message, text: `${place}  ${message}` }, output: [] };
}

function mappingCases(mapping: LintedMapping, failOn: Severity | "never"): TestCase[] {
  const { source, group, findings = [], filters, gates = [] } = mapping;
  const list = { name: named(group, "list of filters"), source, ...verdictOf(findings, source, failOn) };
  return [
    ...(findings.length === 0 ? [] : [list]),
    ...filters.map((filter) => filterCase(filter, source, failOn)),
    ...expectationsCase(mapping),
    ...gates.map((gate) => gateCase(gate, mapping)),
  ];
}

function filterCase(filter: LintedFilter, source: string, failOn: Severity | "never"): TestCase {
  const unknown = unknownPhrase(filter);
  const verdict = verdictOf(filter.findings, source, failOn);
  const test = { name: filterName(filter), source, ...verdict };
  if (unknown === undefined || verdict.outcome.kind === "failure") return test;
  return { ...test, outcome: { kind: "skipped", message: unknown, text: "" } };
}

function verdictOf(findings: readonly PlacedFinding[], source: string, failOn: Severity | "never"): Pick<TestCase, "outcome" | "output"> {
  const fails = (finding: Finding) => reaches([finding], failOn);
  const failures = findings.filter(fails);
  const output = findings.filter((finding) => !fails(finding)).flatMap((finding) => findingText(finding, source));
  const [first] = failures;
  if (first === undefined) return { outcome: { kind: "passed" }, output };
  const more = failures.length === 1 ? "" : ` (and ${failures.length - 1} more)`;
  const text = failures.flatMap((finding) => findingText(finding, source)).join("\n");
  return { outcome: { kind: "failure", message: `${first.id} ${first.message}${more}`, text }, output };
}

/** `template.yaml:41:42  error  MSK104  message`, and what goes with it. */
function findingText(finding: PlacedFinding, source: string): string[] {
  const { from, severity, id, message, fix } = finding;
  const evidence = evidencePieces(finding, "…");
  return [
    [placePhrase(source, from), severity, id, message].join("  "),
    ...(evidence.length === 0 ? [] : [`    ${evidence.join(" · ")}`]),
    ...(fix === undefined ? [] : [`    fix: ${fix}`]),
  ];
}

function expectationsCase({ source, group, samples }: LintedMapping): TestCase[] {
  if (samples === undefined || samples.expectations.total === 0) return [];
  const { total, passed, failed } = samples.expectations;
  const name = named(group, "expectations");
  if (passed === total) return [{ name, source, outcome: { kind: "passed" }, output: [] }];
  const unnamed = total - passed - failed.length;
  const lines = failed.map((each) => `${samplePhrase(each)}  ${failedExpectationPhrase(each)}`);
  const text = [...lines, ...(unnamed > 0 ? [`and ${unnamed} more`] : [])].join("\n");
  return [{ name, source, outcome: { kind: "failure", message: expectationsPhrase(samples.expectations), text }, output: [] }];
}

function gateCase(gate: SampleGate, { source, group }: LintedMapping): TestCase {
  const name = named(group, `--${gate.gate}`);
  const phrase = gatePhrase(gate);
  if (gate.holds) return { name, source, outcome: { kind: "passed" }, output: [phrase] };
  return { name, source, outcome: { kind: "failure", message: phrase, text: phrase }, output: [] };
}

function named(group: string, what: string): string {
  return group === "" ? what : `${group} ${what}`;
}
