import { safeText } from "../../core/record/safe-text.ts";
import { ApplyCommand } from "../../shell/apply-command.ts";
import { applyRunArg, chosenApplyRun } from "../../shell/apply-run-choice.ts";
import { writeFlags } from "../../shell/flags.ts";
import { type ApplyDocument, applyDocument } from "../../shell/render/tune/apply-document.ts";
import { renderApplyRun } from "../../shell/render/tune/apply-run-text.ts";

export default class TuneRollback extends ApplyCommand<typeof TuneRollback> {
  static override summary = "Take back what tune has applied.";
  static override description =
    "Sets the mapping's settings as they were when the plan was made, of a run that was broken off or of one that is done. Refuses when somebody else has changed its batch, window or pollers since; what else was changed stays. Ends with 3: rolled back.";
  static override examples = ["<%= config.bin %> <%= command.id %>", "<%= config.bin %> <%= command.id %> 01JDK7Q2 --yes"];
  static override args = { run: applyRunArg };
  static override flags = { yes: writeFlags.yes };

  async run(): Promise<ApplyDocument> {
    const services = this.services();
    const isOpen = (state: { readonly kind: string }) => state.kind !== "rolled back" && state.kind !== "left";
    const run = await chosenApplyRun(await services.tuneRuns(), this.args.run, isOpen, "is rolled back already, or left to somebody else");
    try {
      this.print(renderApplyRun(run, this.look, (command) => this.here(command)).join("\n"));
      if (!(await this.confirm(`Set ${safeText(run.plan.name)} as it was?`, this.flags.yes))) {
        this.tell("Nothing was changed.");
        return applyDocument(run);
      }
      await run.append({ type: "rolling back", atMs: services.clock.now(), why: "it was asked for" });
      return await this.goOn(run);
    } finally {
      run.close();
    }
  }
}
