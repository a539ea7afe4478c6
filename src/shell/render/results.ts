import type { MskctlError } from "../../core/errors.ts";
import { plural } from "../../core/figures.ts";
import type { Change } from "../../core/mapping/difference.ts";
import type { MappingDocument } from "../../core/mapping/model.ts";
import { safeText } from "../../core/record/safe-text.ts";
import type { Look } from "./palette.ts";
import { renderChanges } from "./plan.ts";
import { renderTable } from "./table.ts";

export interface PlannedRow {
  readonly name: string;
  readonly state: string;
  /** What becomes of it: `disabled`, `created`, `disabled already`. */
  readonly becomes: string;
  readonly changes: readonly Change[];
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
    `${look.palette.bold(safeText(name))} ${look.glyphs.separator} ${becomes}`,
    ...renderChanges(changes, look),
    ...(error?.message.split("\n") ?? []).map((line) => look.palette.error(`  ${safeText(line)}`)),
  ]);
}

export interface ResultRow {
  readonly name: string;
  readonly mapping: MappingDocument | undefined;
  /** Undefined where it failed. */
  readonly result: string | undefined;
  readonly error: MskctlError | undefined;
}

/** What became of each of several mappings, then how many succeeded: an error says what failed, and what to type about it. */
export function renderResults(rows: readonly ResultRow[], look: Look): string[] {
  const failed = rows.filter(({ error }) => error !== undefined).length;
  const table = renderTable<ResultRow>(
    [
      { head: "MAPPING", cell: ({ name }) => name, dropOrder: 0 },
      {
        head: "RESULT",
        cell: ({ result, error }) => (error === undefined ? (result ?? "") : `${look.glyphs.error} ${firstLine(error.message)}`),
        dropOrder: 0,
        paint: ({ error }) => (error === undefined ? undefined : look.palette.error),
      },
    ],
    rows,
    look,
  );
  const count = plural(rows.length, "mapping");
  return [...table, failed === 0 ? count : `${count} ${look.glyphs.separator} ${failed} failed`];
}

function firstLine(message: string): string {
  const [first = "", second] = message.split("\n");
  return second === undefined ? first : `${first} ${second.trim()}`;
}
