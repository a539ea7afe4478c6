import { Args, Flags } from "@oclif/core";
import { reportRun } from "../../core/redrive/run-report.ts";
import { BaseCommand } from "../../shell/base-command.ts";
import { type RedriveReportDocument, redriveReportDocument } from "../../shell/render/redrive/report-document.ts";
import { reportMarkdown } from "../../shell/render/redrive/report-markdown.ts";
import { renderReport } from "../../shell/render/redrive/report-text.ts";
import { chosenRun } from "../../shell/run-choice.ts";

export default class RedriveReport extends BaseCommand<typeof RedriveReport> {
  static override summary = "Account for every record of a run.";
  static override description = "Every count, and every interval of offsets that did not reach the target, with its reason.";
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    "<%= config.bin %> <%= command.id %> 01JDK7Q2 --format markdown > incident.md",
  ];
  static override args = { run: Args.string({ description: "Its id, or the beginning of it; the newest one." }) };
  static override flags = {
    format: Flags.option({ options: ["text", "markdown"] as const })({ summary: "Text, or Markdown for a ticket.", default: "text" }),
  };

  async run(): Promise<RedriveReportDocument> {
    const run = await chosenRun(await this.services().redrive.runs(), this.args.run, "reading");
    try {
      const report = reportRun(run);
      this.print(this.flags.format === "markdown" ? reportMarkdown(report) : renderReport(report, this.look).join("\n"));
      return redriveReportDocument(report);
    } finally {
      run.close();
    }
  }
}
