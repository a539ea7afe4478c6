import type { Command, Interfaces } from "@oclif/core";
import { askFor, valueOfFact } from "../core/mapping/fact.ts";
import { type Chosen, chooseForWriting } from "../core/mapping/lifecycle/choice.ts";
import { type Job, type JobOutcome, runJob, runJobs } from "../core/mapping/lifecycle/jobs.ts";
import type { Waited } from "../core/mapping/lifecycle/waiting.ts";
import type { MappingDocument } from "../core/mapping/model.ts";
import { placeOf } from "../core/mapping/place.ts";
import { BaseCommand } from "./base-command.ts";
import { exitCodeOf, exitCodes } from "./exit-codes.ts";
import type { allFlag, selectorFlags } from "./flags.ts";
import { lookOf } from "./look.ts";
import { progressLine } from "./progress-line.ts";
import { type PlanPlace, type PlanView, renderPlan, renderPlanBody } from "./render/plan.ts";
import { type PlannedRow, type ResultRow, renderResults } from "./render/results.ts";
import { resultDocument, type WriteDocument, type WritesDocument } from "./write-document.ts";

/** Asks the question after the plan; with `--dry-run` nothing is asked and nothing written. */
export type Agreement = (() => Promise<boolean>) | "dry-run";

export type SelectorFlags = Partial<Interfaces.InferredFlags<typeof selectorFlags & typeof allFlag>>;

/** A write to one mapping, ready to be shown and asked about. */
export interface PlannedWrite extends PlanView {
  /** As it stands; undefined for one that does not exist yet. */
  readonly mapping: MappingDocument | undefined;
  /** Undefined when there is nothing to do. */
  readonly job: Job | undefined;
  /** Lines after the write. */
  readonly ending: (waited: Waited) => readonly string[];
}

/** One mapping of several. Without a job it is left alone: it is as it should be, or `error` says why it cannot be written. */
export interface PlannedItem extends PlannedRow {
  readonly mapping: MappingDocument | undefined;
  readonly job: Job | undefined;
}

/** A write to several mappings. */
export interface PlannedWrites extends Omit<PlanView, "changes"> {
  readonly items: readonly PlannedItem[];
  /** The items, as the plan shows them. */
  readonly lines: readonly string[];
  /** The result in a word or two: `disabled`. */
  readonly ending: (waited: Waited) => string;
}

/** What verbs that write have in common: the plan, the question, the progress, and the document in the end. */
export abstract class WriteCommand<T extends typeof Command> extends BaseCommand<T> {
  protected get look() {
    return lookOf(this.terminal);
  }

  /** Account and Region for the head of a plan: as the mapping says, else as AWS does. Who may not ask may still write. */
  protected async place(mapping?: MappingDocument): Promise<PlanPlace> {
    const own = mapping && placeOf(mapping);
    if (own !== undefined) return own;
    const identity = valueOfFact(await askFor(() => this.services().account.identity()));
    return { region: identity?.region ?? this.flags.region?.[0] ?? "an unknown Region", accountId: identity?.accountId };
  }

  /** The mappings that the names and flags mean. A single name without selecting flags makes a write to one mapping. */
  protected async choose(
    names: readonly string[] | undefined,
    flags: SelectorFlags,
  ): Promise<{ readonly chosen: readonly Chosen[]; readonly several: boolean }> {
    const { function: fn, cluster, topic, tag, all } = flags;
    const choice = { names: names ?? [], function: fn, cluster, topic, ...(tag && { tags: new Map(tag) }), ...(all && { all }) };
    const chosen = await chooseForWriting(this.services(), choice, `mskctl ${this.id}`);
    const selected = [fn, cluster, topic, tag].some((flag) => flag !== undefined) || all === true;
    return { chosen, several: selected || choice.names.length > 1 };
  }

  /** Draws waiting that happens before there is a plan. */
  protected async watching<Result>(work: (onEvent: ReturnType<typeof progressLine>["onEvent"]) => Promise<Result>): Promise<Result> {
    const progress = progressLine(this.terminal, this.look);
    try {
      return await work(this.jsonEnabled() ? () => {} : progress.onEvent);
    } finally {
      if (!this.jsonEnabled()) progress.end();
    }
  }

  /** Shows the plan, asks, writes and follows. */
  protected async writeOne(write: PlannedWrite, agree: Agreement): Promise<WriteDocument> {
    const { changes, notes, findings, job, mapping } = write;
    const plan = { changes, notes, ...(findings === undefined ? {} : { findings }) };
    const unwritten: WriteDocument = { schemaVersion: 1, plan, applied: false, mapping: mapping ?? null };
    this.print(renderPlan(write, this.look).join("\n"));
    if (job === undefined) return this.leave("Nothing to change.", unwritten);
    if (!(await this.isAgreed(agree))) return this.leave("Nothing was changed.", unwritten);
    const waited = await this.watching((onEvent) => runJob(this.services(), job, onEvent));
    this.print(write.ending(waited).join("\n"));
    return { ...unwritten, applied: true, mapping: waited.mapping, reached: waited.reached };
  }

  /** The same for several mappings; ends with 3 when some of them fail, and with the failure's own code when all do. */
  protected async writeMany(write: PlannedWrites, agree: Agreement): Promise<WritesDocument> {
    const { items, notes } = write;
    const changes = items.flatMap(({ name, mapping, changes }) => changes.map((change) => ({ name, ...uuidOf(mapping), ...change })));
    const document = { schemaVersion: 1, plan: { changes, notes } } as const;
    this.print(renderPlanBody(write, write.lines, this.look).join("\n"));
    const jobs = items.flatMap(({ job }) => job ?? []);
    const applied = jobs.length > 0 && (await this.isAgreed(agree));
    if (!applied) this.tell(jobs.length === 0 ? "Nothing to change." : "Nothing was changed.");
    const outcomes = applied ? await this.runAll(jobs) : [];
    const results = items.flatMap((item) => resultOf(item, outcomes, write.ending));
    if (applied) this.print(renderResults(results, this.look).join("\n"));
    this.exitFor(results);
    return { ...document, applied, results: results.map(resultDocument) };
  }

  private leave<Document>(why: string, document: Document): Document {
    this.tell(why);
    return document;
  }

  private async isAgreed(agree: Agreement): Promise<boolean> {
    return agree !== "dry-run" && (await agree());
  }

  private async runAll(jobs: readonly Job[]): Promise<JobOutcome[]> {
    const progress = progressLine(this.terminal, this.look);
    try {
      return await runJobs(this.services(), jobs, this.jsonEnabled() ? () => {} : progress.onProgress);
    } finally {
      progress.end();
    }
  }

  private exitFor(results: readonly ResultRow[]): void {
    const failed = results.flatMap(({ error }) => error ?? []);
    const [first] = failed;
    if (first !== undefined) this.exitWith(failed.length < results.length ? exitCodes.partial : exitCodeOf(first));
  }
}

/** What became of an item; nothing yet while its job has not run. */
function resultOf(item: PlannedItem, outcomes: readonly JobOutcome[], ending: PlannedWrites["ending"]): ResultRow[] {
  const { name, mapping, job } = item;
  if (job === undefined) return [{ name, mapping, result: item.becomes, error: item.error }];
  const outcome = outcomes.find((each) => each.job === job);
  if (outcome === undefined) return [];
  if (outcome.ok) return [{ name, mapping: outcome.mapping, result: ending(outcome), error: undefined }];
  return [{ name, mapping: outcome.mapping, result: undefined, error: outcome.error }];
}

function uuidOf(mapping: MappingDocument | undefined): { readonly uuid?: string } {
  return mapping === undefined ? {} : { uuid: mapping.UUID };
}
