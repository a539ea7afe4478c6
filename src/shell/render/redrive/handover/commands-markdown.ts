import { operatingCommands } from "../../../../core/redrive/handover/commands.ts";
import type { ExportPlan } from "../../../../core/redrive/handover/export-plan.ts";
import { markdownBlock } from "../markdown-code.ts";

/** The commands of an export in the order in which they are needed, for `COMMANDS.md`. `here`: adds the flags that chose account and Region. */
export function commandsMarkdown(plan: ExportPlan, here: (command: string) => string): string {
  const blocks = operatingCommands(plan).map(({ what, command }) => `## ${what}\n\n${markdownBlock(here(command))}`);
  return `# Redrive ${plan.handover.id}\n\nRun these in this folder.\n\n${blocks.join("\n\n")}\n`;
}
