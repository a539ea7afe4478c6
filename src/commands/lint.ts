import { Args, Flags } from "@oclif/core";
import { type ErrorCode, MskctlError } from "../core/errors.ts";
import { plural } from "../core/figures.ts";
import { hasFailed, type LintReport, toldFindings } from "../core/filter/lint-report.ts";
import type { TriedSamples } from "../core/filter/try-samples.ts";
import { safeText } from "../core/record/safe-text.ts";
import { BaseCommand } from "../shell/base-command.ts";
import { decodingFlags, withOneOf } from "../shell/decoding-flags.ts";
import { exitCodeOf, exitCodes } from "../shell/exit-codes.ts";
import { failOnFlag, shareFlag, sinceFlag } from "../shell/flags.ts";
import { lintFormats } from "../shell/lint-formats.ts";
import type { CollectedPatterns } from "../shell/lint-patterns.ts";
import type { LintDocument } from "../shell/render/lint/lint-document.ts";

/** Errors that the user asked for. */
const stopped: ReadonlySet<ErrorCode> = new Set(["interrupted", "terminated", "timed-out"]);

/** The flags that name records to send through the filters. */
const recordFlags = ["samples", "from-topic"] as const;

export default class Lint extends BaseCommand<typeof Lint> {
  static override summary = "Check filter patterns, and try them on sample records.";
  static override description =
    "Patterns are found in pattern and FilterCriteria files, mapping specs, SAM, CloudFormation, CDK and Serverless Framework templates, terraform show -json and .tf.json, or come from --pattern and --mapping. Without PATH the current folder is searched. With samples, or the newest records of a live mapping's topic, it says what each filter lets through, and why not; patterns named beside --from-topic stand in for the mapping's own.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> template.yaml --samples samples.ndjson",
    "<%= config.bin %> <%= command.id %> --mapping legacy --samples - --min-delivered 10%",
    `<%= config.bin %> <%= command.id %> --pattern '{"value":{"status":["PAID"]}}'`,
    "<%= config.bin %> <%= command.id %> --mapping legacy --from-topic 1000 --since 1h",
    "<%= config.bin %> <%= command.id %> filter.json --mapping legacy --from-topic 5000 --max-delivered 20%",
    "<%= config.bin %> <%= command.id %> infra --format sarif --baseline lint-baseline.json > lint.sarif",
  ];
  static override args = {
    path: Args.string({ description: "File or folder; - is standard input. Any number of them.", multiple: true }),
  };
  static override flags = {
    pattern: Flags.string({
      summary: "A pattern; repeat for the filters of one mapping.",
      helpValue: "JSON",
      multiple: true,
      multipleNonGreedy: true,
      helpGroup: "PATTERNS",
    }),
    mapping: Flags.string({
      summary: "The filters of a live mapping; with --from-topic its topic, too.",
      helpValue: "NAME",
      multiple: true,
      multipleNonGreedy: true,
      helpGroup: "PATTERNS",
    }),
    dialect: Flags.option({
      options: ["lambda", "eventbridge"] as const,
      default: "lambda" as const,
      summary: "Whose list of operators goes without a warning.",
      helpGroup: "PATTERNS",
    })(),
    samples: Flags.string({
      summary: "Records to send through the filters: file, folder, or - for standard input.",
      helpValue: "FILE",
      multiple: true,
      multipleNonGreedy: true,
      helpGroup: "SAMPLES",
    }),
    "from-topic": Flags.integer({
      summary: "Send so many of the newest records of the topic of --mapping; its consumer group does not notice.",
      helpValue: "N",
      min: 1,
      helpGroup: "SAMPLES",
      dependsOn: ["mapping"],
      exclusive: ["samples"],
    }),
    since: sinceFlag({ summary: "No older records than this: 1h, or a time.", helpGroup: "SAMPLES", dependsOn: ["from-topic"] }),
    ...decodingFlags(...recordFlags),
    validate: Flags.boolean({
      summary: "Look at every byte of the samples; a line from { to } is taken for JSON otherwise.",
      helpGroup: "SAMPLES",
    }),
    "show-payload": Flags.boolean({ summary: "Show the first records of each kind.", helpGroup: "SAMPLES", ...withOneOf(recordFlags) }),
    "min-delivered": shareFlag({ summary: "End with 2 when fewer samples are delivered.", helpGroup: "GATE", ...withOneOf(recordFlags) }),
    "max-delivered": shareFlag({ summary: "End with 2 when more samples are delivered.", helpGroup: "GATE", ...withOneOf(recordFlags) }),
    "allow-no-data": Flags.boolean({ summary: "Let the gates pass without samples.", helpGroup: "GATE" }),
    "fail-on": failOnFlag({ helpGroup: "GATE" }),
    baseline: Flags.string({ summary: "Findings of this file are known and do not count.", helpValue: "FILE", helpGroup: "GATE" }),
    "update-baseline": Flags.boolean({
      summary: "Write all findings into the file of --baseline.",
      helpGroup: "GATE",
      dependsOn: ["baseline"],
    }),
    format: Flags.option({ options: lintFormats, default: "text" as const, summary: "How to print the report.", exclusive: ["json"] })(),
    fix: Flags.boolean({
      summary: "Rewrite what is safe to rewrite, after showing it.",
      helpGroup: "FIX",
      exclusive: ["samples", "from-topic", "json"],
    }),
    yes: Flags.boolean({ char: "y", summary: "Answer the question of --fix with yes.", helpGroup: "FIX", dependsOn: ["fix"] }),
    "dry-run": Flags.boolean({ summary: "Show what --fix would do and stop.", helpGroup: "FIX", dependsOn: ["fix"] }),
  };

  private tools!: typeof import("../shell/lint-tools.ts");

  async run(): Promise<LintDocument> {
    const { baseline, "update-baseline": updates, fix } = this.flags;
    this.tools = await import("../shell/lint-tools.ts");
    const services = this.services();
    const collected = await this.tools.collectPatterns(services, {
      paths: this.args.path ?? [],
      patterns: this.flags.pattern ?? [],
      mappings: this.flags.mapping ?? [],
      forTopic: this.flags["from-topic"] !== undefined,
    });
    const linted = this.tools.lintMappings(collected.groups, { dialect: this.flags.dialect });
    const { unreadable, notes } = collected;
    if (fix) return this.fix({ mappings: linted, unreadable, notes }, collected);
    const tried = await this.trySamples(linted, collected);
    const { topic } = tried;
    const report: LintReport = { mappings: tried.mappings, unreadable, notes: [...notes, ...tried.notes], ...(topic && { topic }) };
    const shown = baseline === undefined || updates ? report : await this.tools.withoutKnown(report, baseline, services.files);
    this.show(shown, collected);
    if (updates && baseline !== undefined) {
      const { findings } = await this.tools.updateBaseline(report, baseline, services.files);
      this.tell(`${plural(findings.length, "entry", "entries")} in ${baseline}`);
    }
    this.endWith(shown, tried.stoppedBy, updates);
    return this.tools.lintDocument(shown);
  }

  private async trySamples(
    linted: LintReport["mappings"],
    { mappings }: CollectedPatterns,
  ): Promise<TriedSamples & Pick<LintReport, "topic">> {
    const { samples, "from-topic": newest, since: sinceMs, "samples-format": format } = this.flags;
    const { schema, message, "schema-registry": registry, validate, "show-payload": showPayload } = this.flags;
    if (samples === undefined && newest === undefined) return { mappings: linted, notes: [] };
    const { "min-delivered": minShare, "max-delivered": maxShare, "allow-no-data": allowNoData } = this.flags;
    const flags = { schema, message, registry, validate, showPayload };
    const services = this.services();
    const tried: TriedSamples & Pick<LintReport, "topic"> = await this.watching((_onEvent, _onProgress, onReading) =>
      newest === undefined
        ? this.tools.sendSamples(linted, mappings, { samples: samples ?? [], format, ...flags }, services, onReading)
        : this.tools.sendTopic(linted, mappings, { records: newest, sinceMs, ...flags }, services, onReading),
    );
    const limits = { ...(minShare === undefined ? {} : { minShare }), ...(maxShare === undefined ? {} : { maxShare }) };
    const gated = tried.mappings.map((mapping) =>
      mapping.samples === undefined ? mapping : { ...mapping, gates: this.tools.sampleGates(mapping.samples, limits, allowNoData) },
    );
    return { ...tried, mappings: gated };
  }

  private show(report: LintReport, { sources }: CollectedPatterns): void {
    const { format, samples: named = [], "fail-on": failOn = "error" } = this.flags;
    const samples = report.topic === undefined ? named : [`topic ${report.topic.topic}`];
    this.print(this.tools.renderReport(report, { format, sources, samples, failOn, version: this.config.version, look: this.look }));
  }

  /** An interruption says so and keeps its own exit code; a file that could not be read is wrong usage; findings and gates are 2. */
  private endWith(report: LintReport, stoppedBy: MskctlError | undefined, updates: boolean): void {
    if (stoppedBy !== undefined) {
      // The report itself says that it ends early.
      if (!stopped.has(stoppedBy.code)) for (const line of [stoppedBy.message, ...stoppedBy.suggestions]) this.tell(safeText(line));
      this.exitWith(exitCodeOf(stoppedBy));
    } else if (report.unreadable.length > 0) this.exitWith(exitCodes.usage);
    else if (hasFailed(report)) this.exitWith(exitCodes.gate);
    else if (!updates) this.gate(toldFindings(report), this.flags["fail-on"]);
  }

  private async fix(report: LintReport, collected: CollectedPatterns): Promise<LintDocument> {
    const planned = this.tools.plannedFixes(report.mappings, collected.sources);
    if (planned.length === 0) {
      this.show(report, collected);
      this.tell("nothing that --fix could do");
      this.gate(toldFindings(report), this.flags["fail-on"]);
      return this.tools.lintDocument(report);
    }
    const files = planned.map(({ source, text, fixes }) => ({
      name: source.source,
      before: source.text,
      after: text,
      fixes: fixes.length,
    }));
    this.print(this.tools.renderFixes(files, this.look).join("\n"));
    if (this.flags["dry-run"] || !(await this.confirm(`Write ${plural(files.length, "file")}?`, this.flags.yes)))
      return this.tools.lintDocument(report);
    for (const { source, text } of planned) await this.rewrite(source, text);
    this.print(`fixed ${plural(files.length, "file")}; what is left: mskctl lint ${files.map(({ name }) => name).join(" ")}`);
    return this.tools.lintDocument(report);
  }

  /** Only a file that still says what was shown is written. */
  private async rewrite({ source, text: before, byteOrderMark }: CollectedPatterns["sources"][number], text: string): Promise<void> {
    const { files } = this.services();
    if ((await files.readText(source)).replace(/^\ufeff/, "") !== before)
      throw new MskctlError("stale-plan", `${source} changed while it was looked at; nothing in it was fixed`, {
        suggestions: ["mskctl lint --fix"],
      });
    await files.writeText(source, `${byteOrderMark ? "\ufeff" : ""}${text}`);
  }
}
