import { Flags } from "@oclif/core";
import { plural } from "../core/figures.ts";
import type { Chosen } from "../core/mapping/lifecycle/choice.ts";
import { removalJob } from "../core/mapping/lifecycle/removal.ts";
import { updateWaitMs, type Waited, type WaitTarget } from "../core/mapping/lifecycle/waiting.ts";
import { planDelete } from "../core/mapping/plan.ts";
import { safeText } from "../core/record/safe-text.ts";
import { allFlag, mappingArgs, selectorFlags, waitTarget } from "../shell/flags.ts";
import { namesToConfirm } from "../shell/names-to-confirm.ts";
import { statePhrase } from "../shell/render/mapping-phrases.ts";
import { renderEnding, renderReached } from "../shell/render/progress.ts";
import { renderPlannedRows } from "../shell/render/results.ts";
import { type Agreement, type PlannedItem, WriteCommand } from "../shell/write-command.ts";
import type { WriteDocument, WritesDocument } from "../shell/write-document.ts";

export default class Delete extends WriteCommand<typeof Delete> {
  static override summary = "Delete mappings.";
  static override description =
    "It cannot be undone, so the mapping's name has to be typed, or passed with --confirm; for several mappings their number. mskctl export writes a spec from which a mapping can be created again.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> audit --confirm audit",
    "<%= config.bin %> <%= command.id %> --tag stage=test --confirm 12",
  ];
  static override args = mappingArgs;
  static override flags = {
    ...selectorFlags,
    ...allFlag,
    confirm: Flags.string({ summary: "The mapping's name, or how many are deleted.", helpValue: "NAME|COUNT", helpGroup: "WRITE" }),
    wait: Flags.option({ options: ["gone", "none"] as const })({ default: "gone", summary: "How long to wait.", helpGroup: "WRITE" }),
    "dry-run": Flags.boolean({ summary: "Show the plan and stop.", helpGroup: "WRITE" }),
  };

  async run(): Promise<WriteDocument | WritesDocument> {
    const { wait, timeout = updateWaitMs, "dry-run": dryRun } = this.flags;
    const { chosen, several } = await this.choose(this.args.mapping, this.flags);
    const options = { until: waitTarget(wait), timeoutMs: timeout };
    const items = chosen.map((each) => plannedItem(each, options));
    const [item] = items;
    const place = await this.place(item?.mapping);
    const subject = `Delete ${several || item === undefined ? plural(items.length, "mapping") : this.calledInPlan(item.name, item.mapping)}`;
    const expected = several || item?.mapping === undefined ? [String(items.length)] : namesToConfirm(item.name, item.mapping);
    const agree: Agreement = dryRun ? "dry-run" : () => this.confirmByName(`${subject}?`, expected, this.flags.confirm);
    if (item === undefined || several)
      return this.writeMany({ subject, place, items, render: renderPlannedRows, notes: [], ending: renderReached }, agree);
    const { name, mapping, changes, job } = item;
    const ending = (waited: Waited) => (waited.reached.kind === "gone" ? [`${safeText(name)} is deleted`] : renderEnding(name, waited));
    return this.writeOne({ subject, place, changes, notes: [], mapping, job, ending }, agree);
  }
}

function plannedItem({ mapping, name }: Chosen, options: { readonly until: WaitTarget; readonly timeoutMs: number }): PlannedItem {
  const { changes } = planDelete(mapping);
  const notes = changes.flatMap(({ note }) => note ?? []);
  return { name, mapping, state: statePhrase(mapping) ?? "", becomes: "deleted", changes, notes, job: removalJob(mapping, name, options) };
}
