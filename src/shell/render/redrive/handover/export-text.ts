import { formatCount, plural } from "../../../../core/figures.ts";
import { safeText } from "../../../../core/record/safe-text.ts";
import { areaText } from "../../../../core/redrive/handover/area.ts";
import { operatingCommands } from "../../../../core/redrive/handover/commands.ts";
import { type CostTable, costSheet } from "../../../../core/redrive/handover/cost-sheet.ts";
import type { ExportPlan } from "../../../../core/redrive/handover/export-plan.ts";
import { type Limit, limitsOf } from "../../../../core/redrive/handover/limits.ts";
import type { RedrivePlan } from "../../../../core/redrive/plan.ts";
import type { Look } from "../../palette.ts";
import { renderTable } from "../../table.ts";
import { wrapPieces, wrapText } from "../../wrapped.ts";
import { renderPlanContents } from "../plan-text.ts";
import { costDollars, costName, costSum, rowLike } from "./cost-phrases.ts";

export interface ShownExport {
  readonly plan: RedrivePlan;
  readonly exported: ExportPlan;
  /** Sentences. */
  readonly warnings: readonly string[];
}

/** What is there, how Step Functions would work it off, within which limits, and what that costs. */
export function renderExport({ plan, exported, warnings }: ShownExport, look: Look): string[] {
  return [
    ...renderPlanContents(plan, look),
    ...(warnings.length === 0 ? [] : [""]),
    ...warnings.flatMap((warning) => warningLines(warning, look)),
    "",
    ...manner(exported, look),
    "",
    ...limitTable(exported, look),
    "",
    ...costTable(exported, look),
  ];
}

function warningLines(warning: string, { glyphs, palette, columns }: Look): string[] {
  return wrapText(safeText(warning), columns - 2).map((line, index) => `${index === 0 ? palette.warning(glyphs.warning) : " "} ${line}`);
}

function manner(
  { handover, maxConcurrency, toleratedFailurePercentage, documentsPerBatch, size, source }: ExportPlan,
  look: Look,
): string[] {
  const { removal } = handover.settings;
  const leaves = source.kind === "archive" || removal === "none" ? "stay" : removal === "tag" ? "are tagged" : "are deleted";
  const pieces = [
    handover.order === "none"
      ? `${plural(Math.ceil(size.documents / documentsPerBatch), "child", "children")} of ${plural(documentsPerBatch, "document")}, in no order`
      : `${plural(size.lanes, "child", "children")}, one a partition, in order of its offsets`,
    `${look.glyphs.atMost} ${formatCount(maxConcurrency)} at once`,
    `ends when more than ${toleratedFailurePercentage} % fail`,
    `documents ${leaves} once the ledger has them`,
    `ledger in ${areaText(handover.area)}`,
  ];
  return wrapPieces(
    pieces.map((piece) => safeText(piece)),
    ` ${look.glyphs.separator} `,
    look.columns - 2,
  ).map((line) => `  ${line}`);
}

function limitTable(exported: ExportPlan, look: Look): string[] {
  return renderTable<Limit>(
    [
      { head: "LIMIT", cell: ({ name }) => name, dropOrder: 0 },
      { head: "HERE", cell: ({ value }) => formatCount(value), align: "right", dropOrder: 0 },
      { head: "AT MOST", cell: ({ limit }) => formatCount(limit), align: "right", dropOrder: 0 },
      { head: "", cell: ({ unit }) => unit, dropOrder: 1 },
    ],
    limitsOf(exported),
    look,
  );
}

interface CostLine {
  readonly name: string;
  readonly planned: string;
  readonly unbatched: string;
}

function costTable(exported: ExportPlan, look: Look): string[] {
  const { planned, unbatched, notes } = costSheet(exported);
  const sum = (name: string, of: (table: CostTable) => number): CostLine => ({
    name,
    planned: costSum(planned, of(planned)),
    unbatched: unbatched === undefined ? "" : costSum(unbatched, of(unbatched)),
  });
  const lines: CostLine[] = [
    ...planned.rows.map((row) => ({ name: costName(row), planned: costDollars(row), unbatched: costDollars(rowLike(unbatched, row)) })),
    sum("what handing it over adds", ({ handoverDollars }) => handoverDollars),
    sum("all, with the target", ({ totalDollars }) => totalDollars),
  ];
  const table = renderTable<CostLine>(
    [
      { head: "COST", cell: ({ name }) => name, dropOrder: 0 },
      {
        head: unbatched === undefined ? "AS PLANNED" : `BATCHES OF ${exported.documentsPerBatch}`,
        cell: (line) => line.planned,
        align: "right",
        dropOrder: 0,
      },
      ...(unbatched === undefined
        ? []
        : [{ head: "ONE BY ONE", cell: (line: CostLine) => line.unbatched, align: "right", dropOrder: 1 } as const]),
    ],
    lines,
    look,
  );
  return [...table, ...wrapText(`assumed: ${notes.join("; ")}`, look.columns - 2).map((line) => look.palette.dim(`  ${line}`))];
}

/** What was written, and the commands that lead on, as `COMMANDS.md` has them. */
export function renderWritten(exported: ExportPlan, folder: string, look: Look, here: (command: string) => string): string[] {
  const steps = operatingCommands(exported).slice(0, shownCommands);
  return [
    safeText(`written to ${folder}: run these there (COMMANDS.md has all of them, cost.md the prices)`),
    ...steps.flatMap(({ what, command }) => [
      "",
      ...wrapText(what, look.columns - 2).map((line) => look.palette.dim(`# ${line}`)),
      ...command.split("\n").map((line) => safeText(here(line))),
    ]),
  ];
}

/** Copying, deploying in two ways, starting, finding and watching. */
const shownCommands = 6;
