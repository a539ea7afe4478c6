import type { LocatedFinding } from "./lint-report.ts";
import type { PatternSite, SourceEdit } from "./pattern-site.ts";

/** A finding that `--fix` can do something about, with the change to its source. */
export interface SourceFix {
  readonly finding: LocatedFinding;
  readonly edit: SourceEdit;
}

/** The fixes of a source's patterns that do not touch each other, in the order of the source; what is left can be fixed by a second run. */
export function sourceFixes(
  filters: readonly { readonly site: PatternSite; readonly findings: readonly LocatedFinding[] }[],
): readonly SourceFix[] {
  const all = filters.flatMap(({ site, findings }) =>
    findings.flatMap((finding) => {
      const { edit } = finding;
      const change = edit && site.edit(edit.start, edit.end, edit.text);
      return change === undefined ? [] : [{ finding, edit: change }];
    }),
  );
  const chosen: SourceFix[] = [];
  for (const fix of all.sort((a, b) => a.edit.start - b.edit.start || a.edit.end - b.edit.end)) {
    const before = chosen.at(-1);
    if (before === undefined || before.edit.end <= fix.edit.start) chosen.push(fix);
  }
  return chosen;
}

/** The source with the fixes made. */
export function fixedText(text: string, fixes: readonly SourceFix[]): string {
  let fixed = "";
  let at = 0;
  for (const { edit } of fixes) {
    fixed += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return fixed + text.slice(at);
}
