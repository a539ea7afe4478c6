import { lintRules } from "../core/filter/lint/lint-rules.ts";
import type { LintReport } from "../core/filter/lint-report.ts";
import type { Position } from "../core/filter/pattern-site.ts";
import { sampleRules } from "../core/filter/sample-findings.ts";
import type { PatternSource } from "../core/filter/sites/gather-patterns.ts";
import type { Severity } from "../core/finding.ts";
import type { LintFormat } from "./lint-formats.ts";
import type { LineOf } from "./render/lint/finding-lines.ts";
import { lintDocument } from "./render/lint/lint-document.ts";
import { lintGithub } from "./render/lint/lint-github.ts";
import { lintJunit } from "./render/lint/lint-junit.ts";
import { lintSarif } from "./render/lint/lint-sarif.ts";
import { renderLint } from "./render/lint/lint-text.ts";
import type { Look } from "./render/palette.ts";

export interface LintOutput {
  readonly format: LintFormat;
  /** Files that patterns were found in. */
  readonly sources: readonly PatternSource[];
  readonly samples: readonly string[];
  readonly failOn: Severity | "never";
  readonly version: string;
  readonly look: Look;
}

/** The report in the format that was asked for. */
export function renderReport(report: LintReport, output: LintOutput): string {
  const { format, sources, samples, failOn, version, look } = output;
  const texts = new Map(sources.map(({ source, text }) => [source, text]));
  switch (format) {
    case "text": {
      const lineOf = linesOf(texts);
      return renderLint(report, { lineOf, ...(samples.length === 0 ? {} : { samplesName: samples.join(", ") }) }, look).join("\n");
    }
    case "json":
      return JSON.stringify(lintDocument(report), null, 2);
    case "sarif":
      return JSON.stringify(
        lintSarif(report, { version, rules: [...lintRules, ...sampleRules], pathOf: pathIn(texts), positionAt: positionsIn(texts) }),
        null,
        2,
      );
    case "junit":
      return lintJunit(report, failOn);
    case "github":
      return lintGithub(report, { pathOf: pathIn(texts) }).join("\n");
  }
}

/** Lines of files; of a pattern that is in no file, those of its text. */
function linesOf(texts: ReadonlyMap<string, string>): LineOf {
  const split = new Map<string, readonly string[]>();
  return ({ source, text }, line) => {
    const whole = texts.get(source) ?? text;
    if (whole === undefined) return undefined;
    const lines = split.get(whole) ?? whole.split(/\r?\n/);
    split.set(whole, lines);
    return lines[line - 1];
  };
}

/** Only a file can be pointed at; folders are named as they were typed. */
function pathIn(texts: ReadonlyMap<string, string>): (source: string) => string | undefined {
  return (source) => (texts.has(source) && source !== "-" ? source : undefined);
}

function positionsIn(texts: ReadonlyMap<string, string>): (source: string, offset: number) => Position | undefined {
  return (source, offset) => {
    const before = texts.get(source)?.slice(0, offset).split("\n");
    return before && { line: before.length, column: (before.at(-1) ?? "").length + 1 };
  };
}
