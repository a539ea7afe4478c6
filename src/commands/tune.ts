import { safeText } from "../core/record/safe-text.ts";
import { describedSubject, readDescribedWorkload } from "../core/tuning/described-workload.ts";
import { tuneGate } from "../core/tuning/gate.ts";
import type { FleetGroups } from "../core/tuning/packing/fleet-groups.ts";
import type { TuneReport } from "../core/tuning/report.ts";
import { tuneReport } from "../core/tuning/tune-report.ts";
import { readCheckedDocument } from "../shell/checked-document.ts";
import { checkedWhatIf } from "../shell/checked-what-if.ts";
import { exitCodes } from "../shell/exit-codes.ts";
import { mappingArgs } from "../shell/flags.ts";
import { type ApplyDocument, type PlanDocument, planDocument } from "../shell/render/tune/apply-document.ts";
import { tunePage } from "../shell/render/tune/report/page.ts";
import { notesBeside, type SnippetForm, snippetOf } from "../shell/render/tune/snippet/snippet.ts";
import { type TuneDocument, tuneDocument } from "../shell/render/tune/tune-document.ts";
import { tuneMarkdown } from "../shell/render/tune/tune-markdown.ts";
import { renderBeside, renderTune } from "../shell/render/tune/tune-screen.ts";
import { type GivenFiles, type NotOne, notOneToApply, TuneCommand, tuneOptions } from "../shell/tune-command.ts";
import { checkTuneFlags, checkTuneOutput, jsonWithEmit, notOneForEmit } from "../shell/tune-flag-checks.ts";
import { applyTuneFlags, tuneFlags, whatIfOf } from "../shell/tune-flags.ts";

export default class Tune extends TuneCommand<typeof Tune> {
  static override summary = "Say whether a mapping is set right, what to change, what that saves or buys, and why.";
  static override description =
    "Reads fourteen days of the mapping's own metrics, tells its workload from them, and predicts what other batch sizes, windows and pollers would cost and how old records would get. Without a name or a selecting flag: every Kafka mapping of the Region. Setting flags try exactly those settings on one mapping. Nothing is changed, unless --apply is given and its question answered with yes.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> orders",
    "<%= config.bin %> <%= command.id %> orders --slo age-p99=30s --catch-up 30m:10m --keep batching-window",
    "<%= config.bin %> <%= command.id %> orders --batch-size 500 --batching-window 2s",
    "<%= config.bin %> <%= command.id %> orders --apply",
    "<%= config.bin %> <%= command.id %> orders --emit terraform",
    "<%= config.bin %> <%= command.id %> --workload new-topic.yaml --slo age-p99=5s",
    "<%= config.bin %> <%= command.id %> orders --power-tuning result.json --prices live",
    "<%= config.bin %> <%= command.id %> --all --check",
    "<%= config.bin %> <%= command.id %> --all --report tuning.html",
  ];
  static override args = mappingArgs;
  static override flags = { ...tuneFlags, ...applyTuneFlags };

  async run(): Promise<TuneDocument | ApplyDocument | PlanDocument> {
    const { check, workload, apply, emit, "allow-no-data": allowNoData } = this.flags;
    if (emit !== undefined && this.jsonEnabled()) throw jsonWithEmit(emit, this.args.mapping?.[0]);
    checkTuneFlags(this.flags, this.args.mapping ?? []);
    checkTuneOutput(this.flags, this.jsonEnabled());
    const given = await this.givenFiles(this.flags);
    const { reports, fleet } =
      workload === undefined
        ? await this.reportsOf(this.flags, this.args.mapping, { given, notOne: this.notOne })
        : { reports: [await this.ofDescribed(workload, given)] };
    const [only] = reports;
    if (emit !== undefined && only !== undefined) this.emit(emit, only);
    else this.show(reports, fleet);
    await this.writeReport(reports, fleet);
    if (apply && only !== undefined) return this.apply(only);
    if (!check) return tuneDocument(reports, undefined, fleet);
    const gate = tuneGate(reports, allowNoData, fleet);
    for (const { message } of gate.failures) this.tell(`${this.look.palette.error(this.look.glyphs.error)} ${safeText(message)}`);
    if (gate.failures.some(({ report, group }) => group === undefined && (report === undefined || report.verdict === "no data"))) {
      this.tell("  --allow-no-data lets pass what has no data");
    }
    if (!gate.passed) this.exitWith(exitCodes.gate);
    return tuneDocument(reports, gate, fleet);
  }

  /** Why several cannot be chosen, or none; undefined where they can. */
  private get notOne(): NotOne | undefined {
    const { emit, apply } = this.flags;
    if (apply) return notOneToApply;
    return emit === undefined ? undefined : (chosen) => notOneForEmit(emit, chosen.length);
  }

  private async apply(report: TuneReport): Promise<ApplyDocument | PlanDocument> {
    const { yes, "dry-run": dryRun, "accept-risk": acceptRisk } = this.flags;
    const plan = await this.planFor(report);
    if (plan === undefined) return planDocument(undefined, undefined);
    this.print("");
    return this.applyPlan(plan, { yes, dryRun, acceptRisk });
  }

  private async ofDescribed(file: string, given: GivenFiles): Promise<TuneReport> {
    const services = this.services();
    const described = describedSubject(await readCheckedDocument(services, file, readDescribedWorkload), services.clock.now());
    const changes = checkedWhatIf(whatIfOf(this.flags), described.mapping, services.clock.now());
    return tuneReport(described, tuneOptions(this.flags, given, changes), this.tools);
  }

  private show(reports: readonly TuneReport[], fleet: FleetGroups | undefined): void {
    const here = (command: string) => this.here(command);
    const isMarkdown = this.flags.format === "markdown";
    this.print(isMarkdown ? tuneMarkdown(reports, { here, fleet }) : renderTune(reports, this.look, { here, fleet }).join("\n"));
  }

  private async writeReport(reports: readonly TuneReport[], fleet: FleetGroups | undefined): Promise<void> {
    const { report: file } = this.flags;
    if (file === undefined) return;
    const { files, clock } = this.services();
    await files.writeText(file, tunePage(reports, { here: (command) => this.here(command), nowMs: clock.now(), fleet }));
    this.tell(`The report is in ${safeText(file)}.`);
  }

  private emit(form: SnippetForm, report: TuneReport): void {
    this.tell([...renderBeside(report, this.look), ...notesBeside(form, report).map((note) => safeText(note))].join("\n"));
    this.print(snippetOf(form, report));
  }
}
