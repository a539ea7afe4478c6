import { hostname } from "node:os";
import { Args } from "@oclif/core";
import { MskctlError } from "../../core/errors.ts";
import { BaseCommand } from "../../shell/base-command.ts";
import { type RedriveStatusDocument, redriveStatusDocument } from "../../shell/render/redrive/run-documents.ts";
import { ownerPhrase } from "../../shell/render/redrive/run-phrases.ts";
import { chosenRun } from "../../shell/run-choice.ts";

export default class RedriveStop extends BaseCommand<typeof RedriveStop> {
  static override summary = "Ask a run that is going on elsewhere on this machine to stop.";
  static override description = "It finishes what is on its way and writes down where it is; redrive resume goes on from there.";
  static override examples = ["<%= config.bin %> <%= command.id %> 01JDK7Q2"];
  static override args = { run: Args.string({ description: "Its id, or the beginning of it; the newest one." }) };

  async run(): Promise<RedriveStatusDocument> {
    const { redrive, clock } = this.services();
    const run = await chosenRun(await redrive.runs(), this.args.run, "reading");
    const { known } = run;
    const counts = run.journal.counts();
    run.close();
    const { owner, facts } = known;
    if (owner === undefined) {
      this.tell(`Nobody works on run ${facts.id}.`);
      return redriveStatusDocument(known, counts);
    }
    if (owner.host !== hostname()) {
      throw new MskctlError("refused", `run ${facts.id} is on another machine: ${ownerPhrase(owner, clock.now())}`, {
        suggestions: [`there: mskctl redrive stop ${facts.id}`],
      });
    }
    process.kill(owner.pid, "SIGTERM");
    this.print(`asked ${ownerPhrase(owner, clock.now())} to stop`);
    return redriveStatusDocument(known, counts);
  }
}
