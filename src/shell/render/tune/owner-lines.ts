import { ownerNames, ownerPhrase } from "../../../core/mapping/owner.ts";
import { somethingComesFirst } from "../../../core/tuning/next-command.ts";
import type { TuneReport } from "../../../core/tuning/report.ts";
import type { Look } from "../palette.ts";
import { wrapText } from "../wrapped.ts";
import { labelled, widthOf } from "./labelled.ts";
import { ownedSnippet } from "./snippet/snippet.ts";

/** What deploys the mapping, how that is known, and that changes belong there. */
export function ownerLines(report: Pick<TuneReport, "owner">, look: Look): string[] {
  return labelled("owner", ownerPieces(report), look);
}

export function ownerPieces({ owner }: Pick<TuneReport, "owner">): string[] {
  if (owner === undefined) return [];
  const { by, isCertain } = owner;
  const source = `by the tag ${by.tag} of ${by.of === "mapping" ? "the mapping" : "its function"}`;
  return [`${ownerPhrase(owner)}: change it there`, isCertain ? source : `a guess ${source}`];
}

/** What is to be changed where the mapping is deployed from, instead of a command; undefined where nobody owns it, or something else comes first. */
export function ownedLines(report: TuneReport, look: Look): string[] | undefined {
  const snippet = snippetToChange(report);
  if (snippet === undefined || report.owner === undefined) return undefined;
  const { tool, isCertain } = report.owner;
  const why = `${isCertain ? "An" : "If it is so, an"} update by hand would be undone by the next deployment. For ${ownerNames[tool]} instead:`;
  return ["", ...wrapText(why, widthOf(look)), "", ...snippet.text.split("\n").map((line) => look.palette.accent(line))];
}

/** Undefined where nobody owns the mapping, or something else comes first. */
export function snippetToChange(report: TuneReport): ReturnType<typeof ownedSnippet> {
  return somethingComesFirst(report) ? undefined : ownedSnippet(report);
}
