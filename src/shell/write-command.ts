import type { Command, Interfaces } from "@oclif/core";
import { askFor, valueOfFact } from "../core/mapping/fact.ts";
import { type Chosen, chooseForWriting } from "../core/mapping/lifecycle/choice.ts";
import { type Job, type JobOutcome, runJob, runJobs } from "../core/mapping/lifecycle/jobs.ts";
import type { Waited } from "../core/mapping/lifecycle/waiting.ts";
import type { MappingDocument } from "../core/mapping/model.ts";
import { placeOf } from "../core/mapping/place.ts";
import { specName } from "../core/mapping/spec.ts";
import { BaseCommand } from "./base-command.ts";
import { exitCodeOf, exitCodes } from "./exit-codes.ts";
import type { allFlag, selectorFlags } from "./flags.ts";
import type { Look } from "./render/palette.ts";
import { type PlanPlace, type PlanView, renderPlan, renderPlanBody } from "./render/plan.ts";
import { type PlannedRow, type ResultRow, renderResults, sharedNotes } from "./render/results.ts";
import { resultDocument, type WriteDocument, type WritesDocument } from "./write-document.ts";

/** Asks the question after the plan; with `--dry-run` nothing is asked and nothing written. */
export type Agreement = (() => Promise<boolean>) | "dry-run";

export type SelectorFlags = Partial<Interfaces.InferredFlags<typeof selectorFlags & typeof allFlag>>;

/** A write to one mapping, ready to be shown and asked about. */
export interface PlannedWrite extends PlanView {
  /** As it stands; undefined for one that does not exist yet. */
  readonly mapping: MappingDocument | undefined;
  /** Undefined when there is nothing to do; `idle` then says so. */
  readonly job: Job | undefined;
  readonly idle?: string;
  /** Lines after the write. */
  readonly ending: (waited: Waited) => readonly string[];
}

/** One mapping of several. Without a job it is left alone: it is as it should be, or `error` says why it cannot be written. */
export interface PlannedItem extends PlannedRow {
  readonly mapping: MappingDocument | undefined;
  readonly job: Job | undefined;
}

/** A write to several mappings. */
export interface PlannedWrites extends Omit<PlanView, "changes" | "findings"> {
  readonly items: readonly PlannedItem[];
  /** Shows the items in the plan. */
  readonly render: (items: readonly PlannedItem[], look: Look) => string[];
  /** The result in a word or two: `disabled`. */
  readonly ending: (waited: Waited) => string;
}

/** What verbs that write have in common: the plan, the question, the progress, and the document in the end. */
export abstract class WriteCommand<T extends typeof Command> extends BaseCommand<T> {
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
    const chosen = await chooseForWriting(this.services(), choice, this.spoken);
    const selected = [fn, cluster, topic, tag].some((flag) => flag !== undefined) || all === true;
    return { chosen, several: selected || choice.names.length > 1 };
  }

  /** What a plan calls its mapping: a UUID alone would not tell a person which one it is. */
  protected calledInPlan(name: string, mapping: MappingDocument | undefined): string {
    return mapping === undefined || name !== mapping.UUID ? name : `${specName(mapping)} (${name})`;
  }

  /** Shows the plan, asks, writes and follows. */
  protected async writeOne(write: PlannedWrite, agree: Agreement): Promise<WriteDocument> {
    const { changes, notes, findings, job, idle = "Nothing to change.", mapping } = write;
    const plan = { changes, notes, ...(findings === undefined ? {} : { findings }) };
    const unwritten: WriteDocument = { schemaVersion: 1, plan, applied: false, mapping: mapping ?? null };
    this.print(renderPlan(write, this.look).join("\n"));
    if (job === undefined) return this.leave(idle, unwritten);
    if (!(await this.isAgreed(agree))) return this.leave("Nothing was changed.", unwritten);
    const waited = this.waitedHere(await this.watching((onEvent) => runJob(this.services(), job, onEvent)));
    this.print(write.ending(waited).join("\n"));
    return { ...unwritten, applied: true, mapping: waited.mapping, reached: waited.reached };
  }

  /** The same for several mappings; ends with 3 when some of them fail, and with the failure's own code when all do. */
  protected async writeMany(write: PlannedWrites, agree: Agreement): Promise<WritesDocument> {
    const { items, render, notes } = write;
    const changes = items.flatMap(({ name, mapping, changes }) => changes.map((change) => ({ name, ...uuidOf(mapping), ...change })));
    const named = items.flatMap((item) => (item.notes ?? []).map((note) => `${item.name}: ${note}`));
    const document = { schemaVersion: 1, plan: { changes, notes: [...named, ...notes] } } as const;
    const view = { ...write, notes: [...sharedNotes(items), ...notes] };
    this.print(renderPlanBody(view, render(items, this.look), this.look).join("\n"));
    const jobs = items.flatMap(({ job }) => job ?? []);
    const applied = jobs.length > 0 && (await this.isAgreed(agree));
    if (!applied) this.tell(items.some(({ job, error }) => job ?? error) ? "Nothing was changed." : "Nothing to change.");
    const outcomes = applied ? await this.runAll(jobs) : [];
    const results = items.flatMap((item) => this.resultOf(item, outcomes, write.ending));
    if (applied) this.print(["", ...renderResults(results, this.look)].join("\n"));
    this.exitFor(results, items.length);
    return { ...document, applied, results: results.map(resultDocument) };
  }

  private leave<Document>(why: string, document: Document): Document {
    this.tell(why);
    return document;
  }

  private async isAgreed(agree: Agreement): Promise<boolean> {
    return agree !== "dry-run" && (await agree());
  }

  private runAll(jobs: readonly Job[]): Promise<JobOutcome[]> {
    return this.watching((_, onProgress) => runJobs(this.services(), jobs, onProgress));
  }

  /** What became of an item; nothing yet while its job has not run. */
  private resultOf(item: PlannedItem, outcomes: readonly JobOutcome[], ending: PlannedWrites["ending"]): ResultRow[] {
    const { name, mapping, job, becomes, error } = item;
    if (job === undefined) return [{ name, mapping, result: becomes, error: error && this.errorHere(error), isToldBefore: true }];
    const outcome = outcomes.find((each) => each.job === job);
    if (outcome === undefined) return [];
    const row = { name, mapping: outcome.mapping, isToldBefore: false };
    if (outcome.ok) return [{ ...row, result: ending(this.waitedHere(outcome)), error: undefined }];
    return [{ ...row, result: "failed", error: this.errorHere(outcome.error) }];
  }

  private waitedHere({ mapping, reached }: Waited): Waited {
    if (reached.kind !== "not-observable" || reached.fix === undefined) return { mapping, reached };
    return { mapping, reached: { ...reached, fix: this.here(reached.fix) } };
  }

  private exitFor(results: readonly ResultRow[], total: number): void {
    const failed = results.flatMap(({ error }) => error ?? []);
    const [first] = failed;
    if (first !== undefined) this.exitWith(failed.length < total ? exitCodes.partial : exitCodeOf(first));
  }
}

function uuidOf(mapping: MappingDocument | undefined): { readonly uuid?: string } {
  return mapping === undefined ? {} : { uuid: mapping.UUID };
}
