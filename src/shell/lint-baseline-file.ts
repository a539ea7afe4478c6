import { MskctlError } from "../core/errors.ts";
import { plural } from "../core/figures.ts";
import { applyBaseline, type Baseline, readBaseline, writeBaseline } from "../core/filter/lint-baseline.ts";
import type { LintReport } from "../core/filter/lint-report.ts";
import type { Services } from "./services.ts";

/** The report without the findings that the file knows; entries that are gone are told in a note. */
export async function withoutKnown(report: LintReport, file: string, files: Services["files"]): Promise<LintReport> {
  const { report: rest, gone } = applyBaseline(report, await baselineIn(file, files));
  const count = gone.reduce((sum, each) => sum + each.count, 0);
  if (count === 0) return rest;
  const note = `${plural(count, "finding")} of the baseline ${count === 1 ? "is" : "are"} gone: --update-baseline forgets them`;
  return { ...rest, notes: [...rest.notes, note] };
}

/** Writes all findings of the report down as known. */
export async function updateBaseline(report: LintReport, file: string, files: Services["files"]): Promise<Baseline> {
  const baseline = writeBaseline(report);
  await files.writeText(file, `${JSON.stringify(baseline, null, 2)}\n`);
  return baseline;
}

async function baselineIn(file: string, files: Services["files"]): Promise<Baseline> {
  if (!(await files.exists(file))) {
    throw new MskctlError("usage", `there is no baseline ${file}`, { suggestions: ["add --update-baseline to write one"] });
  }
  const text = await files.readText(file);
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    throw new MskctlError("malformed-file", `${file} is no baseline: it is not JSON`, { details: { file }, cause });
  }
  return readBaseline(document, file);
}
