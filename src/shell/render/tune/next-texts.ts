import { functionCommand, nextCommand } from "../../../core/tuning/next-command.ts";
import type { TuneReport } from "../../../core/tuning/report.ts";
import { snippetToChange } from "./owner-lines.ts";

/** What to type next, or to change where the mapping is deployed from; each as it stands. */
export function nextTexts(report: TuneReport, here: (command: string) => string): readonly string[] {
  const snippet = snippetToChange(report);
  if (snippet !== undefined) return [snippet.text];
  return [functionCommand(report), nextCommand(report)].flatMap((command) => (command === undefined ? [] : [here(command)]));
}
