import type { Finding } from "../../core/finding.ts";
import type { Change } from "../../core/mapping/difference.ts";
import { safeText } from "../../core/record/safe-text.ts";
import { renderFindings } from "./findings.ts";
import type { Look, Paint } from "./palette.ts";
import { settingPhrase } from "./setting-phrase.ts";
import { textWidth } from "./text-width.ts";
import { widestLine, wrapText } from "./wrapped.ts";

export interface PlanView {
  /** What is written: `emails/emails`, `12 mappings`. */
  readonly subject: string;
  readonly place: PlanPlace;
  readonly changes: readonly Change[];
  /** Sentences: what it costs, what it stops. */
  readonly notes: readonly string[];
  readonly findings?: readonly Finding[];
}

/** Where a write goes; the account is undefined where it may not be asked for. */
export interface PlanPlace {
  readonly region: string;
  readonly accountId: string | undefined;
}

/** Values up to this width make the columns; a longer one does not push the others aside. */
const columnValueWidth = 28;

/** `emails in eu-central-1 (123456789012)`, each change as before → after with what it costs, then notes and findings. */
export function renderPlan(view: PlanView, look: Look): string[] {
  return renderPlanBody(view, renderChanges(view.changes, look), look);
}

/** The same around lines that show the changes of several mappings. */
export function renderPlanBody(view: Omit<PlanView, "changes">, lines: readonly string[], look: Look): string[] {
  const { region, accountId } = view.place;
  const head = `${look.palette.bold(safeText(view.subject))} in ${safeText(region)} (${accountId ?? "account unknown"})`;
  const notes = view.notes.flatMap((note) => wrapText(safeText(note), look.columns - 2).map((line) => `  ${line}`));
  const blocks = [[head], lines, notes, renderFindings(view.findings ?? [], look)].filter((block) => block.length > 0);
  return blocks.flatMap((block, index) => (index === 0 ? block : ["", ...block]));
}

interface ChangeRow {
  readonly field: string;
  readonly before: string;
  readonly after: string;
  readonly note: string | undefined;
  readonly reversible: boolean;
}

/** One line a change, before → after and what it costs; what does not fit stands below. Nothing of a plan is cut. */
export function renderChanges(changes: readonly Change[], look: Look): string[] {
  const rows = changes.map((change) => rowOf(change, look));
  const short = rows.filter(({ before, after }) => Math.max(textWidth(before), textWidth(after)) <= columnValueWidth);
  const widest = (texts: readonly string[]) => Math.max(0, ...texts.map(textWidth));
  const widths = {
    field: widest(rows.map(({ field }) => field)),
    before: widest(short.map(({ before }) => before)),
    after: widest(short.filter(({ note }) => note !== undefined).map(({ after }) => after)),
  };
  const columns = Math.min(look.columns, widestLine);
  return rows.flatMap((row) => {
    const start = `  ${pad(row.field, widths.field)}    ${pad(row.before, widths.before)}  ${look.glyphs.to}  `;
    if (textWidth(start) + textWidth(row.after) > columns) {
      return [`  ${row.field}`, ...below(`${row.before} ${look.glyphs.to} ${row.after}`, look), ...noteBelow(row, look)];
    }
    const beside = `${start}${pad(row.after, widths.after)}    `;
    if (row.note !== undefined && textWidth(beside) + textWidth(row.note) <= columns) return [beside + paintNote(row, look)(row.note)];
    return [start + row.after, ...noteBelow(row, look)];
  });
}

function rowOf(change: Change, look: Look): ChangeRow {
  return {
    field: safeText(change.field),
    before: settingPhrase(change.field, change.before, look),
    after: settingPhrase(change.field, change.after, look),
    note: noteOf(change),
    reversible: change.reversible,
  };
}

function noteOf({ note, reversible }: Change): string | undefined {
  if (note !== undefined) return safeText(note);
  return reversible ? undefined : "cannot be undone";
}

function noteBelow(row: ChangeRow, look: Look): string[] {
  return row.note === undefined ? [] : below(row.note, look).map(paintNote(row, look));
}

function below(text: string, look: Look): string[] {
  return wrapText(text, look.columns - 6).map((line) => `      ${line}`);
}

function paintNote({ reversible }: ChangeRow, look: Look): Paint {
  return reversible ? (text) => text : look.palette.warning;
}

function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - textWidth(text)));
}
