import { applyRunArg } from "../../shell/apply-run-choice.ts";
import { BaseCommand } from "../../shell/base-command.ts";
import { type ApplyDocument, type ApplyRunsDocument, applyDocument, applyRunsDocument } from "../../shell/render/tune/apply-document.ts";
import { renderApplyRun, renderApplyRuns } from "../../shell/render/tune/apply-run-text.ts";

export default class TuneStatus extends BaseCommand<typeof TuneStatus> {
  static override summary = "Say what tune has applied from this machine, what it came to, and how to go on.";
  static override examples = ["<%= config.bin %> <%= command.id %>", "<%= config.bin %> <%= command.id %> 01JDK7Q2 --json"];
  static override args = { run: applyRunArg };

  async run(): Promise<ApplyDocument | ApplyRunsDocument> {
    const { clock, tuneRuns } = this.services();
    const runs = await tuneRuns();
    if (this.args.run === undefined) {
      const all = await runs.list();
      this.print(renderApplyRuns(all, clock.now(), this.look).join("\n"));
      return applyRunsDocument(all);
    }
    const run = await runs.find(this.args.run);
    this.print(renderApplyRun(run, this.look, (command) => this.here(command)).join("\n"));
    return applyDocument(run);
  }
}
