import type { LintReport, SamplePlace } from "../../../core/filter/lint-report.ts";
import { safeText } from "../../../core/record/safe-text.ts";
import { textWidth } from "../text-width.ts";

/** A sample that is worth an explanation, and the pattern to explain it by. */
export interface Explainable {
  /** As AWS gets it. */
  readonly pattern: string;
  readonly sample: SamplePlace;
}

/** A sample that came out otherwise than expected, else the first that was filtered out. What came by standard input is gone, and a topic is no file. */
export function explainable({ mappings }: LintReport): Explainable | undefined {
  const candidates = mappings.flatMap(({ filters, samples }) =>
    filters.flatMap(({ site: { text } }, index) => {
      if (text === undefined || samples === undefined) return [];
      const [failed] = samples.expectations.failed;
      const [filteredOut] = samples.filters[index]?.firstFilteredOut ?? [];
      return [
        ...(failed === undefined ? [] : [{ pattern: text, sample: failed, isSurprising: true }]),
        ...(filteredOut === undefined ? [] : [{ pattern: text, sample: filteredOut, isSurprising: false }]),
      ];
    }),
  );
  const readable = candidates.filter(({ sample }) => sample.source !== "-" && sample.record === undefined);
  return readable.find(({ isSurprising }) => isSurprising) ?? readable[0];
}

/** The command that explains it: one to paste where that fits `columns` and a terminal, else with `elided` in place of the pattern. */
export function explainCommand({ pattern, sample }: Explainable, columns: number, elided: string): string {
  const command = (shownPattern: string) =>
    `mskctl explain --pattern ${shownPattern} --samples ${shellQuoted(sample.source)} --line ${sample.line}`;
  const whole = command(shellQuoted(pattern));
  return textWidth(whole) <= columns && safeText(whole) === whole ? whole : command(elided);
}

/** As one word of a POSIX shell. */
function shellQuoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
