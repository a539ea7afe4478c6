import { Args, Flags } from "@oclif/core";
import { MskctlError } from "../../core/errors.ts";
import { formatCount, plural } from "../../core/figures.ts";
import { writeFlags } from "../../shell/flags.ts";
import { RedriveCommand, stopFlags } from "../../shell/redrive-command.ts";
import { type RedriveStatusDocument, redriveStatusDocument } from "../../shell/render/redrive/run-documents.ts";
import { renderShownRecords } from "../../shell/render/redrive/shown-records.ts";
import { chosenRun } from "../../shell/run-choice.ts";

export default class RedriveRetryParked extends RedriveCommand<typeof RedriveRetryParked> {
  static override summary = "Send the parked records of a run again, after what they failed on was mended.";
  static override description =
    "Their documents are still at the source. Records of the same documents that were redriven are not sent again.";
  static override examples = ["<%= config.bin %> <%= command.id %> 01JDK7Q2"];
  static override args = { run: Args.string({ description: "Its id, or the beginning of it.", required: true }) };
  static override flags = {
    ...writeFlags,
    ...stopFlags,
    ndjson: Flags.boolean({ summary: "An event a line instead of text.", exclusive: ["json"], helpGroup: "OUTPUT" }),
  };

  async run(): Promise<RedriveStatusDocument> {
    const { redrive } = this.services();
    const { ndjson, yes, "dry-run": dryRun } = this.flags;
    const run = await chosenRun(await redrive.runs(), this.args.run, dryRun ? "reading" : "writing");
    try {
      const { facts } = run.known;
      const { parked } = run.journal.counts();
      const shown = [...run.rows("parked")].map((row) => ({ row }));
      if (!ndjson) this.print(renderShownRecords(shown.slice(0, mostShown), parked, this.look).join("\n"));
      if (dryRun || parked === 0) return redriveStatusDocument(run.known, run.journal.counts());
      if (ndjson && !yes) throw new MskctlError("usage", "--ndjson asks no questions", { suggestions: ["add --yes"] });
      if (!(await this.confirm(`Send ${plural(parked, "parked record")} of run ${facts.id} again?`, yes))) {
        this.tell("Nothing was changed.");
        return redriveStatusDocument(run.known, run.journal.counts());
      }
      return await this.goOn(run, ndjson, () => {
        const records = run.reopen(undefined);
        if (records < parked && !ndjson) this.tell(`${formatCount(parked - records)} of them are out of reach: their documents are gone`);
      });
    } finally {
      run.close();
    }
  }
}

const mostShown = 20;
