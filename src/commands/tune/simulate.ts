import { Args } from "@oclif/core";
import { MskctlError } from "../../core/errors.ts";
import { chooseForReading } from "../../core/mapping/reading-choice.ts";
import { shellWord } from "../../core/mapping/setting-arguments.ts";
import { safeText } from "../../core/record/safe-text.ts";
import { readTuning } from "../../core/tuning/read-tuning.ts";
import { type SimulationReport, simulationReport } from "../../core/tuning/simulation-report.ts";
import { BaseCommand } from "../../shell/base-command.ts";
import { checkedWhatIf } from "../../shell/checked-what-if.ts";
import { durationFlag } from "../../shell/flags.ts";
import { type SimulationDocument, simulationDocument } from "../../shell/render/tune/simulation-document.ts";
import { renderSimulation } from "../../shell/render/tune/simulation-screen.ts";
import { checkWhatIfFlags, tooManyForWhatIf } from "../../shell/tune-flag-checks.ts";
import { amountFlag, tuneFlags, whatIfFlags, whatIfOf } from "../../shell/tune-flags.ts";
import { pricesOf } from "../../shell/tune-prices.ts";
import { tuningWindow } from "../../shell/tuning-window.ts";

const dayMs = 86_400_000;
const situation = { helpGroup: "SITUATION" };

export default class TuneSimulate extends BaseCommand<typeof TuneSimulate> {
  static override summary = "Say what a mapping would do with more records, after an outage, with other settings.";
  static override description =
    "Plays the mapping's own last fourteen days again, with the arrivals times --load, with polling stopped for --outage at the busiest time, and with the settings that are given; under what is taken for likely, and under two dozen assumptions about what is not known. Nothing is changed.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> orders --load x3 --outage 30m",
    "<%= config.bin %> <%= command.id %> orders --load x3 --batch-size 500 --batching-window 2s",
  ];
  static override args = { mapping: Args.string({ description: "UUID, ARN, function, function/topic or topic:NAME.", required: true }) };
  static override flags = {
    load: amountFlag({
      ...situation,
      summary: "So many times the records that came.",
      helpValue: "xN",
      least: 0.01,
      example: "--load x3",
    }),
    outage: durationFlag({ ...situation, summary: "Polling stops for so long at the busiest time; a day at most." }),
    ...whatIfFlags,
    since: tuneFlags.since,
    until: tuneFlags.until,
    prices: tuneFlags.prices,
    "hours-per-month": tuneFlags["hours-per-month"],
    seed: tuneFlags.seed,
  };

  async run(): Promise<SimulationDocument> {
    const { load = 1, outage: outageMs = 0, prices: asked, "hours-per-month": hoursPerMonth, seed } = this.flags;
    this.checkFlags();
    const services = this.services();
    const nowMs = services.clock.now();
    const prices = await pricesOf(services, asked);
    const window = tuningWindow(this.flags, nowMs);
    const chosen = await chooseForReading(services, { names: [this.args.mapping] }, "mskctl tune simulate");
    const count = chosen.chosen.length;
    const given = whatIfOf(this.flags);
    if (given !== undefined && count > 1) throw tooManyForWhatIf(count, "mskctl tune simulate");
    const settings = new Map(chosen.chosen.map(({ mapping }) => [mapping.UUID, checkedWhatIf(given, mapping, nowMs)]));
    const reports = await this.watching(async (_, __, onReading) => {
      const found: SimulationReport[] = [];
      onReading("reading metrics");
      for await (const subject of readTuning(services, chosen, window)) {
        onReading(safeText(subject.name));
        const whatIf = settings.get(subject.mapping.UUID);
        found.push(simulationReport(subject, { prices, hoursPerMonth, seed, load, outageMs, whatIf }));
        this.signal.throwIfAborted();
      }
      return found;
    });
    const pages = reports.map((report) => renderSimulation(report, this.look, (command) => this.here(command)).join("\n"));
    this.print(pages.join("\n\n"));
    return simulationDocument(reports);
  }

  private checkFlags(): void {
    const { load, outage } = this.flags;
    const command = `mskctl tune simulate ${shellWord(this.args.mapping)}`;
    const suggestions = [`${command} --load x3 --outage 30m`];
    if (load === undefined && outage === undefined && whatIfOf(this.flags) === undefined) {
      throw new MskctlError("usage", "neither load nor outage nor settings were given", { suggestions });
    }
    if (outage !== undefined && (outage === 0 || outage > dayMs)) {
      throw new MskctlError("usage", "--outage is longer than nothing, and a day at most", { suggestions });
    }
    checkWhatIfFlags(this.flags, command);
  }
}
