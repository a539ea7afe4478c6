import { Flags } from "@oclif/core";
import { MskctlError } from "../core/errors.ts";
import { applyChanges } from "../core/mapping/apply-changes.ts";
import { whyUnknown } from "../core/mapping/fact.ts";
import { createJob } from "../core/mapping/lifecycle/create.ts";
import { clusterArnOf, type PreparedCreate, prepareCreate } from "../core/mapping/lifecycle/preparation.ts";
import { createWaitMs, type Waited } from "../core/mapping/lifecycle/waiting.ts";
import { clusterNameOf, type MappingSettings, topicOf } from "../core/mapping/model.ts";
import { shellWord } from "../core/mapping/setting-arguments.ts";
import { filterWarnings } from "../shell/filter-warnings.ts";
import { waitFlag, waitTarget, writeFlags } from "../shell/flags.ts";
import { renderEnding } from "../shell/render/progress.ts";
import { readFilters, settingFlags, settingsFromFlags } from "../shell/setting-flags.ts";
import { readSpecs } from "../shell/spec-file.ts";
import { WriteCommand } from "../shell/write-command.ts";
import type { WriteDocument } from "../shell/write-document.ts";

const part = { helpGroup: "MAPPING" };

export default class Create extends WriteCommand<typeof Create> {
  static override summary = "Create a mapping, and wait until it polls.";
  static override description =
    "Every rule of AWS is checked before the call. From flags, from a spec (-f), or from a spec with flags that win over it.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> --function orders --cluster shop --topic orders --starting-position TRIM_HORIZON --metrics EventCount",
    "<%= config.bin %> <%= command.id %> -f orders.yaml --no-enabled",
  ];
  static override flags = {
    function: Flags.string({ ...part, summary: "Function: name or ARN, with or without alias.", helpValue: "NAME" }),
    cluster: Flags.string({ ...part, summary: "MSK cluster: name or ARN, or the ARN of a VPC connection.", helpValue: "NAME" }),
    topic: Flags.string({ ...part, summary: "Topic to read.", helpValue: "NAME" }),
    file: Flags.string({ ...part, char: "f", summary: "Spec of the mapping; - is standard input.", helpValue: "FILE" }),
    ...settingFlags,
    wait: waitFlag({ default: "polling" }),
    ...writeFlags,
  };

  async run(): Promise<WriteDocument> {
    const { wait, timeout = createWaitMs, yes, "dry-run": dryRun } = this.flags;
    const place = await this.place();
    const prepared = await prepareCreate(this.services(), await this.settings(), place.region);
    const { name, plan, findings } = prepared;
    const write = {
      subject: name,
      place,
      changes: plan.changes,
      notes: [...sourceNotes(prepared), ...plan.notes],
      findings: [...findings, ...(await filterWarnings(plan.request))],
      mapping: undefined,
      job: createJob(plan.request, name, { until: waitTarget(wait), timeoutMs: timeout }),
      ending: (waited: Waited) => [...renderEnding(name, waited), this.here(`mskctl inspect ${waited.mapping.UUID}`)],
    };
    return this.writeOne(write, dryRun ? "dry-run" : () => this.confirm("Create?", yes));
  }

  private async settings(): Promise<MappingSettings> {
    const { function: fn, cluster, topic, file } = this.flags;
    const services = this.services();
    const spec = file === undefined ? {} : await this.spec(file);
    const flags = await readFilters(services.files, this.flags);
    const parts: MappingSettings = {
      ...(fn === undefined ? {} : { FunctionName: fn }),
      ...(cluster === undefined ? {} : { EventSourceArn: await clusterArnOf(services.clusters, cluster) }),
      ...(topic === undefined ? {} : { Topics: [topic] }),
    };
    return applyChanges(spec, { ...parts, ...settingsFromFlags(flags, spec) });
  }

  private async spec(file: string): Promise<MappingSettings> {
    const [spec, second] = await readSpecs(this.services(), file, { parts: true });
    if (spec !== undefined && second === undefined) return spec.settings;
    throw new MskctlError("usage", `${file} holds more than one spec; create makes one mapping`, {
      suggestions: [`mskctl apply -f ${shellWord(file)}`],
    });
  }
}

/** What is known of the topic; a self-managed cluster cannot be asked. */
function sourceNotes({ plan, partitions }: PreparedCreate): string[] {
  if (partitions === undefined) return [];
  const topic = `Topic ${topicOf(plan.request) ?? ""} on ${clusterNameOf(plan.request) ?? "the cluster"}`;
  return [partitions.kind === "known" ? `${topic} has ${partitions.value} partitions.` : `${topic}: ${whyUnknown(partitions)}.`];
}
