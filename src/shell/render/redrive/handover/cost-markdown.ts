import { formatCount } from "../../../../core/figures.ts";
import { type CostTable, costSheet } from "../../../../core/redrive/handover/cost-sheet.ts";
import type { ExportPlan } from "../../../../core/redrive/handover/export-plan.ts";
import { markdownTable } from "../markdown-table.ts";
import { costAmount, costDollars, costName, costSum, rowLike } from "./cost-phrases.ts";

/** What an export costs, row by row, for `cost.md`. */
export function costMarkdown(plan: ExportPlan): string {
  const { planned, unbatched, notes } = costSheet(plan);
  const beside = unbatched === undefined ? [] : ["one by one"];
  const rows = planned.rows.map((row) => [
    costName(row),
    costAmount(row),
    unitPrice(row.unitDollars),
    costDollars(row),
    ...(unbatched === undefined ? [] : [costDollars(rowLike(unbatched, row))]),
  ]);
  const sum = (what: string, of: (table: CostTable) => number) => [
    `**${what}**`,
    "",
    "",
    ...[planned, ...(unbatched === undefined ? [] : [unbatched])].map((table) => `**${costSum(table, of(table))}**`),
  ];
  return [
    `# What redrive ${plan.handover.id} costs`,
    "",
    `${formatCount(planned.work.children)} children, ${formatCount(planned.work.turns)} turns of the worker, ${formatCount(planned.work.invocations)} invocations of the target.`,
    "",
    ...markdownTable(
      ["", "amount", "unit price", "as planned", ...beside],
      [
        ...rows,
        sum("what handing it over adds", ({ handoverDollars }) => handoverDollars),
        sum("the target, as with redrive", ({ targetDollars }) => targetDollars),
        sum("all", ({ totalDollars }) => totalDollars),
      ],
    ),
    "",
    ...notes.map((note) => `- ${note}`),
    "",
  ].join("\n");
}

/** `$0.000025`: prices of one are far below a cent. */
function unitPrice(dollars: number): string {
  return `$${dollars.toFixed(10).replace(/0+$/, "").replace(/\.$/, "")}`;
}
