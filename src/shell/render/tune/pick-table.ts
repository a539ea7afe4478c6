import { formatCount } from "../../../core/figures.ts";
import { formatDuration } from "../../../core/time.ts";
import type { Candidate } from "../../../core/tuning/candidate.ts";
import { usualOutageMs } from "../../../core/tuning/search.ts";
import type { SearchResult } from "../../../core/tuning/search-result.ts";
import type { Glyphs, Look } from "../palette.ts";
import { type Column, renderTable } from "../table.ts";
import { agePhrase, modeOf, moneyPhrase, moneyRange, perSecondPhrase, sharePhrase, windowOf } from "./tune-phrases.ts";

interface Row {
  readonly label: string;
  readonly cell: (candidate: Candidate) => string | undefined;
}

/** Settings side by side: today's, what was asked for, the picks; in rows what they are and what they do. */
export function pickTable(result: SearchResult, whatIf: Candidate | undefined, look: Look): string[] {
  const { shown, rows } = pickFigures(result, whatIf, look.glyphs);
  const columns: Column<Row>[] = [
    { head: "", cell: ({ label }) => label, dropOrder: 0 },
    ...shown.map(
      ({ head, candidate, dropOrder }): Column<Row> => ({
        head,
        align: "right",
        dropOrder,
        cell: ({ cell }) => cell(candidate) ?? look.glyphs.none,
        paint: () => (head.startsWith("BALANCED") ? look.palette.accent : undefined),
      }),
    ),
  ];
  return renderTable(columns, rows, look);
}

/** The candidates of the table, and its rows; those without a figure are left out. */
export function pickFigures(
  result: SearchResult,
  whatIf: Candidate | undefined,
  glyphs: Glyphs,
): { readonly shown: readonly Shown[]; readonly rows: readonly Row[] } {
  const shown = candidatesShown(result, whatIf);
  return { shown, rows: rowsFor(result, glyphs).filter(({ cell }) => shown.some(({ candidate }) => cell(candidate) !== undefined)) };
}

export interface Shown {
  readonly head: string;
  readonly candidate: Candidate;
  readonly dropOrder: number;
}

function candidatesShown({ current, picks, nearest }: SearchResult, whatIf: Candidate | undefined): readonly Shown[] {
  const shown = (head: string, candidate: Candidate | undefined, dropOrder: number): Shown[] =>
    candidate === undefined ? [] : [{ head, candidate, dropOrder }];
  return [
    ...shown("NOW", current, 0),
    ...shown("WHAT IF", whatIf, 0),
    ...shown("CHEAPEST", picks.get("cheapest"), 1),
    ...shown("BALANCED", picks.get("balanced"), 0),
    ...shown("FASTEST", picks.get("fastest"), 2),
    ...shown("NEAREST", nearest, 0),
  ];
}

/** It is reckoned in minutes. */
function catchUpPhrase(ms: number | undefined): string {
  return ms === 0 ? "<1 min" : agePhrase(ms);
}

function rowsFor({ goals }: SearchResult, glyphs: Glyphs): readonly Row[] {
  const outage = formatDuration(goals.catchUp?.outageMs ?? usualOutageMs);
  return [
    { label: "batch size", cell: ({ settings }) => formatCount(settings.batchSize) },
    { label: "window", cell: ({ settings }) => windowOf(settings) },
    { label: "mode", cell: ({ settings }) => modeOf(settings, glyphs) },
    { label: "poller group", cell: ({ settings }) => settings.pollerGroup },
    {
      label: "provisioned concurrency",
      cell: ({ settings: { provisionedConcurrency } }) => (provisionedConcurrency === 0 ? undefined : formatCount(provisionedConcurrency)),
    },
    { label: "memory", cell: ({ settings: { memoryMb } }) => (memoryMb === undefined ? undefined : `${formatCount(memoryMb)} MB`) },
    { label: "records a batch", cell: ({ batch }) => perSecondPhrase(batch) },
    { label: "invocations /s", cell: ({ invocationsPerSecond }) => perSecondPhrase(invocationsPerSecond) },
    { label: "cost a month", cell: ({ cost }) => moneyPhrase(cost.total) },
    { label: "  with 80 % chance", cell: ({ spread }) => spread && moneyRange(spread.costMonth, glyphs) },
    { label: "age of half of records", cell: ({ ageP50Ms }) => agePhrase(ageP50Ms) },
    { label: "age of 99 of 100", cell: ({ ageP99Ms }) => agePhrase(ageP99Ms) },
    { label: `after ${outage} stopped`, cell: ({ catchUpMs }) => catchUpPhrase(catchUpMs) },
    { label: "keeps to the goals", cell: ({ spread }) => spread && sharePhrase(spread.goalChance) },
  ];
}
