import { formatCount } from "../../../../core/figures.ts";
import { formatDollars } from "../../../../core/money.ts";
import type { CostRow, CostSheet, CostTable } from "../../../../core/redrive/handover/cost-sheet.ts";
import { dollarsPhrase } from "../redrive-phrases.ts";

/** Whose bill a row is on, and what is done. */
export function costName({ of, what }: Pick<CostRow, "of" | "what">): string {
  const names = { "step-functions": "Step Functions", worker: "worker", s3: "S3", target: "target" } as const;
  return `${names[of]}: ${what}`;
}

/** `no data` where nobody knows. */
export function costDollars(row: Pick<CostRow, "dollars"> | undefined): string {
  if (row === undefined) return "–";
  return row.dollars === undefined ? "no data" : dollarsPhrase(row.dollars);
}

export function costAmount({ amount, unit }: Pick<CostRow, "amount" | "unit">): string {
  return amount === undefined ? "no data" : `${formatCount(Math.round(amount))} ${unit}`;
}

/** `at least` where a part of it is not known. */
export function costSum({ isIncomplete }: Pick<CostTable, "isIncomplete">, dollars: number): string {
  return isIncomplete ? `at least ${formatDollars(dollars)}` : dollarsPhrase(dollars);
}

/** The same row of the other table. */
export function rowLike(table: CostSheet["unbatched"], { of, what }: CostRow): CostRow | undefined {
  return table?.rows.find((row) => row.of === of && row.what === what);
}
