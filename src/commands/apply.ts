import { Flags } from "@oclif/core";
import { plural } from "../core/figures.ts";
import { type ApplyItem, prepareApply } from "../core/mapping/lifecycle/apply.ts";
import { createJob } from "../core/mapping/lifecycle/create.ts";
import { paced } from "../core/mapping/lifecycle/pace.ts";
import { createWaitMs, updateWaitMs, type WaitTarget } from "../core/mapping/lifecycle/waiting.ts";
import { filterNotes } from "../shell/filter-warnings.ts";
import { waitFlag, waitTarget, writeFlags } from "../shell/flags.ts";
import { plannedUpdateOfMany } from "../shell/planned-update.ts";
import { statePhrase } from "../shell/render/mapping-phrases.ts";
import { renderReached } from "../shell/render/progress.ts";
import { renderPlannedBlocks } from "../shell/render/results.ts";
import { readSpecs } from "../shell/spec-file.ts";
import { type Agreement, type PlannedItem, WriteCommand } from "../shell/write-command.ts";
import type { WritesDocument } from "../shell/write-document.ts";

export default class Apply extends WriteCommand<typeof Apply> {
  static override summary = "Make the account like specs: create what is missing, update what differs, delete nothing.";
  static override description =
    "A setting that a spec leaves out goes back to AWS's default; Enabled and tags that it leaves out stay. What only a new mapping could have is refused, and the other specs go on.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> -f mappings.yaml --dry-run",
    "cat *.yaml | <%= config.bin %> <%= command.id %> -f - --yes",
  ];
  static override flags = {
    file: Flags.string({ char: "f", required: true, summary: "Specs; - is standard input.", helpValue: "FILE" }),
    wait: waitFlag({ default: "enabled" }),
    ...writeFlags,
  };

  async run(): Promise<WritesDocument> {
    const { file, wait, timeout, yes, "dry-run": dryRun } = this.flags;
    const services = this.services();
    const specs = await readSpecs(services, file);
    const place = await this.place();
    const ports = { ...services, mappings: paced(services.mappings, services.clock) };
    const prepared = await this.watching((onEvent) => prepareApply(ports, specs, place.region, onEvent));
    const until = waitTarget(wait);
    const items = await Promise.all(prepared.items.map((item) => plannedItem(item, until, timeout)));
    const writes = items.filter(({ job }) => job !== undefined).length;
    const subject = `Apply ${writes} of ${plural(items.length, "spec")}`;
    const agree: Agreement = dryRun ? "dry-run" : () => this.confirm(`${subject}?`, yes);
    return this.writeMany({ subject, place, items, render: renderPlannedBlocks, notes: prepared.notes, ending: renderReached }, agree);
  }
}

async function plannedItem(item: ApplyItem, until: WaitTarget, timeoutMs: number | undefined): Promise<PlannedItem> {
  const { name } = item;
  switch (item.kind) {
    case "create": {
      const { plan, findings } = item.prepared;
      const warnings = findings.filter(({ severity }) => severity === "warning").map(({ id, message }) => `${id} ${message}`);
      const job = createJob(plan.request, name, { until, timeoutMs: timeoutMs ?? createWaitMs });
      const notes = [...plan.notes, ...warnings, ...(await filterNotes(plan.request))];
      return { name, mapping: undefined, state: "", becomes: "created", changes: plan.changes, notes, job };
    }
    case "prepared":
    case "refused":
      return plannedUpdateOfMany(item, { until, timeoutMs: timeoutMs ?? updateWaitMs });
    case "same":
      return {
        name,
        mapping: item.mapping,
        state: statePhrase(item.mapping) ?? "",
        becomes: "nothing to change",
        changes: [],
        job: undefined,
      };
  }
}
