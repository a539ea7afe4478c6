import { Args } from "@oclif/core";
import { BaseCommand } from "../../shell/base-command.ts";
import { type RedriveStatusDocument, redriveStatusDocument } from "../../shell/render/redrive/run-documents.ts";
import { renderRunStatus } from "../../shell/render/redrive/runs-text.ts";
import { chosenRun } from "../../shell/run-choice.ts";

export default class RedriveStatus extends BaseCommand<typeof RedriveStatus> {
  static override summary = "Show how far a run is, and the command that leads on.";
  static override examples = ["<%= config.bin %> <%= command.id %>", "<%= config.bin %> <%= command.id %> 01JDK7Q2 --json"];
  static override args = { run: Args.string({ description: "Its id, or the beginning of it; the newest one." }) };

  async run(): Promise<RedriveStatusDocument> {
    const { redrive, clock } = this.services();
    const run = await chosenRun(await redrive.runs(), this.args.run, "reading");
    try {
      const counts = run.journal.counts();
      this.print(renderRunStatus({ known: run.known, counts }, clock.now(), this.look).join("\n"));
      return redriveStatusDocument(run.known, counts);
    } finally {
      run.close();
    }
  }
}
