import { isEnded } from "../../core/tuning/apply/apply-events.ts";
import { ApplyCommand } from "../../shell/apply-command.ts";
import { applyRunArg, chosenApplyRun } from "../../shell/apply-run-choice.ts";
import type { ApplyDocument } from "../../shell/render/tune/apply-document.ts";

export default class TuneResume extends ApplyCommand<typeof TuneResume> {
  static override summary = "Go on with what tune was applying when it was broken off.";
  static override description =
    "Goes on from where the journal says it stands: an update that may have been sent is looked for before it is sent again. Refuses when somebody else has changed the mapping meanwhile.";
  static override examples = ["<%= config.bin %> <%= command.id %>", "<%= config.bin %> <%= command.id %> 01JDK7Q2"];
  static override args = { run: applyRunArg };

  async run(): Promise<ApplyDocument> {
    const run = await chosenApplyRun(await this.services().tuneRuns(), this.args.run, (state) => !isEnded(state), "has ended");
    return this.goOn(run);
  }
}
