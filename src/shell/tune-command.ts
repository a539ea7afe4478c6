import type { Command } from "@oclif/core";
import { MskctlError } from "../core/errors.ts";
import type { Chosen } from "../core/mapping/lifecycle/choice.ts";
import type { MappingSettings } from "../core/mapping/model.ts";
import { type ChosenForReading, chooseForReading } from "../core/mapping/reading-choice.ts";
import { shellWord } from "../core/mapping/setting-arguments.ts";
import { safeText } from "../core/record/safe-text.ts";
import type { ApplyPlan } from "../core/tuning/apply/apply-plan.ts";
import { planApply } from "../core/tuning/apply/plan-apply.ts";
import { type FleetGroups, fleetGroups, withoutJoining } from "../core/tuning/packing/fleet-groups.ts";
import { readPowerTuning } from "../core/tuning/power-tuning.ts";
import { readTuning, type TuningSubject, type TuningWindow } from "../core/tuning/read-tuning.ts";
import type { TuneReport } from "../core/tuning/report.ts";
import { tuningTools } from "../core/tuning/tools.ts";
import { type TuneOptions, type TuningTools, tuneReport } from "../core/tuning/tune-report.ts";
import { ApplyCommand } from "./apply-command.ts";
import { readCheckedDocument } from "./checked-document.ts";
import { checkedWhatIf } from "./checked-what-if.ts";
import type { Services } from "./services.ts";
import { tooManyForPowerTuning, tooManyForWhatIf } from "./tune-flag-checks.ts";
import { goalsFromFlags, type TuneFlagValues, whatIfOf } from "./tune-flags.ts";
import { pricesOf } from "./tune-prices.ts";
import { tuningWindow } from "./tuning-window.ts";

/** What verbs have in common that say what a mapping should be. */
export abstract class TuneCommand<T extends typeof Command> extends ApplyCommand<T> {
  /** What decides; tests bring their own. */
  protected get tools(): TuningTools {
    return tuningTools;
  }

  /** What is known of each mapping; tests read from fakes. */
  protected subjects(services: Services, chosen: ChosenForReading, window: TuningWindow): AsyncIterable<TuningSubject> {
    return readTuning(services, chosen, window);
  }

  protected async givenFiles({ prices, "power-tuning": measured }: TuneFlagValues): Promise<GivenFiles> {
    const services = this.services();
    return {
      prices: await pricesOf(services, prices),
      powerTuning: measured === undefined ? undefined : await readCheckedDocument(services, measured, readPowerTuning),
    };
  }

  /** Of the mappings that are named and selected. */
  protected async reportsOf(
    flags: TuneFlagValues,
    names: readonly string[] | undefined,
    { given, notOne }: { readonly given: GivenFiles; readonly notOne?: NotOne | undefined },
  ): Promise<{ readonly reports: readonly TuneReport[]; readonly fleet?: FleetGroups }> {
    const { tag, function: fn, cluster, topic } = flags;
    const services = this.services();
    const window = tuningWindow(flags, services.clock.now());
    const choice = { names, function: fn, cluster, topic, tags: tag && new Map(tag) };
    const chosen = await chooseForReading(services, choice, this.spoken);
    const [only, second] = chosen.chosen;
    if (notOne !== undefined && (only === undefined || second !== undefined)) throw notOne(chosen.chosen);
    const whatIf = whatIfOf(flags);
    if (whatIf !== undefined && second !== undefined) throw tooManyForWhatIf(chosen.chosen.length);
    const { "power-tuning": measured } = flags;
    if (measured !== undefined && second !== undefined) throw tooManyForPowerTuning(chosen.chosen.length, measured);
    const changes = checkedWhatIf(whatIf, only?.mapping, services.clock.now());
    const options = tuneOptions(flags, given, changes);
    return this.watching(async (_, __, onReading) => {
      const reports: TuneReport[] = [];
      const count = chosen.chosen.length;
      onReading(`reading ${count === 1 ? "metrics" : `metrics of ${count} mappings`}`);
      for await (const subject of this.subjects(services, chosen, window)) {
        onReading(`${safeText(subject.name)} (${reports.length + 1} of ${count})`);
        reports.push(tuneReport(count === 1 ? subject : withoutJoining(subject), options, this.tools));
        this.signal.throwIfAborted();
      }
      return reports.length > 1 ? { reports, fleet: fleetGroups(reports, chosen.siblings) } : { reports };
    });
  }

  /** How to get to what a report recommends, or to what was asked for. Undefined: there is nothing to change, and the person was told why. */
  protected async planFor(report: TuneReport): Promise<ApplyPlan | undefined> {
    const { region, accountId } = await this.place(report.mapping);
    const plan = planApply(report, {
      place: { region, ...(accountId === undefined ? {} : { accountId }) },
      nowMs: this.services().clock.now(),
    });
    if (plan === undefined) this.tell("There is nothing to apply.");
    return plan;
  }
}

/** What is read before any mapping is. */
export type GivenFiles = Pick<TuneOptions, "prices" | "powerTuning">;

export function tuneOptions(flags: TuneFlagValues, given: GivenFiles, whatIf: MappingSettings | undefined): TuneOptions {
  const { "hours-per-month": hoursPerMonth, seed } = flags;
  return { asked: goalsFromFlags(flags), ...given, hoursPerMonth, seed, whatIf };
}

/** What to throw where not exactly one mapping is chosen. */
export type NotOne = (chosen: readonly Chosen[]) => MskctlError;

export const notOneToApply: NotOne = (chosen) => {
  if (chosen.length === 0) return new MskctlError("not-found", "no mapping fits", { suggestions: ["mskctl list"] });
  const names = chosen.map(({ name }) => name);
  return new MskctlError("ambiguous", `one mapping is changed at a time, and ${chosen.length} are chosen`, {
    suggestions: names.slice(0, 5).map((name) => `mskctl tune ${shellWord(name)} --apply`),
    details: { candidates: names },
  });
};
