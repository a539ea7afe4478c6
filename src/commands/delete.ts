import { Flags } from "@oclif/core";
import { plural } from "../core/figures.ts";
import { removalJob } from "../core/mapping/lifecycle/removal.ts";
import { updateWaitMs, type Waited } from "../core/mapping/lifecycle/waiting.ts";
import { planDelete } from "../core/mapping/plan.ts";
import { specName } from "../core/mapping/spec.ts";
import { allFlag, mappingArgs, selectorFlags } from "../shell/flags.ts";
import { statePhrase } from "../shell/render/mapping-phrases.ts";
import { renderReached } from "../shell/render/progress.ts";
import { renderPlannedBlocks } from "../shell/render/results.ts";
import { type Agreement, WriteCommand } from "../shell/write-command.ts";
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
    const options = { until: wait === "none" ? "none" : "settled", timeoutMs: timeout } as const;
    const items = chosen.map(({ mapping, name }) => {
      const { changes } = planDelete(mapping);
      return { name, mapping, state: statePhrase(mapping) ?? "", becomes: "deleted", changes, job: removalJob(mapping, name, options) };
    });
    const [item] = items;
    const place = await this.place(item?.mapping);
    if (item === undefined || several) {
      const subject = `Delete ${plural(items.length, "mapping")}`;
      const agree: Agreement = dryRun ? "dry-run" : () => this.confirmByName(`${subject}?`, [String(items.length)], this.flags.confirm);
      return this.writeMany(
        { subject, place, items, lines: renderPlannedBlocks(items, this.look), notes: [], ending: renderReached },
        agree,
      );
    }
    const { name, mapping, changes, job } = item;
    const names = [name, specName(mapping), mapping.UUID];
    const agree: Agreement = dryRun ? "dry-run" : () => this.confirmByName(`Delete ${name}?`, names, this.flags.confirm);
    const ending = (waited: Waited) => [waited.reached.kind === "gone" ? `${name} is deleted` : `${name}: ${renderReached(waited)}`];
    return this.writeOne({ subject: name, place, changes, notes: [], mapping, job, ending }, agree);
  }
}
