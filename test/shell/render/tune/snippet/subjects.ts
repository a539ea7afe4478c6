import type { MappingDocument } from "../../../../../src/core/mapping/model.ts";
import type { TuneReport } from "../../../../../src/core/tuning/report.ts";
import type { TuningSettings } from "../../../../../src/core/tuning/workload.ts";
import { sampleMapping } from "../../../../support/mappings.ts";
import { candidate, changeReport } from "../../../../support/tuning/reports.ts";

export const uuid = "0dc23088-183b-4201-b1b1-fc3aa73a8c19";

/** A mapping that has `today` and is to have `wanted`. */
export function reportOf(
  wanted: Partial<TuningSettings>,
  {
    today = {},
    mapping = {},
    ...changes
  }: Partial<Omit<TuneReport, "mapping">> & { today?: Partial<TuningSettings>; mapping?: Partial<MappingDocument> } = {},
): TuneReport {
  const report = changeReport("orders", { mapping: sampleMapping({ name: "orders", UUID: uuid, ...mapping }) });
  const current = candidate(today);
  return {
    ...report,
    result: report.result && { ...report.result, current },
    whatIf: candidate({ ...current.settings, ...wanted }),
    ...changes,
  };
}

/** Text that would end a comment, a string or a word, or go on as something else. */
export const hostileTexts = [
  'a"\n  Evil: true # ',
  '\u0024{file("/etc/passwd")} %{ if true }',
  "'; rm -rf ~; echo '",
  "a\\",
  "\\b\\u0041",
  "a\r\u0085b\u2028c\u2029d",
  "\u001b[2J\u0007\u202e😀",
  "*/ --> }} {{resolve:ssm:x}}",
] as const;

/** Nothing but lines of printable ASCII. */
export const isPlain = (text: string) => /^[\n -~]*$/.test(text);

/** Comments as they read when nothing is broken. */
export const unwrapped = (text: string) => text.replaceAll("\n# ", " ");
