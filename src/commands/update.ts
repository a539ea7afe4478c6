import { Flags } from "@oclif/core";
import { MskctlError } from "../core/errors.ts";
import { plural } from "../core/figures.ts";
import { paced } from "../core/mapping/lifecycle/pace.ts";
import { type PreparedUpdate, prepareUpdates, withClearings } from "../core/mapping/lifecycle/update.ts";
import { updateWaitMs, type Waited } from "../core/mapping/lifecycle/waiting.ts";
import type { MappingDocument, MappingSettings } from "../core/mapping/model.ts";
import { undoCommand } from "../core/mapping/undo.ts";
import { safeText } from "../core/record/safe-text.ts";
import { filterWarnings } from "../shell/filter-warnings.ts";
import { allFlag, mappingArgs, selectorFlags, waitFlag, waitTarget, writeFlags } from "../shell/flags.ts";
import { plannedUpdate, plannedUpdateOfMany } from "../shell/planned-update.ts";
import { renderEnding, renderReached } from "../shell/render/progress.ts";
import { renderPlannedBlocks } from "../shell/render/results.ts";
import { readFilters, type SettingFlagValues, settingFlags, settingsFromFlags } from "../shell/setting-flags.ts";
import { type Agreement, WriteCommand } from "../shell/write-command.ts";
import type { WriteDocument, WritesDocument } from "../shell/write-document.ts";

export default class Update extends WriteCommand<typeof Update> {
  static override summary = "Change a mapping's settings, and wait until it polls again.";
  static override description =
    "Only what changes is sent. --function, --cluster, --topic and --tag select mappings; --set-function changes the function.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> emails --min-pollers 2 --max-pollers 8 --batching-window 1s",
    "<%= config.bin %> <%= command.id %> shipments --unset on-failure",
  ];
  static override args = mappingArgs;
  static override flags = {
    ...selectorFlags,
    ...allFlag,
    "set-function": Flags.string({ summary: "Invoke this function instead.", helpValue: "NAME", helpGroup: "SETTING" }),
    unset: Flags.string({
      summary: "Field, or flag that sets it, to take back to AWS's default; repeat for several.",
      helpValue: "FIELD",
      helpGroup: "SETTING",
      multiple: true,
      multipleNonGreedy: true,
    }),
    ...settingFlags,
    wait: waitFlag({ default: "polling" }),
    ...writeFlags,
  };

  async run(): Promise<WriteDocument | WritesDocument> {
    const { wait, timeout = updateWaitMs, yes, "dry-run": dryRun } = this.flags;
    const services = this.services();
    const flags = await readFilters(services.files, this.flags);
    const { chosen, several } = await this.choose(this.args.mapping, this.flags);
    const ports = several ? { ...services, mappings: paced(services.mappings, services.clock) } : services;
    const wanted = chosen.map(({ mapping, name }) => ({ mapping, name, changes: this.changes(flags, mapping) }));
    const prepared = await this.watching((onEvent) => prepareUpdates(ports, wanted, onEvent));
    const until = waitTarget(wait);
    const planned = several ? plannedUpdateOfMany : plannedUpdate;
    const items = await Promise.all(prepared.map((update) => planned(update, { until, timeoutMs: timeout })));
    const writes = items.filter(({ job }) => job !== undefined).length;
    const agree: Agreement = dryRun ? "dry-run" : () => this.confirm(several ? `Update ${plural(writes, "mapping")}?` : "Apply?", yes);
    const [first] = prepared;
    const [item] = items;
    const place = await this.place(item?.mapping);
    if (first === undefined || item === undefined || several) {
      const subject = `Update ${writes} of ${plural(items.length, "mapping")}`;
      return this.writeMany({ subject, place, items, render: renderPlannedBlocks, notes: [], ending: renderReached }, agree);
    }
    if (first.kind === "refused") throw first.error;
    const { name, mapping, changes, notes = [], job } = item;
    const ending = (waited: Waited) => [...renderEnding(name, waited), ...this.undoLines(first)];
    const warnings = await filterWarnings(first.plan.request);
    const findings = warnings.length === 0 ? {} : { findings: warnings };
    return this.writeOne({ subject: this.calledInPlan(name, mapping), place, changes, notes, ...findings, mapping, job, ending }, agree);
  }

  /** Flags are read on top of the mapping: they give parts of nested blocks, AWS takes whole ones. */
  private changes(flags: SettingFlagValues, mapping: MappingDocument): MappingSettings {
    const { unset = [], "set-function": fn } = this.flags;
    const set = { ...settingsFromFlags(flags, mapping), ...(fn === undefined ? {} : { FunctionName: fn }) };
    const changes = withClearings(set, unset, mapping);
    if (Object.keys(changes).length > 0) return changes;
    throw new MskctlError("usage", "which setting?", { suggestions: ["mskctl update --help"] });
  }

  private undoLines({ plan, name }: PreparedUpdate): string[] {
    const command = undoCommand(plan, name);
    if (command === undefined) return [];
    const remark = plan.undo.lost.length === 0 ? "" : `   (${plan.undo.lost.join("; ")})`;
    return [`Undo with: ${safeText(this.here(command) + remark)}`];
  }
}
