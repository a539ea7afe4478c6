import { formatCount, plural } from "../../core/figures.ts";
import { explainLastResult } from "../../core/mapping/catalogue.ts";
import type { Fact } from "../../core/mapping/fact.ts";
import type { LatestLag } from "../../core/mapping/latest-lag.ts";
import { functionNameOf, isDisabled, type MappingDocument, topicOf } from "../../core/mapping/model.ts";
import type { Overview } from "../../core/mapping/overview.ts";
import { safeText } from "../../core/record/safe-text.ts";
import { clusterPhrase, modePhrase, statePhrase, windowPhrase } from "./mapping-phrases.ts";
import type { Look } from "./palette.ts";
import { type Column, renderTable } from "./table.ts";
import { wrapPieces, wrapText } from "./wrapped.ts";

interface Row {
  readonly region: string | undefined;
  readonly mapping: MappingDocument;
  readonly lag: LatestLag | undefined;
}

/**
 * One line a mapping, then how many there are and where; with lag also when and from where it was read. `here` makes a
 * command ready to paste.
 */
export function renderMappingList(overviews: readonly Overview[], look: Look, here: (command: string) => string): string[] {
  const rows = overviews.flatMap(({ region, mappings, lags }) =>
    mappings.map((mapping) => ({ region, mapping, lag: lags?.kind === "known" ? lags.value.get(mapping.UUID) : undefined })),
  );
  if (rows.length === 0) return nothingToShow(overviews, look, here);
  const columns = columnsOf(look, { regions: overviews.length > 1, lag: rows.some(({ lag }) => lag !== undefined) });
  return [...renderTable(columns, rows, look), ...lagLines(overviews, rows, look), ...footer(overviews, rows.length, look)];
}

function columnsOf(look: Look, shown: { readonly regions: boolean; readonly lag: boolean }): Column<Row>[] {
  const { glyphs, palette } = look;
  const columns: (Column<Row> | undefined)[] = [
    { head: "FUNCTION", cell: ({ mapping }) => functionNameOf(mapping.FunctionArn ?? glyphs.none), dropOrder: 0 },
    { head: "TOPIC", cell: ({ mapping }) => topicOf(mapping) ?? glyphs.none, dropOrder: 1, shortWidth: 20 },
    { head: "CLUSTER", cell: ({ mapping }) => clusterPhrase(mapping) ?? glyphs.none, dropOrder: 5, shortWidth: 12 },
    shown.regions ? { head: "REGION", cell: ({ region }) => region ?? glyphs.none, dropOrder: 2 } : undefined,
    {
      head: "STATE",
      cell: ({ mapping }) => statePhrase(mapping) ?? glyphs.none,
      dropOrder: 0,
      paint: ({ mapping }) => (isDisabled(mapping) ? palette.dim : undefined),
    },
    { head: "MODE", cell: ({ mapping }) => modePhrase(mapping, glyphs), dropOrder: 6 },
    { head: "BATCH", cell: ({ mapping }) => batch(mapping, look), align: "right", dropOrder: 7 },
    { head: "WINDOW", cell: ({ mapping }) => windowPhrase(mapping), align: "right", dropOrder: 8 },
    shown.lag
      ? { head: "LAG", cell: ({ lag }) => (lag?.kind === "known" ? formatCount(lag.lagRecords) : "no data"), align: "right", dropOrder: 0 }
      : undefined,
    {
      head: "LAST RESULT",
      cell: ({ mapping }) => mapping.LastProcessingResult ?? glyphs.none,
      dropOrder: 0,
      shortWidth: 18,
      paint: ({ mapping }) => (isTrouble(mapping) ? palette.error : undefined),
    },
  ];
  return columns.filter((column) => column !== undefined);
}

function batch({ BatchSize }: MappingDocument, { glyphs }: Look): string {
  return BatchSize === undefined ? glyphs.none : formatCount(BatchSize);
}

function isTrouble(mapping: MappingDocument): boolean {
  return ["problem", "function-error"].includes(explainLastResult(mapping.LastProcessingResult).kind);
}

/** Where the lag is from and how old it is; and why it is missing, a line a reason. */
function lagLines(overviews: readonly Overview[], rows: readonly Row[], look: Look): string[] {
  const known = rows.flatMap(({ lag }) => (lag?.kind === "known" ? [lag] : []));
  const oldestMs = Math.min(...known.map(({ asOfMs }) => asOfMs));
  const sources = [...new Set(known.map(({ source }) => source))];
  const missing = rows.flatMap(({ lag, mapping }) =>
    lag?.kind === "no-data" ? [{ reason: lag.reason, name: functionNameOf(mapping.FunctionArn ?? mapping.UUID) }] : [],
  );
  const sentences = [
    ...(known.length === 0
      ? []
      : [`lag as of ${new Date(oldestMs).toISOString().slice(11, 16)} UTC, in records, from ${sources.join(", ")}`]),
    ...[...Map.groupBy(missing, ({ reason }) => reason)].map(
      ([reason, all]) => `no data on lag for ${all.map(({ name }) => name).join(", ")}: ${reason}`,
    ),
    ...overviews.flatMap(({ lags }) => (lags === undefined || lags.kind === "known" ? [] : [`lag ${whyUnknown(lags)}`])),
  ];
  return sentences.flatMap((sentence) => wrapText(safeText(sentence), look.columns));
}

function footer(overviews: readonly Overview[], count: number, look: Look): string[] {
  const pieces = [plural(count, "mapping"), ...accounts(overviews), regions(overviews)].filter((piece) => piece !== "");
  return wrapPieces(
    pieces.map((piece) => safeText(piece)),
    ` ${look.glyphs.separator} `,
    look.columns,
  );
}

function nothingToShow(overviews: readonly Overview[], look: Look, here: (command: string) => string): string[] {
  const place = `${regions(overviews) || "this Region"} (${accounts(overviews).join(", ")})`;
  const total = overviews.reduce((sum, each) => sum + each.total, 0);
  const [sentence, next] =
    total === 0
      ? [
          `No mapping in ${place} reads from Kafka yet.`,
          "mskctl create --function NAME --topic TOPIC --cluster CLUSTER --starting-position TRIM_HORIZON",
        ]
      : [`None of the ${plural(total, "Kafka mapping")} in ${place} fits.`, "mskctl list"];
  return [...wrapText(safeText(sentence), look.columns), look.palette.accent(here(next))];
}

function accounts(overviews: readonly Overview[]): string[] {
  return [
    ...new Set(overviews.map(({ accountId }) => (accountId.kind === "known" ? accountId.value : `account ${whyUnknown(accountId)}`))),
  ];
}

function regions(overviews: readonly Overview[]): string {
  return [...new Set(overviews.flatMap(({ region }) => region ?? []))].join(", ");
}

function whyUnknown(fact: Exclude<Fact<unknown>, { readonly kind: "known" }>): string {
  switch (fact.kind) {
    case "missing":
      return "unknown";
    case "not-permitted":
      return `not permitted: ${fact.action}`;
    case "unavailable":
      return `unknown: ${fact.reason}`;
  }
}
