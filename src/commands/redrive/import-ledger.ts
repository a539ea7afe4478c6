import { Args, Flags } from "@oclif/core";
import { formatCount, plural } from "../../core/figures.ts";
import { areaText, parseArea } from "../../core/redrive/handover/area.ts";
import type { LedgerImport } from "../../core/redrive/handover/import-ledger.ts";
import { BaseCommand } from "../../shell/base-command.ts";
import { exitCodes } from "../../shell/exit-codes.ts";
import { earlierImports, handoverIn, type LedgerSource, runOfLedger } from "../../shell/ledger-import.ts";
import { type RedriveImportDocument, renderImport } from "../../shell/render/redrive/import-text.ts";
import { redriveStatusDocument } from "../../shell/render/redrive/run-documents.ts";
import { renderRunStatus } from "../../shell/render/redrive/runs-text.ts";

export default class RedriveImportLedger extends BaseCommand<typeof RedriveImportLedger> {
  static override summary = "Make a run of what the workers of an exported redrive have written down.";
  static override description =
    "Reads the ledger that an export's workers keep in S3. The run is like any other: report, verify, retry-parked and resume work on it.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> s3://shop-redrive/orders/",
    "<%= config.bin %> <%= command.id %> s3://shop-redrive/orders/ --dry-run",
  ];
  static override args = { area: Args.string({ description: "s3://BUCKET/PREFIX/, as it was exported.", required: true }) };
  static override flags = {
    "dry-run": Flags.boolean({ summary: "Only read it and say what is in it; no run is kept." }),
  };

  async run(): Promise<RedriveImportDocument> {
    const services = this.services();
    const area = parseArea(this.args.area);
    const opened = await services.handover.area(area);
    const handover = await handoverIn(services, opened, area);
    const earlierRuns = await earlierImports(services, area);
    const { run, imported } = await this.watching((_event, _progress, onReading) => {
      const onProgress: LedgerSource["onProgress"] = ({ batches, documents }) => {
        this.signal.throwIfAborted();
        onReading(`${plural(batches, "batch", "batches")} read, ${plural(documents, "document")} of ${formatCount(handover.documents)}`);
      };
      return runOfLedger(services, { area, opened, handover, onProgress });
    });
    try {
      const counts = run.journal.counts();
      const known = { ...run.known, owner: undefined };
      const kept = !this.flags["dry-run"];
      const left = imported.left.reduce((sum, { documents }) => sum + documents, 0);
      const document: RedriveImportDocument = {
        schemaVersion: 1,
        ledger: areaText(area),
        id: handover.id,
        ...documentOf(imported),
        listed: handover.documents,
        notReached: Math.max(0, handover.documents - counts.documents - left),
        earlierRuns,
        status: kept ? redriveStatusDocument(known, counts) : null,
      };
      const status = renderRunStatus({ known, counts }, services.clock.now(), this.look);
      this.print([...renderImport(document, this.look), ...(kept ? status : status.slice(1, -1))].join("\n"));
      if (counts.parked + counts.unrecoverable + counts.remaining + document.notReached > 0) this.exitWith(exitCodes.partial);
      return document;
    } finally {
      run.close();
      if (this.flags["dry-run"]) await (await services.redrive.runs()).remove(run.known.facts.id);
    }
  }
}

function documentOf({ doubles, gaps, refused, ...counts }: LedgerImport): LedgerImport {
  const plain = ({ count, places }: LedgerImport["gaps"]) => ({ count, places });
  return { ...counts, doubles: plain(doubles), gaps: plain(gaps), refused: plain(refused) };
}
