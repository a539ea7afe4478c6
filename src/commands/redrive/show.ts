import { Args, Flags } from "@oclif/core";
import type { Outcome } from "../../core/redrive/ports.ts";
import { BaseCommand } from "../../shell/base-command.ts";
import { type RedriveShowDocument, redriveShowDocument } from "../../shell/render/redrive/run-documents.ts";
import { renderShownRecords, type ShownRecords } from "../../shell/render/redrive/shown-records.ts";
import { chosenRun } from "../../shell/run-choice.ts";

export default class RedriveShow extends BaseCommand<typeof RedriveShow> {
  static override summary = "List records of a run that did not reach the target, and why; never what is in them.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> 01JDK7Q2",
    "<%= config.bin %> <%= command.id %> 01JDK7Q2 --state unrecoverable",
  ];
  static override args = { run: Args.string({ description: "Its id, or the beginning of it; the newest one." }) };
  static override flags = {
    state: Flags.option({ options: ["parked", "unrecoverable", "filtered", "redriven"] as const })({
      summary: "Which of them; without it parked and unrecoverable ones.",
    }),
    limit: Flags.integer({ summary: "Ranges at most.", default: 100, min: 1 }),
  };

  async run(): Promise<RedriveShowDocument> {
    const { state, limit } = this.flags;
    const run = await chosenRun(await this.services().redrive.runs(), this.args.run, "reading");
    try {
      const outcomes: readonly Outcome[] = state === undefined ? ["parked", "unrecoverable"] : [state];
      const shown: ShownRecords[] = [];
      let total = 0;
      for (const row of outcomes.flatMap((outcome) => [...run.rows(outcome)])) {
        total += row.records;
        if (shown.length < limit) shown.push({ row });
      }
      this.print(renderShownRecords(shown, total, this.look).join("\n"));
      return redriveShowDocument(run.known.facts.id, shown, total);
    } finally {
      run.close();
    }
  }
}
