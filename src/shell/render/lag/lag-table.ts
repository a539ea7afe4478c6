import { formatCount, plural } from "../../../core/figures.ts";
import type { LagPicture, LagReport, PartitionLag } from "../../../core/lag/report.ts";
import { placeOf } from "../../../core/mapping/place.ts";
import { safeText } from "../../../core/record/safe-text.ts";
import { formatDuration } from "../../../core/time.ts";
import { renderFindings } from "../findings.ts";
import type { Look } from "../palette.ts";
import { type Column, renderTable } from "../table.ts";
import { wrapPieces, wrapText } from "../wrapped.ts";
import { countPhrase, dataAgePhrase } from "./figure-phrases.ts";
import { type LagColumnName, lagColumns, usualLagColumns } from "./lag-columns.ts";

export interface LagTableChoice {
  readonly columns?: readonly LagColumnName[] | undefined;
  /** The partitions of the only mapping, too. */
  readonly partitions?: boolean | undefined;
}

/** One line a mapping in the given order; of a single one also what was found. Then what could not be read, and how old it all is. */
export function renderLag(picture: LagPicture, look: Look, { columns, partitions = false }: LagTableChoice = {}): string[] {
  const { reports, atMs } = picture;
  const [only, second] = reports;
  const single = second === undefined ? only : undefined;
  return [
    ...renderTable(lagColumns(columns ?? usualFor(reports), look, atMs), reports, look),
    ...(single !== undefined && partitions ? ["", ...partitionLines(single, look)] : []),
    ...(single === undefined || single.findings.length === 0 ? [] : ["", ...renderFindings(single.findings, look)]),
    ...picture.notes.flatMap((note) => wrapText(safeText(note), look.columns)).map((line) => look.palette.dim(line)),
    ...footer(picture, look),
  ];
}

function usualFor(reports: readonly LagReport[]): readonly LagColumnName[] {
  const regions = new Set(reports.map(({ mapping }) => placeOf(mapping)?.region));
  if (regions.size < 2) return usualLagColumns;
  return usualLagColumns.flatMap((name) => (name === "mapping" ? [name, "region" as const] : [name]));
}

function footer({ reports, atMs, calls }: LagPicture, look: Look): string[] {
  const pieces = [plural(reports.length, "mapping"), dataAgePhrase(reports, atMs), plural(calls, "call")];
  return wrapPieces(pieces, ` ${look.glyphs.separator} `, look.columns);
}

const nobodyTells =
  "no data on single partitions: --offsets asks the brokers; MSK's monitoring level PER_TOPIC_PER_PARTITION and the mapping's log level DEBUG tell it without them";

function partitionLines({ partitions }: LagReport, look: Look): string[] {
  if (partitions === undefined || partitions.length === 0) return wrapText(nobodyTells, look.columns);
  return renderTable(
    partitionColumns(look),
    partitions.toSorted((a, b) => a.partition - b.partition),
    look,
  );
}

function partitionColumns({ glyphs, palette }: Look): Column<PartitionLag>[] {
  const number = (head: string, dropOrder: number, cell: (partition: PartitionLag) => string | undefined): Column<PartitionLag> => ({
    head,
    align: "right",
    dropOrder,
    cell: (partition) => cell(partition) ?? glyphs.none,
  });
  const offset = (value: bigint | undefined) => (value === undefined ? undefined : formatCount(value));
  return [
    number("PARTITION", 0, ({ partition }) => String(partition)),
    number("LAG", 0, ({ lagRecords }) => countPhrase(lagRecords)),
    number("COMMITTED", 2, ({ committed }) => offset(committed)),
    number("END", 3, ({ end }) => offset(end)),
    number("AGE", 1, ({ ageMs }) => (ageMs === undefined ? undefined : formatDuration(ageMs))),
    {
      head: "",
      dropOrder: 0,
      cell: ({ stuck }) => (stuck === true ? `${glyphs.error} stuck` : ""),
      paint: () => palette.error,
    },
  ];
}
