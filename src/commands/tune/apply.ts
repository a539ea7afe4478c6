import { Args } from "@oclif/core";
import { readApplyPlan } from "../../core/tuning/apply/read-apply-plan.ts";
import { ApplyCommand, applyFlags } from "../../shell/apply-command.ts";
import { readCheckedDocument } from "../../shell/checked-document.ts";
import type { ApplyDocument, PlanDocument } from "../../shell/render/tune/apply-document.ts";

export default class TuneApply extends ApplyCommand<typeof TuneApply> {
  static override summary = "Change a mapping as a plan says, and take it back where that does not hold.";
  static override description =
    "Raises capacity first, changes batch and window next, lowers capacity last. After each step lag, age, errors, throttles, duration and cost are watched for a quarter of an hour or more; on a violation, or without metrics, the mapping gets its settings back, and the verb ends with 3. A run that is broken off is gone on with by tune resume, or taken back by tune rollback.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> clicks.plan.json",
    "<%= config.bin %> <%= command.id %> clicks.plan.json --yes --json",
  ];
  static override args = {
    plan: Args.string({ description: "The file that tune plan has written; - for standard input.", required: true }),
  };
  static override flags = applyFlags;

  async run(): Promise<ApplyDocument | PlanDocument> {
    const { yes, "dry-run": dryRun, "accept-risk": acceptRisk } = this.flags;
    const plan = await readCheckedDocument(this.services(), this.args.plan, readApplyPlan);
    return this.applyPlan(plan, { yes, dryRun, acceptRisk });
  }
}
