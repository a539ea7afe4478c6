import { Args } from "@oclif/core";
import { askFor, valueOfFact } from "../../core/mapping/fact.ts";
import { readRunSettings } from "../../core/redrive/run-settings.ts";
import { verifyRun } from "../../core/redrive/verify/verify.ts";
import { BaseCommand } from "../../shell/base-command.ts";
import { exitCodes } from "../../shell/exit-codes.ts";
import { evidenceOf } from "../../shell/redrive-evidence.ts";
import { type RedriveVerifyDocument, redriveVerifyDocument } from "../../shell/render/redrive/verification-document.ts";
import { renderVerification } from "../../shell/render/redrive/verification-text.ts";
import { chosenRun } from "../../shell/run-choice.ts";

export default class RedriveVerify extends BaseCommand<typeof RedriveVerify> {
  static override summary = "Check what a run claims against its source, its target and Lambda's own counts.";
  static override description = "Only reads. Ends with 2 when something does not hold; what cannot be asked is said, and does not count.";
  static override examples = ["<%= config.bin %> <%= command.id %>", "<%= config.bin %> <%= command.id %> 01JDK7Q2 --json"];
  static override args = { run: Args.string({ description: "Its id, or the beginning of it; the newest one." }) };

  async run(): Promise<RedriveVerifyDocument> {
    const services = this.services();
    const run = await chosenRun(await services.redrive.runs(), this.args.run, "reading");
    try {
      const { facts } = run.known;
      const settings = readRunSettings(facts.settings, facts.id);
      const { mappingUuid } = settings;
      // A mapping that is gone since keeps nobody from checking.
      const asked = mappingUuid === undefined ? undefined : await askFor(() => services.mappings.get(mappingUuid));
      const mapping = asked && valueOfFact(asked);
      const evidence = await evidenceOf(services, run, settings, mapping);
      try {
        const verification = await verifyRun(run, evidence, settings.options.removeUnrecoverable);
        this.print(renderVerification(verification, this.look).join("\n"));
        if (!verification.holds) this.exitWith(exitCodes.gate);
        return redriveVerifyDocument(verification);
      } finally {
        await evidence.close();
      }
    } finally {
      run.close();
    }
  }
}
