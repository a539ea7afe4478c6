import { Args, Flags } from "@oclif/core";
import { plural } from "../../core/figures.ts";
import type { ExportFolder } from "../../core/redrive/handover/export-folder.ts";
import { writeExport } from "../../core/redrive/handover/write-export.ts";
import { BaseCommand } from "../../shell/base-command.ts";
import { shareFlag } from "../../shell/flags.ts";
import { type PreparedExport, prepareExport } from "../../shell/redrive-export.ts";
import { sendingFlags } from "../../shell/redrive-flags.ts";
import { commandsMarkdown } from "../../shell/render/redrive/handover/commands-markdown.ts";
import { costMarkdown } from "../../shell/render/redrive/handover/cost-markdown.ts";
import { type ExportDocument, exportDocument } from "../../shell/render/redrive/handover/export-document.ts";
import { renderExport, renderWritten } from "../../shell/render/redrive/handover/export-text.ts";

/** Of the children; more than a few that fail have a reason that all of them have. */
const usualTolerated = 0.01;

export default class RedriveExport extends BaseCommand<typeof RedriveExport> {
  static override summary = "Write down a redrive for Step Functions: more documents than one machine should send.";
  static override description =
    "Writes a folder with a state machine (Distributed Map), the worker function's code, both roles, a SAM template, what it costs, and the commands to deploy, start, watch, slow down, abort and redrive it. Nothing is changed in AWS. The workers send by redrive's own rules and keep a ledger in S3, which redrive import-ledger makes a run of.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> shipments --out handover",
    "<%= config.bin %> <%= command.id %> s3://shop-failed-records/aws/lambda/ --mapping shipments --order none --out handover",
    "<%= config.bin %> <%= command.id %> archive:s3://rescue/orders --to lambda:orders:live --out handover",
  ];
  static override args = {
    source: Args.string({
      description: "A mapping whose failures go to a bucket, or s3://BUCKET/PREFIX, archive:s3://BUCKET/PREFIX.",
      required: true,
    }),
  };
  static override flags = {
    to: Flags.string({ summary: "lambda:NAME[:QUALIFIER]; the mapping's function.", helpValue: "TARGET" }),
    out: Flags.string({ summary: "The folder to write; it must not be there.", helpValue: "DIR", required: true }),
    engine: Flags.option({ options: ["step-functions"] as const })({ summary: "Who works it off.", default: "step-functions" }),
    mapping: Flags.string({ summary: "Whose documents are meant, for a source that is no mapping.", helpValue: "NAME" }),
    order: Flags.option({ options: ["partition", "none"] as const })({
      summary: "A partition at a time by each worker, for which every document's beginning is read now; or as the bucket lists them.",
      default: "partition",
    }),
    area: Flags.string({ summary: "Where the ledger goes; a folder in the source's bucket.", helpValue: "s3://BUCKET/PREFIX/" }),
    ...sendingFlags,
    concurrency: Flags.integer({ summary: "Workers at once at most, each with one batch.", min: 1, helpGroup: "SPEED" }),
    documents: Flags.integer({
      summary: "Documents of a child, with --order none; 50 when not given.",
      min: 1,
      max: 1_000,
      helpGroup: "SPEED",
    }),
    "tolerated-failure": shareFlag({
      summary: "The Map Run goes on while no larger share fails.",
      default: usualTolerated,
      helpGroup: "ERRORS",
    }),
    "kms-key": Flags.string({
      summary: "The key that the bucket is encrypted with, for the roles.",
      helpValue: "ARN",
      helpGroup: "SOURCE",
    }),
    anyway: Flags.boolean({ summary: "Although redrive would be done here within the hour.", helpGroup: "WRITE" }),
    "dry-run": Flags.boolean({ summary: "Show limits and costs, and write nothing.", helpGroup: "WRITE" }),
  };

  async run(): Promise<ExportDocument> {
    const services = this.services();
    const { "dry-run": dryRun, out } = this.flags;
    const folder = dryRun ? undefined : await services.handover.exportFolder(out);
    try {
      const ways = { folder: this.untilAborted(folder), onProgress: (documents: number) => this.tellProgress(documents) };
      const prepared = await prepareExport(services, this.args.source, this.flags, ways);
      this.terminal.status("");
      this.print(renderExport(prepared, this.look).join("\n"));
      if (folder !== undefined) {
        const { exported } = prepared;
        await writeExport(exported, folder, {
          workerFile: services.handover.workerFile,
          costMarkdown: costMarkdown(exported),
          commandsMarkdown: commandsMarkdown(exported, (command) => this.here(command)),
        });
        this.print(["", ...renderWritten(exported, out, this.look, (command) => this.here(command))].join("\n"));
      }
      return this.document(prepared, folder === undefined ? undefined : out);
    } catch (error) {
      await folder?.discard();
      throw error;
    }
  }

  /** Lanes are written from the disk, where no call to AWS would notice a Ctrl-C. */
  private untilAborted(folder: ExportFolder | undefined): Pick<ExportFolder, "write"> {
    return {
      write: async (...file) => {
        this.signal.throwIfAborted();
        await folder?.write(...file);
      },
    };
  }

  private document(prepared: PreparedExport, folder: string | undefined): ExportDocument {
    return exportDocument(prepared, folder, (command) => this.here(command));
  }

  private tellProgress(documents: number): void {
    if (this.jsonEnabled() || !this.terminal.canRedraw) return;
    this.terminal.status(`${plural(documents, "document")} so far`);
  }
}
