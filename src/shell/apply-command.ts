import { type Command, Flags } from "@oclif/core";
import { isError, MskctlError } from "../core/errors.ts";
import { askFor, valueOfFact } from "../core/mapping/fact.ts";
import { kafkaMappings } from "../core/mapping/lifecycle/choice.ts";
import { assertUnchanged } from "../core/mapping/lifecycle/writing.ts";
import { shellWord } from "../core/mapping/setting-arguments.ts";
import { applyState, isEnded } from "../core/tuning/apply/apply-events.ts";
import type { ApplyPlan } from "../core/tuning/apply/apply-plan.ts";
import type { ApplyRun, OpenApplyRun } from "../core/tuning/apply/ports.ts";
import { type ApplyProgress, runApply } from "../core/tuning/apply/run-apply.ts";
import { exitCodes } from "./exit-codes.ts";
import { writeFlags } from "./flags.ts";
import type { ProgressLine } from "./progress-line.ts";
import { type ApplyDocument, applyDocument, type PlanDocument, planDocument } from "./render/tune/apply-document.ts";
import { renderApplyPlan, stepPhrases } from "./render/tune/apply-plan-text.ts";
import { renderApplyRun, watchPhrase } from "./render/tune/apply-run-text.ts";
import { WriteCommand } from "./write-command.ts";

export const applyFlags = {
  yes: writeFlags.yes,
  "dry-run": writeFlags["dry-run"],
  "accept-risk": Flags.boolean({ summary: "Apply although something speaks against it now.", helpGroup: "WRITE" }),
};

export interface ApplyAnswers {
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly acceptRisk: boolean;
}

/** What verbs have in common that apply a plan, or go on with one. */
export abstract class ApplyCommand<T extends typeof Command> extends WriteCommand<T> {
  /** Shows the plan, asks, and applies it. Throws `refused` where something speaks against it, and for a plan of elsewhere. */
  protected async applyPlan(plan: ApplyPlan, { yes, dryRun, acceptRisk }: ApplyAnswers): Promise<ApplyDocument | PlanDocument> {
    this.print(renderApplyPlan(plan, this.look).join("\n"));
    await this.assertHere(plan);
    await this.assertAsPlanned(plan);
    if (dryRun) return this.unapplied(plan);
    const { risks } = plan;
    if (risks.length > 0 && !acceptRisk) {
      throw new MskctlError("refused", `something speaks against changing ${plan.name} now: ${risks.join("; ")}`, {
        suggestions: [this.again("--accept-risk")],
        details: { risks },
      });
    }
    if (!(await this.confirm("Apply?", yes))) return this.unapplied(plan);
    const services = this.services();
    const run = await (await services.tuneRuns()).create(plan, services.clock.now());
    return this.goOn(run);
  }

  /** Goes on with a run to its end, and says what came of it: 3 where it was rolled back. */
  protected async goOn(run: OpenApplyRun): Promise<ApplyDocument> {
    try {
      await this.assertHere(run.plan);
      const services = this.services();
      const siblings = valueOfFact(await askFor(() => kafkaMappings(services.mappings)));
      await this.watching((onEvent, _, onReading) =>
        runApply(services, run, { siblings, onProgress: (progress) => this.showProgress(progress, run.plan, { onEvent, onReading }) }),
      );
      return this.ended(run);
    } catch (error) {
      throw withWayOn(error, run);
    } finally {
      run.close();
    }
  }

  protected ended(run: ApplyRun): ApplyDocument {
    this.print(["", ...renderApplyRun(run, this.look, (command) => this.here(command))].join("\n"));
    if (applyState(run.plan, run.events).kind === "rolled back") this.exitWith(exitCodes.partial);
    return applyDocument(run);
  }

  private unapplied(plan: ApplyPlan): PlanDocument {
    this.tell("Nothing was changed.");
    return planDocument(plan, undefined);
  }

  /** Throws `refused` for a plan of another Region or account: a mapping of that UUID is not here. */
  private async assertHere({ place }: ApplyPlan): Promise<void> {
    const here = valueOfFact(await askFor(() => this.services().account.identity()));
    const isElsewhere =
      here !== undefined && (here.region !== place.region || (place.accountId !== undefined && place.accountId !== here.accountId));
    if (!isElsewhere) return;
    throw new MskctlError(
      "refused",
      `this plan is for ${place.region} of account ${place.accountId ?? "unknown"}, and this is ${here.region} of ${here.accountId}`,
      {
        suggestions: [`add --region ${place.region}, or --profile for the other account`],
      },
    );
  }

  /** Throws `stale-plan` for a mapping that is not what the plan was made for. */
  private async assertAsPlanned({ mapping, name }: ApplyPlan): Promise<void> {
    try {
      assertUnchanged(mapping, await this.services().mappings.get(mapping.UUID), name);
    } catch (error) {
      if (!isError(error, "stale-plan")) throw error;
      throw new MskctlError(error.code, error.message, {
        suggestions: [`mskctl tune plan ${shellWord(name)} --out FILE`],
        details: error.details,
      });
    }
  }

  private showProgress(progress: ApplyProgress, plan: ApplyPlan, line: Pick<ProgressLine, "onEvent" | "onReading">): void {
    const { glyphs, palette } = this.look;
    const { length: steps } = plan.steps;
    switch (progress.kind) {
      case "step":
        this.tell(`step ${progress.step + 1} of ${steps}: ${stepPhrases(plan, progress.step, glyphs).join(` ${glyphs.separator} `)}`);
        break;
      case "wait":
        // There is only one to read.
        if (progress.event.kind !== "read") line.onEvent(progress.event);
        break;
      case "watch":
        line.onReading(watchPhrase(progress.step, steps, progress.progress, glyphs));
        break;
      case "rolling back":
        this.tell(palette.warning(`${glyphs.warning} rolling back: ${progress.why}`));
    }
  }
}

/** A run that is broken off says how it is gone on with. */
function withWayOn(error: unknown, { id, plan, events }: ApplyRun): unknown {
  if (!(error instanceof MskctlError) || isEnded(applyState(plan, events))) return error;
  const suggestions = [`mskctl tune resume ${id}`, `mskctl tune rollback ${id}`, ...error.suggestions];
  return new MskctlError(error.code, `${error.message}; ${plan.name} stays as it is now, and nobody watches it`, {
    suggestions,
    details: { ...error.details, run: id },
    cause: error.cause ?? error,
  });
}
