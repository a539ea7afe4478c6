import { type LintReport, suppressedFindings, toldFindings } from "../../../core/filter/lint-report.ts";
import type { Severity } from "../../../core/finding.ts";
import { type SarifLevel, type SarifRule, sarifText } from "./sarif-log.ts";

/** A rule of lint as `docs/findings.md` lists it. */
export interface RuleDescription {
  readonly id: string;
  /** Of its findings; the most severe first. */
  readonly severities: readonly Severity[];
  /** What is the matter, in a few words. */
  readonly title: string;
}

export function sarifLevel(severity: Severity): SarifLevel {
  return severity === "info" ? "note" : severity;
}

/** All rules by id, and those of findings that no description is given for. `findingsUri` is where `docs/findings.md` can be read. */
export function sarifRules(report: LintReport, rules: readonly RuleDescription[], findingsUri?: string): SarifRule[] {
  const described = new Map(rules.map((rule) => [rule.id, rule]));
  for (const { id, severity } of [...toldFindings(report), ...suppressedFindings(report)]) {
    if (!described.has(id)) described.set(id, { id, severities: [severity], title: `filter finding ${id}` });
  }
  return [...described.values()].sort((a, b) => (a.id < b.id ? -1 : 1)).map((rule) => sarifRule(rule, findingsUri));
}

function sarifRule({ id, severities: [severity = "warning"], title }: RuleDescription, findingsUri: string | undefined): SarifRule {
  return {
    id,
    shortDescription: sarifText(title),
    // GitHub's code scanning wants both descriptions and a help text of every rule.
    fullDescription: sarifText(title),
    defaultConfiguration: { level: sarifLevel(severity) },
    help: sarifText(`${title}\n\n${id} in docs/findings.md of mskctl.`),
    ...(findingsUri === undefined ? {} : { helpUri: `${findingsUri}#${id.toLowerCase()}` }),
  };
}
