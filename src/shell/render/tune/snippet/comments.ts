import { safeText } from "../../../../core/record/safe-text.ts";
import { wrapText } from "../../wrapped.ts";
import type { SnippetSubject } from "./subject.ts";

const columns = 80;

/** Comments of YAML, HCL and shells: nothing in the text ends the line, or hides. */
export function commentLines(texts: readonly string[]): string[] {
  return texts.flatMap((text) => wrapText(safeText(text), columns - 2).map((line) => `# ${line}`));
}

/** What the snippet is of. */
export function headingOf({ mapping, name, owner }: SnippetSubject): readonly string[] {
  const resource = owner?.logicalId === undefined ? "" : `, resource ${owner.logicalId}`;
  return [`mskctl tune: mapping ${name}, UUID ${mapping.UUID}`, ...(owner?.stack === undefined ? [] : [`Stack ${owner.stack}${resource}`])];
}
