import { BaseCommand } from "../../shell/base-command.ts";
import { type RedriveListDocument, redriveListDocument } from "../../shell/render/redrive/run-documents.ts";
import { type RunOverview, renderRuns } from "../../shell/render/redrive/runs-text.ts";

export default class RedriveList extends BaseCommand<typeof RedriveList> {
  static override summary = "Show the runs of this machine, the newest first.";
  static override examples = ["<%= config.bin %> <%= command.id %>"];

  async run(): Promise<RedriveListDocument> {
    const { redrive, clock } = this.services();
    const store = await redrive.runs();
    const runs: RunOverview[] = [];
    for (const known of await store.list()) {
      // A journal that somebody else writes to is left alone.
      const open = known.owner === undefined ? await store.open(known.facts.id, "reading").catch(() => undefined) : undefined;
      runs.push({ known, counts: open?.journal.counts() });
      open?.close();
    }
    this.print(renderRuns(runs, clock.now(), this.look).join("\n"));
    return redriveListDocument(runs);
  }
}
