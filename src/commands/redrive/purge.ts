import { Args } from "@oclif/core";
import { MskctlError } from "../../core/errors.ts";
import { formatCount, plural } from "../../core/figures.ts";
import { BaseCommand } from "../../shell/base-command.ts";
import { writeFlags } from "../../shell/flags.ts";
import { type RedriveStatusDocument, redriveStatusDocument } from "../../shell/render/redrive/run-documents.ts";
import { renderRunStatus } from "../../shell/render/redrive/runs-text.ts";
import { chosenRun } from "../../shell/run-choice.ts";

export default class RedrivePurge extends BaseCommand<typeof RedrivePurge> {
  static override summary = "Forget a run: its journal is deleted.";
  static override description =
    "Documents that are still at the source stay there. A later redrive of the same source knows nothing of this run, and sends all of their records again.";
  static override examples = ["<%= config.bin %> <%= command.id %> 01JDK7Q2"];
  static override args = { run: Args.string({ description: "Its id, or the beginning of it.", required: true }) };
  static override flags = writeFlags;

  async run(): Promise<RedriveStatusDocument> {
    const { redrive, clock } = this.services();
    const store = await redrive.runs();
    const run = await chosenRun(store, this.args.run, "reading");
    const { known } = run;
    const counts = run.journal.counts();
    run.close();
    if (known.owner !== undefined) {
      throw new MskctlError("unavailable", `run ${known.facts.id} is being worked on`, {
        suggestions: [`mskctl redrive stop ${known.facts.id}`],
      });
    }
    this.print(renderRunStatus({ known, counts }, clock.now(), this.look).slice(0, -1).join("\n"));
    const left = counts.documents - counts.removed;
    this.print(
      `  ${plural(left, "document")} with ${formatCount(counts.seen - counts.redriven - counts.filtered)} records that were not redriven ${left === 1 ? "stays" : "stay"} at the source`,
    );
    const status = redriveStatusDocument(known, counts);
    if (this.flags["dry-run"]) return status;
    if (await this.confirm(`Forget run ${known.facts.id}?`, this.flags.yes)) await store.remove(known.facts.id);
    else this.tell("Nothing was changed.");
    return status;
  }
}
