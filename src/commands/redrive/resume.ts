import { Args, Flags } from "@oclif/core";
import { MskctlError } from "../../core/errors.ts";
import { RedriveCommand, stopFlags } from "../../shell/redrive-command.ts";
import type { RedriveStatusDocument } from "../../shell/render/redrive/run-documents.ts";
import { renderRunStatus } from "../../shell/render/redrive/runs-text.ts";
import { chosenRun } from "../../shell/run-choice.ts";

export default class RedriveResume extends RedriveCommand<typeof RedriveResume> {
  static override summary = "Go on with a run that was stopped, interrupted or killed.";
  static override description =
    "Goes on with the settings that the run began with. What is settled is not sent again; a batch of which nothing is known is sent once more, when it can no longer be running.";
  static override examples = ["<%= config.bin %> <%= command.id %>", "<%= config.bin %> <%= command.id %> 01JDK7Q2"];
  static override args = { run: Args.string({ description: "Its id, or the beginning of it; the newest that is not finished." }) };
  static override flags = {
    ...stopFlags,
    ndjson: Flags.boolean({ summary: "An event a line instead of text.", exclusive: ["json"], helpGroup: "OUTPUT" }),
  };

  async run(): Promise<RedriveStatusDocument> {
    const { redrive, clock } = this.services();
    const { ndjson } = this.flags;
    const run = await chosenRun(await redrive.runs(), this.args.run, "writing");
    try {
      const { facts } = run.known;
      if (run.known.state === "planned") throw unplanned(facts.id);
      if (!ndjson)
        this.tell(
          renderRunStatus({ known: { ...run.known, owner: undefined }, counts: run.journal.counts() }, clock.now(), this.look)
            .slice(0, -1)
            .join("\n"),
        );
      return await this.goOn(run, ndjson);
    } finally {
      run.close();
    }
  }
}

/** Its plan was not written whole, or nobody has said yes to it. */
function unplanned(id: string): MskctlError {
  return new MskctlError("refused", `run ${id} never began`, {
    suggestions: ["mskctl redrive list", "begin anew: mskctl redrive MAPPING"],
  });
}
