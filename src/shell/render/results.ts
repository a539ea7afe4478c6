import type { MskctlError } from "../../core/errors.ts";
import { plural, someOf } from "../../core/figures.ts";
import type { Change } from "../../core/mapping/difference.ts";
import type { MappingDocument } from "../../core/mapping/model.ts";
import { safeText } from "../../core/record/safe-text.ts";
import type { Look } from "./palette.ts";
import { renderChanges } from "./plan.ts";
import { renderTable } from "./table.ts";
import { wrapLine } from "./wrapped.ts";

export interface PlannedRow {
  readonly name: string;
  readonly state: string;
  /** What becomes of it: `disabled`, `created`, `disabled already`. */
  readonly becomes: string;
  readonly changes: readonly Change[];
  /** Sentences: what it costs, what it stops. */
  readonly notes?: readonly string[];
  /** Why it cannot be written. */
  readonly error?: MskctlError;
}

/** The plan of a write to several mappings, one line a mapping. */
export function renderPlannedRows(rows: readonly PlannedRow[], look: Look): string[] {
  return renderTable(
    [
      { head: "MAPPING", cell: ({ name }) => name, dropOrder: 0 },
      { head: "STATE", cell: ({ state }) => state, dropOrder: 1 },
      { head: "BECOMES", cell: ({ becomes }) => becomes, dropOrder: 0 },
    ],
    rows,
    look,
  );
}

/** The same with every change, a block a mapping. */
export function renderPlannedBlocks(rows: readonly PlannedRow[], look: Look): string[] {
  return rows.flatMap(({ name, becomes, changes, error }, index) => [
    ...(index === 0 ? [] : [""]),
    `${look.palette.bold(safeText(name))} ${look.glyphs.separator} ${changes.length === 0 ? becomes : `will be ${becomes}`}`,
    ...renderChanges(changes, look),
    ...(error === undefined ? [] : renderMessage(error.message, look)),
  ]);
}

/** The notes of all rows; one that several have stands once: `orders, payments, emails and 4 more: …`. */
export function sharedNotes(rows: readonly PlannedRow[]): string[] {
  const notes = rows.flatMap(({ name, notes = [] }) => notes.map((note) => ({ name, note })));
  return [...Map.groupBy(notes, ({ note }) => note)].map(([note, all]) => `${someOf(all.map(({ name }) => name))}: ${note}`);
}

export interface ResultRow {
  readonly name: string;
  readonly mapping: MappingDocument | undefined;
  /** `disabled`, `refused`, `failed`. */
  readonly result: string;
  readonly error: MskctlError | undefined;
  /** True when the plan has told the error already. */
  readonly isToldBefore: boolean;
}

/** What became of each of several mappings, then why some failed and what to type about it, and how many they were. */
export function renderResults(rows: readonly ResultRow[], look: Look): string[] {
  const failed = rows.filter(({ error }) => error !== undefined).length;
  const table = renderTable<ResultRow>(
    [
      { head: "MAPPING", cell: ({ name }) => name, dropOrder: 0 },
      {
        head: "RESULT",
        cell: ({ result, error }) => (error === undefined ? result : `${look.glyphs.error} ${result}`),
        dropOrder: 0,
        paint: ({ error }) => (error === undefined ? undefined : look.palette.error),
      },
    ],
    rows,
    look,
  );
  const count = plural(rows.length, "mapping");
  return [
    ...table,
    ...rows.flatMap((row) => (row.error === undefined || row.isToldBefore ? [] : renderFailure(row.name, row.error, look))),
    failed === 0 ? count : `${count} ${look.glyphs.separator} ${failed} failed`,
  ];
}

function renderFailure(name: string, { message, suggestions }: MskctlError, look: Look): string[] {
  return [
    look.palette.error(`${look.glyphs.error} ${safeText(name)}`),
    ...renderMessage(message, look),
    ...suggestions.map((each) => `  ${look.palette.accent(safeText(each))}`),
  ];
}

function renderMessage(message: string, look: Look): string[] {
  return message
    .split("\n")
    .flatMap((line) => wrapLine(`  ${safeText(line)}`, look.columns))
    .map((line) => look.palette.error(line));
}
