import { Args, Flags } from "@oclif/core";
import { MskctlError } from "../core/errors.ts";
import { plural } from "../core/figures.ts";
import type { RedrivePlan } from "../core/redrive/plan.ts";
import { planRefusal } from "../core/redrive/plan-refusal.ts";
import { writeFlags } from "../shell/flags.ts";
import { RedriveCommand, stopFlags } from "../shell/redrive-command.ts";
import { endEventLine, planEventLine } from "../shell/redrive-events.ts";
import { sendingFlags } from "../shell/redrive-flags.ts";
import { type PreparedRedrive, prepareRedrive } from "../shell/redrive-preparation.ts";
import { usualPreparation as usual } from "../shell/redrive-settings.ts";
import { type RedrivePlanDocument, redrivePlanDocument } from "../shell/render/redrive/plan-document.ts";
import { renderPlanFooter, renderRedrivePlan } from "../shell/render/redrive/plan-text.ts";
import { type RedriveStatusDocument, redriveStatusDocument } from "../shell/render/redrive/run-documents.ts";

/** `mskctl redrive --json`; docs/schema/redrive.schema.json. */
export interface RedriveDocument {
  readonly schemaVersion: 1;
  readonly plan: RedrivePlanDocument;
  /** False: a dry run, nothing to do, or the answer was no. */
  readonly applied: boolean;
  readonly result: RedriveStatusDocument | null;
}

/** More than this want the mapping's name: they reach production. */
const mostWithoutName = 1_000;

export default class Redrive extends RedriveCommand<typeof Redrive> {
  static override summary = "Send failed records to their function again, and account for each.";
  static override description =
    "Reads the failure documents of a mapping's on-failure destination (or of SOURCE), shows what failed and what a run would do, and sends the records in order of their partition, at most a batch of each at a time. A document leaves its source only when the outcome of all of its records is on disk. A run that was interrupted, even killed, is gone on with by redrive resume.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> shipments --dry-run",
    "<%= config.bin %> <%= command.id %> shipments",
    "<%= config.bin %> <%= command.id %> sqs:failed-orders --mapping orders --to file:rescued",
  ];
  static override args = {
    source: Args.string({ description: "A mapping, or sqs:QUEUE, sns:ARN, s3://BUCKET/PREFIX, kafka://TOPIC.", required: true }),
  };
  static override flags = {
    to: Flags.string({ summary: "lambda:NAME[:QUALIFIER], kafka://TOPIC or file:FOLDER; the mapping's function.", helpValue: "TARGET" }),
    mapping: Flags.string({ summary: "Whose documents are meant, for a source that is no mapping.", helpValue: "NAME" }),
    format: Flags.option({ options: ["jsonl", "kafka-event", "raw"] as const })({ summary: "Of files.", default: usual.format }),
    ...sendingFlags,
    canary: Flags.integer({
      summary: "So many records go first, a batch at a time; 0: none.",
      default: usual.canary,
      min: 0,
      helpGroup: "SPEED",
    }),
    concurrency: Flags.integer({ summary: "Batches at once at most.", min: 1, max: 1_000, helpGroup: "SPEED" }),
    "stop-after": Flags.integer({ summary: "Stop after so many records.", min: 1, helpGroup: "SPEED" }),
    window: Flags.integer({
      summary: "Messages of a queue that are taken at a time.",
      default: usual.window,
      min: 1,
      max: 100_000,
      helpGroup: "SOURCE",
    }),
    "allow-partial": Flags.boolean({ summary: "Send what is left of a batch that has expired in part.", helpGroup: "SOURCE" }),
    peek: Flags.option({ options: ["sample", "none"] as const })({
      summary: "Whether a plan looks at some messages of a queue: that counts as receiving them.",
      default: usual.peek,
      helpGroup: "SOURCE",
    }),
    "allow-shared-queue": Flags.boolean({ summary: "Although others take messages from the queue.", helpGroup: "WRITE" }),
    "yes-all-consumers": Flags.boolean({
      summary: "Although every group that reads the topic gets the records again.",
      helpGroup: "WRITE",
    }),
    confirm: Flags.string({ summary: "The mapping's name, for more than 1,000 records.", helpValue: "NAME", helpGroup: "WRITE" }),
    ...writeFlags,
    ...stopFlags,
    ndjson: Flags.boolean({ summary: "An event a line instead of text.", exclusive: ["json"], helpGroup: "OUTPUT" }),
  };

  async run(): Promise<RedriveDocument> {
    const { "dry-run": dryRun, ndjson } = this.flags;
    const prepared = await prepareRedrive(this.services(), this.args.source, this.flags, dryRun);
    try {
      const { plan } = prepared;
      if (ndjson) this.terminal.out(planEventLine(plan));
      else this.print(renderRedrivePlan(plan, this.look).join("\n"));
      if (dryRun || isEmpty(plan)) return await this.leave(prepared, dryRun);
      const refusal = planRefusal(plan, {
        sharedQueue: this.flags["allow-shared-queue"],
        allConsumers: this.flags["yes-all-consumers"],
      });
      if (refusal !== undefined) throw refusal;
      if (!(await this.agreed(plan))) return await this.leave(prepared, false);
      await prepared.begin();
    } catch (error) {
      await prepared.discard();
      throw error;
    }
    // From here on the run is there to be resumed: its sitting closes what was opened.
    return this.work(prepared);
  }

  private async work(prepared: PreparedRedrive): Promise<RedriveDocument> {
    const { plan, opened, mapping, claim, settings } = prepared;
    const { ndjson } = this.flags;
    const run = await prepared.begin();
    try {
      const { end, counts } = await this.sit(run, settings, { opened, mapping, claim, ndjson });
      const result = redriveStatusDocument(run.known, counts);
      if (ndjson) this.terminal.out(endEventLine(end, result, this.services().clock.now()));
      return { schemaVersion: 1, plan: redrivePlanDocument(plan), applied: true, result };
    } finally {
      run.close();
    }
  }

  private async leave(prepared: PreparedRedrive, dryRun: boolean): Promise<RedriveDocument> {
    await prepared.discard();
    const { plan } = prepared;
    if (dryRun) this.print(this.here(renderPlanFooter(plan, this.look)));
    else this.tell(isEmpty(plan) ? "Nothing to redrive." : "Nothing was changed.");
    return { schemaVersion: 1, plan: redrivePlanDocument(plan), applied: false, result: null };
  }

  private async agreed({ facts, tally }: RedrivePlan): Promise<boolean> {
    const { confirm, yes, ndjson } = this.flags;
    const records = tally.records;
    // Of a queue that was not looked through, nobody knows how many records its messages point to.
    const isCounted = facts.coverage.kind === "all";
    const question = isCounted
      ? `Redrive ${plural(records, "record")}?`
      : `Redrive what ${plural(facts.coverage.documents, "message")} point to?`;
    const isMany = records > mostWithoutName || !isCounted;
    if (ndjson && !yes && confirm === undefined) {
      throw new MskctlError("usage", "--ndjson asks no questions", { suggestions: [isMany ? `add --confirm ${facts.name}` : "add --yes"] });
    }
    return isMany ? this.confirmByName(question, [facts.name], confirm) : this.confirm(question, yes);
  }
}

/** Nothing is there. What is there and cannot be redriven is a refusal, or becomes an outcome of the run. */
function isEmpty({ tally, facts: { coverage } }: RedrivePlan): boolean {
  return tally.documents === 0 && (coverage.kind === "all" || coverage.documents === 0);
}
