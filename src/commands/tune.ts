import type { MappingSettings } from "../core/mapping/model.ts";
import { type ChosenForReading, chooseForReading } from "../core/mapping/reading-choice.ts";
import { listPrices, type Prices } from "../core/prices.ts";
import { safeText } from "../core/record/safe-text.ts";
import { describedSubject, readDescribedWorkload } from "../core/tuning/described-workload.ts";
import { tuneGate } from "../core/tuning/gate.ts";
import { readPrices } from "../core/tuning/read-prices.ts";
import { readTuning, type TuningSubject, type TuningWindow } from "../core/tuning/read-tuning.ts";
import type { TuneReport } from "../core/tuning/report.ts";
import { tuningTools } from "../core/tuning/tools.ts";
import { type TuneOptions, type TuningTools, tuneReport } from "../core/tuning/tune-report.ts";
import { BaseCommand } from "../shell/base-command.ts";
import { readCheckedDocument } from "../shell/checked-document.ts";
import { checkedWhatIf } from "../shell/checked-what-if.ts";
import { exitCodes } from "../shell/exit-codes.ts";
import { mappingArgs } from "../shell/flags.ts";
import { tunePage } from "../shell/render/tune/report/page.ts";
import { type TuneDocument, tuneDocument } from "../shell/render/tune/tune-document.ts";
import { tuneMarkdown } from "../shell/render/tune/tune-markdown.ts";
import { renderTune } from "../shell/render/tune/tune-screen.ts";
import type { Services } from "../shell/services.ts";
import { checkTuneFlags, checkTuneOutput, goalsFromFlags, tooManyForWhatIf, tuneFlags, whatIfOf } from "../shell/tune-flags.ts";
import { tuningWindow } from "../shell/tuning-window.ts";

export default class Tune extends BaseCommand<typeof Tune> {
  static override summary = "Say whether a mapping is set right, what to change, what that saves or buys, and why.";
  static override description =
    "Reads fourteen days of the mapping's own metrics, tells its workload from them, and predicts what other batch sizes, windows and pollers would cost and how old records would get. Without a name or a selecting flag: every Kafka mapping of the Region. Setting flags try exactly those settings on one mapping. Nothing is changed.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> orders",
    "<%= config.bin %> <%= command.id %> orders --slo age-p99=30s --catch-up 30m:10m --keep batching-window",
    "<%= config.bin %> <%= command.id %> orders --batch-size 500 --batching-window 2s",
    "<%= config.bin %> <%= command.id %> --workload new-topic.yaml --slo age-p99=5s",
    "<%= config.bin %> <%= command.id %> --all --check",
    "<%= config.bin %> <%= command.id %> --all --report tuning.html",
  ];
  static override args = mappingArgs;
  static override flags = tuneFlags;

  async run(): Promise<TuneDocument> {
    const { check, workload, "allow-no-data": allowNoData } = this.flags;
    checkTuneFlags(this.flags, this.args.mapping ?? []);
    checkTuneOutput(this.flags, this.jsonEnabled());
    const services = this.services();
    const prices = this.flags.prices === undefined ? listPrices : await readCheckedDocument(services, this.flags.prices, readPrices);
    const reports = workload === undefined ? await this.ofMappings(services, prices) : [await this.ofDescribed(services, workload, prices)];
    await this.show(services, reports);
    if (!check) return tuneDocument(reports, undefined);
    const gate = tuneGate(reports, allowNoData);
    for (const { message } of gate.failures) this.tell(`${this.look.palette.error(this.look.glyphs.error)} ${safeText(message)}`);
    if (gate.failures.some(({ report }) => report === undefined || report.verdict === "no data")) {
      this.tell("  --allow-no-data lets pass what has no data");
    }
    if (!gate.passed) this.exitWith(exitCodes.gate);
    return tuneDocument(reports, gate);
  }

  /** What decides; tests bring their own. */
  protected get tools(): TuningTools {
    return tuningTools;
  }

  /** What is known of each mapping; tests read from fakes. */
  protected subjects(services: Services, chosen: ChosenForReading, window: TuningWindow): AsyncIterable<TuningSubject> {
    return readTuning(services, chosen, window);
  }

  private async ofMappings(services: Services, prices: Prices): Promise<TuneReport[]> {
    const { tag, function: fn, cluster, topic } = this.flags;
    const window = tuningWindow(this.flags, services.clock.now());
    const choice = { names: this.args.mapping, function: fn, cluster, topic, tags: tag && new Map(tag) };
    const chosen = await chooseForReading(services, choice, "mskctl tune");
    const [only, second] = chosen.chosen;
    const whatIf = whatIfOf(this.flags);
    if (whatIf !== undefined && second !== undefined) throw tooManyForWhatIf(chosen.chosen.length);
    const changes = checkedWhatIf(whatIf, only?.mapping, services.clock.now());
    const options = this.options(prices, changes);
    return this.watching(async (_, __, onReading) => {
      const reports: TuneReport[] = [];
      const count = chosen.chosen.length;
      onReading(`reading ${count === 1 ? "metrics" : `metrics of ${count} mappings`}`);
      for await (const subject of this.subjects(services, chosen, window)) {
        onReading(`${safeText(subject.name)} (${reports.length + 1} of ${count})`);
        reports.push(tuneReport(subject, options, this.tools));
        this.signal.throwIfAborted();
      }
      return reports;
    });
  }

  private async show({ files, clock }: Services, reports: readonly TuneReport[]): Promise<void> {
    const { format, report: file } = this.flags;
    const here = (command: string) => this.here(command);
    this.print(format === "markdown" ? tuneMarkdown(reports, { here }) : renderTune(reports, this.look, { here }).join("\n"));
    if (file === undefined) return;
    await files.writeText(file, tunePage(reports, { here, nowMs: clock.now() }));
    this.tell(`The report is in ${safeText(file)}.`);
  }

  private async ofDescribed(services: Services, file: string, prices: Prices): Promise<TuneReport> {
    const described = describedSubject(await readCheckedDocument(services, file, readDescribedWorkload), services.clock.now());
    const changes = checkedWhatIf(whatIfOf(this.flags), described.mapping, services.clock.now());
    return tuneReport(described, this.options(prices, changes), this.tools);
  }

  private options(prices: Prices, whatIf: MappingSettings | undefined): TuneOptions {
    const { "hours-per-month": hoursPerMonth, seed } = this.flags;
    return { asked: goalsFromFlags(this.flags), prices, hoursPerMonth, seed, whatIf };
  }
}
