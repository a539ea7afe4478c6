import { type ExportFolder, uploadFolder } from "./export-folder.ts";
import type { ExportPlan } from "./export-plan.ts";
import { areaFiles } from "./handover.ts";
import { writeOffsets } from "./ledger.ts";
import { machinePolicy, workerPolicy } from "./roles.ts";
import { samTemplate } from "./sam-template.ts";
import { stateMachine } from "./state-machine.ts";

/** What this module does not make itself. */
export interface ExportTexts {
  /** Where the worker's bundle is. */
  readonly workerFile: string;
  readonly costMarkdown: string;
  readonly commandsMarkdown: string;
}

/** Writes all of an export but the lanes and the inventory, which were written when the source was looked through. */
export async function writeExport(
  plan: ExportPlan,
  folder: Pick<ExportFolder, "write" | "copy">,
  { workerFile, costMarkdown, commandsMarkdown }: ExportTexts,
): Promise<void> {
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  const handover = `${writeOffsets(plan.handover)}\n`;
  await folder.write("statemachine.asl.json", json(stateMachine(plan)));
  await folder.write("template.json", json(samTemplate(plan)));
  await folder.write("policies/worker.json", json(workerPolicy(plan)));
  await folder.write("policies/state-machine.json", json(machinePolicy(plan)));
  await folder.copy("worker/index.mjs", workerFile);
  await folder.write("worker/handover.json", handover);
  await folder.write(uploadFolder + areaFiles.handover, handover);
  await folder.write("cost.md", costMarkdown);
  await folder.write("COMMANDS.md", commandsMarkdown);
}
