import { dirname, join } from "node:path";
import type { Command } from "@oclif/core";
import { MskctlError } from "../core/errors.ts";
import type { Chosen } from "../core/mapping/lifecycle/choice.ts";
import { functionNameOf, type MappingDocument } from "../core/mapping/model.ts";
import { wantsName } from "../core/mapping/offsets/reset/effect.ts";
import { resetNotes } from "../core/mapping/offsets/reset/reset-notes.ts";
import { assertHasOffsets, planReset, type ResetPlan, type ResetRequest } from "../core/mapping/offsets/reset/reset-plan.ts";
import { type Rollback, rollbackKind } from "../core/mapping/offsets/reset/rollback.ts";
import { type ResetDone, runReset } from "../core/mapping/offsets/reset/run-reset.ts";
import { withWayOn } from "../core/mapping/offsets/unavailable.ts";
import { shellWord } from "../core/mapping/setting-arguments.ts";
import type { Broker } from "../core/record/broker.ts";
import { safeText } from "../core/record/safe-text.ts";
import { namesToConfirm } from "./names-to-confirm.ts";
import { renderResetDone, renderResetPlan, renderSettledMoves } from "./render/offsets-reset.ts";
import { type ResetDocument, resetDocument } from "./render/offsets-reset-document.ts";
import { renderPlanBody } from "./render/plan.ts";
import { WriteCommand } from "./write-command.ts";

export interface Resetting extends Chosen, Pick<ResetRequest, "target" | "partitions"> {
  /** What the verb does: `Reset the offsets of`. */
  readonly does: string;
  /** Sentences before those about the reset. */
  readonly notes?: readonly string[];
  readonly save: string | undefined;
  readonly confirm: string | undefined;
  readonly yes: boolean;
  readonly dryRun: boolean;
}

/** A person waits for it. */
const brokerPatience = { repeatForMs: 3_000 };

/** Reset and restore: the same write with other offsets. */
export abstract class ResetCommand<T extends typeof Command> extends WriteCommand<T> {
  #startedMs = 0;

  override async init(): Promise<void> {
    await super.init();
    this.#startedMs = this.services().clock.now();
  }

  protected async resetOffsets(resetting: Resetting): Promise<ResetDocument> {
    const { mapping, save } = resetting;
    assertHasOffsets(mapping);
    if (save !== undefined) await this.assertNew(save);
    const broker = await withWayOn(mapping, () => this.services().broker(mapping, brokerPatience));
    try {
      return await this.planAndRun(resetting, broker);
    } finally {
      await broker.close();
    }
  }

  private async planAndRun(resetting: Resetting, broker: Broker): Promise<ResetDocument> {
    const { mapping, name, does, save } = resetting;
    const plan = await withWayOn(mapping, () => planReset({ broker, clock: this.services().clock }, resetting));
    const notes = [...(resetting.notes ?? []), ...resetNotes(plan)];
    const subject = `${does} ${this.calledInPlan(name, mapping)}`;
    const view = { subject, place: await this.place(mapping), notes };
    this.print(renderPlanBody(view, renderResetPlan(plan, this.look), this.look).join("\n"));
    const nothing = plan.moves.length === 0;
    const agreed = nothing ? "no" : await this.agree(plan, `${subject}?`, resetting);
    if (agreed === "no") {
      this.tell(nothing ? "Nothing to change." : "Nothing was changed.");
      return resetDocument(plan, notes, undefined);
    }
    const path = save ?? (await this.defaultPath(mapping));
    const done = await this.carryOut(plan, { broker, path, agreedByName: agreed === "by-name" });
    this.print([renderResetDone(name, done), ...this.undoLines(done)].join("\n"));
    return resetDocument(plan, notes, done);
  }

  private async agree(plan: ResetPlan, question: string, { confirm, yes, dryRun }: Resetting): Promise<"no" | "plainly" | "by-name"> {
    if (dryRun) return "no";
    if (confirm === undefined && !wantsName(plan.effect)) return (await this.confirm(question, yes)) ? "plainly" : "no";
    return (await this.confirmByName(question, namesToConfirm(plan.name, plan.mapping), confirm)) ? "by-name" : "no";
  }

  private carryOut(
    plan: ResetPlan,
    { broker, path, agreedByName }: { readonly broker: Broker; readonly path: string; readonly agreedByName: boolean },
  ): Promise<ResetDone> {
    const { timeout } = this.flags;
    const untilMs = timeout === undefined ? undefined : this.#startedMs + timeout;
    return this.watching((onEvent) => {
      const save = async (rollback: Rollback) => {
        await this.assertNew(path);
        await this.services().files.writeState(path, rollbackKind, rollback);
        onEvent({ kind: "note", text: `Old offsets are saved: ${this.here(restoreCommand(path))}` });
        return path;
      };
      const onSettled = (moves: ResetDone["moves"]) => {
        const lines = renderSettledMoves(plan.moves, moves, this.look);
        if (lines.length > 0) this.print(lines.join("\n"));
      };
      return runReset({ ...this.services(), broker, save }, { plan, untilMs, agreedByName, onEvent, onSettled });
    });
  }

  /** Before anything is paused: a folder that cannot be written to has to be known by then. */
  private async defaultPath(mapping: MappingDocument): Promise<string> {
    const { files, clock } = this.services();
    const name = functionNameOf(mapping.FunctionArn ?? "").replaceAll(/[^A-Za-z0-9_-]/g, "-");
    const stamp = new Date(clock.now()).toISOString().replaceAll(/[-:]|\.\d+/g, "");
    return join(await files.stateFolder("offsets"), `${name || "mapping"}-${stamp}.json`);
  }

  private async assertNew(path: string): Promise<void> {
    const { files } = this.services();
    if (await files.exists(path)) {
      throw new MskctlError("refused", `${path} exists already, and may say where a group stood before an earlier reset`, {
        suggestions: [restoreCommand(path), "name another file with --save"],
        details: { path },
      });
    }
    if (await files.exists(dirname(path))) return;
    throw new MskctlError("storage", `cannot write ${path}: there is no folder ${dirname(path)}`, { details: { path } });
  }

  private undoLines({ rollbackFile }: ResetDone): string[] {
    return rollbackFile === undefined ? [] : [`Undo with: ${safeText(this.here(restoreCommand(rollbackFile)))}`];
  }
}

function restoreCommand(path: string): string {
  return `mskctl offsets restore ${shellWord(path)}`;
}
