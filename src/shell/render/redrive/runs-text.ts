import { formatCount, plural } from "../../../core/figures.ts";
import { safeText } from "../../../core/record/safe-text.ts";
import type { RunCounts } from "../../../core/redrive/journal.ts";
import type { ListedRun } from "../../../core/redrive/runs.ts";
import { formatDuration } from "../../../core/time.ts";
import type { Look, Paint, Palette } from "../palette.ts";
import { type Column, renderTable } from "../table.ts";
import { wrapPieces } from "../wrapped.ts";
import { nextCommand, outcomePhrases, ownerPhrase, type ShownState, shortRunId, shownState, statePhrase } from "./run-phrases.ts";

/** A run as a list shows it. */
export interface RunOverview {
  readonly known: ListedRun;
  /** Undefined: its journal was not opened, or cannot be read. */
  readonly counts: RunCounts | undefined;
}

/** One line a run, in the given order, and how to look closer. */
export function renderRuns(runs: readonly RunOverview[], nowMs: number, look: Look): string[] {
  if (runs.length === 0) return ["no runs", look.palette.accent("mskctl redrive MAPPING begins one")];
  const ids = runs.map(({ known }) => known.facts.id);
  return [
    ...renderTable(columnsOf(ids, nowMs, look), runs, look),
    `${plural(runs.length, "run")} ${look.glyphs.separator} mskctl redrive status ${shortRunId(ids[0] ?? "", ids)}`,
  ];
}

function columnsOf(ids: readonly string[], nowMs: number, look: Look): Column<RunOverview>[] {
  const { glyphs, palette } = look;
  const count = (head: string, dropOrder: number, of: (counts: RunCounts) => number): Column<RunOverview> => ({
    head,
    align: "right",
    dropOrder,
    cell: ({ counts }) => (counts === undefined ? glyphs.none : formatCount(of(counts))),
  });
  return [
    { head: "RUN", cell: ({ known }) => shortRunId(known.facts.id, ids), dropOrder: 0 },
    { head: "VERB", cell: ({ known }) => known.facts.verb, dropOrder: 6 },
    {
      head: "STATE",
      cell: ({ known }) => statePhrase(shownState(known), glyphs),
      dropOrder: 0,
      paint: ({ known }) => statePaint(shownState(known), palette),
    },
    { head: "AGE", align: "right", cell: ({ known }) => formatDuration(Math.max(0, nowMs - known.facts.createdAtMs)), dropOrder: 3 },
    count("REDRIVEN", 0, ({ redriven }) => redriven),
    count("PARKED", 1, ({ parked }) => parked),
    count("LOST", 4, ({ unrecoverable }) => unrecoverable),
    count("REMAIN", 0, ({ remaining }) => remaining),
    { head: "SOURCE", cell: ({ known }) => known.facts.functionName ?? known.facts.source, dropOrder: 0, shortWidth: 14 },
    { head: "TARGET", cell: ({ known }) => known.facts.target, dropOrder: 5, shortWidth: 14 },
  ];
}

function statePaint(state: ShownState, palette: Palette): Paint | undefined {
  if (state === "interrupted") return palette.error;
  return state === "stopped" ? palette.warning : undefined;
}

/** One run on a few lines: what it is about, how far it is, who has it, and the command that leads on. */
export function renderRunStatus(
  { known, counts }: { readonly known: ListedRun; readonly counts: RunCounts },
  nowMs: number,
  look: Look,
): string[] {
  const { facts, owner, says } = known;
  const id = shortRunId(facts.id);
  const next = nextCommand(known, counts, id);
  const place = [facts.functionName, facts.region, facts.accountId].filter((part) => part !== undefined);
  const line = (pieces: readonly string[]) =>
    wrapPieces(
      pieces.map((piece) => safeText(piece)),
      ` ${look.glyphs.separator} `,
      look.columns - 2,
    ).map((text) => `  ${text}`);
  return [
    `${look.palette.bold(id)} ${statePhrase(shownState(known), look.glyphs)}`,
    ...line([`${facts.verb} from ${facts.source}`, `to ${facts.target}`]),
    ...line([...place, `begun ${formatDuration(Math.max(0, nowMs - facts.createdAtMs))} ago`]),
    ...line([`${plural(counts.seen, "record")}: ${outcomePhrases(counts).join(", ")}`]),
    ...line([`${plural(counts.documents, "document")}: ${formatCount(counts.removed)} removed, ${formatCount(counts.kept)} kept`]),
    ...line([plural(counts.invocations, "batch sent", "batches sent"), `at most ${formatCount(counts.possibleDuplicates)} sent twice`]),
    ...(owner === undefined ? [] : line([`at work: ${ownerPhrase(owner, nowMs)}`])),
    ...(says === undefined ? [] : line([says])),
    ...(next === undefined ? [] : [look.palette.accent(next)]),
  ];
}
