import { Args } from "@oclif/core";
import { chooseForReading } from "../../core/mapping/reading-choice.ts";
import { safeText } from "../../core/record/safe-text.ts";
import { type BacktestReport, backtestReport } from "../../core/tuning/backtest-report.ts";
import { readTuning } from "../../core/tuning/read-tuning.ts";
import { BaseCommand } from "../../shell/base-command.ts";
import { type BacktestDocument, backtestDocument } from "../../shell/render/tune/backtest-document.ts";
import { renderBacktest } from "../../shell/render/tune/backtest-screen.ts";
import { tuneFlags } from "../../shell/tune-flags.ts";
import { pricesOf } from "../../shell/tune-prices.ts";
import { tuningWindow } from "../../shell/tuning-window.ts";

export default class TuneBacktest extends BaseCommand<typeof TuneBacktest> {
  static override summary = "Try how well tune predicts a mapping: from the first 70 % of its minutes the rest.";
  static override description =
    "Tells the workload from the first 70 % of the minutes, predicts the rest under the settings that were in force and with the records that came, and puts that beside what was measured, and beside what anybody could say without a model. Ends with 0 whatever comes out. Nothing is changed.";
  static override examples = ["<%= config.bin %> <%= command.id %> orders", "<%= config.bin %> <%= command.id %> orders --since 7d --json"];
  static override args = { mapping: Args.string({ description: "UUID, ARN, function, function/topic or topic:NAME.", required: true }) };
  static override flags = {
    since: tuneFlags.since,
    until: tuneFlags.until,
    prices: tuneFlags.prices,
    "hours-per-month": tuneFlags["hours-per-month"],
    seed: tuneFlags.seed,
  };

  async run(): Promise<BacktestDocument> {
    const { since, until, prices: asked, "hours-per-month": hoursPerMonth, seed } = this.flags;
    const services = this.services();
    const prices = await pricesOf(services, asked);
    const window = tuningWindow(this.flags, services.clock.now());
    const chosen = await chooseForReading(services, { names: [this.args.mapping] }, "mskctl tune backtest");
    const options = { prices, hoursPerMonth, seed, isTimeGiven: since !== undefined || until !== undefined };
    const reports = await this.watching(async (_, __, onReading) => {
      const found: BacktestReport[] = [];
      onReading("reading metrics");
      for await (const subject of readTuning(services, chosen, window)) {
        onReading(safeText(subject.name));
        found.push(backtestReport(subject, options));
        this.signal.throwIfAborted();
      }
      return found;
    });
    const pages = reports.map((report) => renderBacktest(report, this.look, (command) => this.here(command)).join("\n"));
    this.print(pages.join("\n\n"));
    return backtestDocument(reports);
  }
}
