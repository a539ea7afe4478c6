import { Args, Flags } from "@oclif/core";
import { leastPolicy, type Policy } from "../../core/redrive/iam.ts";
import { BaseCommand } from "../../shell/base-command.ts";
import { policyQuestion } from "../../shell/redrive-policy.ts";
import { namedSource } from "../../shell/source-place.ts";

export default class RedriveIam extends BaseCommand<typeof RedriveIam> {
  static override summary = "Print the least IAM policy for a redrive.";
  static override examples = ["<%= config.bin %> <%= command.id %> orders", "<%= config.bin %> <%= command.id %> orders --for plan"];
  static override args = { source: Args.string({ description: "As redrive takes it.", required: true }) };
  static override flags = {
    to: Flags.string({ summary: "As redrive takes it; the mapping's function.", helpValue: "TARGET" }),
    mapping: Flags.string({ summary: "Whose documents are meant, for a source that is no mapping.", helpValue: "NAME" }),
    for: Flags.option({ options: ["plan", "run"] as const })({ summary: "A dry run, which only reads, or all of it.", default: "run" }),
  };

  async run(): Promise<Policy> {
    const services = this.services();
    const { to, mapping, for: purpose } = this.flags;
    const place = await namedSource(services, this.args.source, mapping);
    const policy = leastPolicy(purpose, await policyQuestion(services, place, to));
    this.print(JSON.stringify(policy, null, 2));
    return policy;
  }
}
