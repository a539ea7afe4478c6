import type { LintReport } from "../../../core/filter/lint-report.ts";
import type { Severity } from "../../../core/finding.ts";
import type { SarifLevel, SarifRule } from "./sarif-log.ts";

/** A rule of lint as `docs/findings.md` lists it. */
export interface RuleDescription {
  readonly id: string;
  readonly severity: Severity;
  /** One sentence. */
  readonly summary: string;
}

export function sarifLevel(severity: Severity): SarifLevel {
  return severity === "info" ? "note" : severity;
}

/** All rules by id, and those of findings that no description is given for. `findingsUri` is where `docs/findings.md` can be read. */
export function sarifRules({ mappings }: LintReport, rules: readonly RuleDescription[], findingsUri?: string): SarifRule[] {
  const described = new Map(rules.map((rule) => [rule.id, rule]));
  for (const { findings, suppressed = [] } of mappings.flatMap(({ filters }) => filters)) {
    for (const { id, severity } of [...findings, ...suppressed]) {
      if (!described.has(id)) described.set(id, { id, severity, summary: `Filter finding ${id}` });
    }
  }
  return [...described.values()].sort((a, b) => (a.id < b.id ? -1 : 1)).map((rule) => sarifRule(rule, findingsUri));
}

function sarifRule({ id, severity, summary }: RuleDescription, findingsUri: string | undefined): SarifRule {
  return {
    id,
    shortDescription: { text: summary },
    // GitHub's code scanning wants both descriptions and a help text of every rule.
    fullDescription: { text: summary },
    defaultConfiguration: { level: sarifLevel(severity) },
    help: { text: `${summary}\n\n${id} in docs/findings.md of mskctl.` },
    ...(findingsUri === undefined ? {} : { helpUri: `${findingsUri}#${id.toLowerCase()}` }),
  };
}
