import { areaText } from "../../../../core/redrive/handover/area.ts";
import { type OperatingCommand, operatingCommands } from "../../../../core/redrive/handover/commands.ts";
import { type CostRow, type CostTable, costSheet } from "../../../../core/redrive/handover/cost-sheet.ts";
import { type Limit, limitsOf } from "../../../../core/redrive/handover/limits.ts";
import { type RedrivePlanDocument, redrivePlanDocument } from "../plan-document.ts";
import type { ShownExport } from "./export-text.ts";

/** `mskctl redrive export --json`; docs/schema/redrive-export.schema.json. Null means not known. */
export interface ExportDocument {
  readonly schemaVersion: 1;
  readonly plan: RedrivePlanDocument;
  readonly id: string;
  readonly order: "partition" | "none";
  readonly area: string;
  readonly stackName: string;
  readonly targetArn: string;
  readonly maxConcurrency: number;
  readonly toleratedFailurePercentage: number;
  /** Null: a child is a lane. */
  readonly documentsPerBatch: number | null;
  readonly documents: number;
  readonly children: number;
  /** Sentences; what keeps an export from being written is an error instead. */
  readonly warnings: readonly string[];
  readonly limits: readonly Limit[];
  readonly cost: CostDocument;
  /** Null: a dry run, nothing was written. */
  readonly folder: string | null;
  readonly commands: readonly OperatingCommand[];
}

interface CostDocument {
  readonly pricesOf: { readonly region: string; readonly date: string };
  readonly planned: CostTableDocument;
  readonly unbatched: CostTableDocument | null;
  readonly notes: readonly string[];
}

interface CostTableDocument {
  readonly rows: readonly (Omit<CostRow, "amount" | "dollars"> & { readonly amount: number | null; readonly dollars: number | null })[];
  readonly handoverDollars: number;
  readonly targetDollars: number;
  readonly totalDollars: number;
  /** True: a row has no data, so the sums are too small. */
  readonly isIncomplete: boolean;
}

export function exportDocument(
  { plan, exported, warnings }: ShownExport,
  folder: string | undefined,
  here: (command: string) => string,
): ExportDocument {
  const { handover, stackName, targetArn, maxConcurrency, toleratedFailurePercentage, documentsPerBatch, size } = exported;
  const { region, date, planned, unbatched, notes } = costSheet(exported);
  return {
    schemaVersion: 1,
    plan: redrivePlanDocument(plan),
    id: handover.id,
    order: handover.order,
    area: areaText(handover.area),
    ...{ stackName, targetArn, maxConcurrency, toleratedFailurePercentage },
    documentsPerBatch: handover.order === "none" ? documentsPerBatch : null,
    documents: size.documents,
    children: planned.work.children,
    warnings,
    limits: limitsOf(exported),
    cost: {
      pricesOf: { region, date },
      planned: costTableDocument(planned),
      unbatched: unbatched === undefined ? null : costTableDocument(unbatched),
      notes,
    },
    folder: folder ?? null,
    commands: operatingCommands(exported).map(({ what, command }) => ({ what, command: here(command) })),
  };
}

function costTableDocument({ rows, work: _, ...sums }: CostTable): CostTableDocument {
  return { rows: rows.map((row) => ({ ...row, amount: row.amount ?? null, dollars: row.dollars ?? null })), ...sums };
}
