import { Args, Flags } from "@oclif/core";
import { type PlanDocument, planDocument } from "../../shell/render/tune/apply-document.ts";
import { renderApplyPlan } from "../../shell/render/tune/apply-plan-text.ts";
import { notOneToApply, TuneCommand } from "../../shell/tune-command.ts";
import { checkTuneFlags } from "../../shell/tune-flag-checks.ts";
import { planFlags, tuneFlagsOf } from "../../shell/tune-flags.ts";

export default class TunePlan extends TuneCommand<typeof TunePlan> {
  static override summary = "Write down how to get a mapping to what tune recommends, for tune apply.";
  static override description =
    "The plan holds the mapping as it is, the steps, and what each is predicted to do; tune apply refuses it once the mapping has changed. Setting flags plan exactly those settings. Nothing is changed.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> clicks --out clicks.plan.json",
    "<%= config.bin %> <%= command.id %> orders --batch-size 500 --batching-window 2s --out orders.plan.json",
  ];
  static override args = { mapping: Args.string({ description: "UUID, ARN, function, function/topic or topic:NAME.", required: true }) };
  static override flags = {
    ...planFlags,
    out: Flags.string({
      char: "o",
      summary: "The file to write; without it the plan is only shown.",
      helpValue: "FILE",
      helpGroup: "WRITE",
    }),
  };

  async run(): Promise<PlanDocument> {
    const { out } = this.flags;
    const flags = tuneFlagsOf(this.flags);
    const { mapping } = this.args;
    checkTuneFlags(flags, [mapping]);
    const { reports } = await this.reportsOf(flags, [mapping], { given: await this.givenFiles(flags), notOne: notOneToApply });
    const [report] = reports;
    const plan = report && (await this.planFor(report));
    if (plan === undefined) return planDocument(undefined, undefined);
    this.print(renderApplyPlan(plan, this.look).join("\n"));
    if (out !== undefined) {
      await this.services().files.writeText(out, `${JSON.stringify(plan, null, 1)}\n`);
      this.tell(`Written to ${out}. Apply it with: ${this.here(`mskctl tune apply ${out}`)}`);
    }
    return planDocument(plan, out);
  }
}
