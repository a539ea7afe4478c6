import type { Command } from "@oclif/core";
import type { MskctlError } from "../core/errors.ts";
import { plural } from "../core/figures.ts";
import type { Chosen } from "../core/mapping/lifecycle/choice.ts";
import { isSwitched, type SwitchOptions, switchChange, switchJob } from "../core/mapping/lifecycle/switching.ts";
import { safeText } from "../core/record/safe-text.ts";
import { statePhrase } from "./render/mapping-phrases.ts";
import { renderEnding, renderReached } from "./render/progress.ts";
import { renderPlannedRows } from "./render/results.ts";
import { type PlannedItem, WriteCommand } from "./write-command.ts";
import type { WriteDocument, WritesDocument } from "./write-document.ts";

/** A mapping of a saved pause that is gone. */
export interface Lost {
  readonly name: string;
  readonly error: MskctlError;
}

export interface Switching extends SwitchOptions {
  readonly targets: readonly (Chosen | Lost)[];
  readonly several: boolean;
  readonly enabled: boolean;
  readonly notes: readonly string[];
  readonly yes: boolean;
  readonly dryRun: boolean;
  /** Done after the answer and before the first write. */
  readonly beforehand?: () => Promise<void>;
}

/** Pause and resume: the same write with another value. */
export abstract class SwitchCommand<T extends typeof Command> extends WriteCommand<T> {
  protected async switchMappings(switching: Switching): Promise<WriteDocument | WritesDocument> {
    const { targets, several, notes, enabled, dryRun } = switching;
    const items = targets.map((target) => itemOf(target, switching));
    const [item] = items;
    const writes = items.filter(({ job }) => job !== undefined).length;
    const what = several || item === undefined ? plural(writes, "mapping") : this.calledInPlan(item.name, item.mapping);
    const subject = `${enabled ? "Resume" : "Pause"} ${what}`;
    const agree = dryRun ? "dry-run" : () => this.agreeTo(`${subject}?`, switching);
    const place = await this.place(items.find(({ mapping }) => mapping !== undefined)?.mapping);
    if (item === undefined || several)
      return this.writeMany({ subject, place, items, render: renderPlannedRows, notes, ending: renderReached }, agree);
    const { name, becomes, changes, mapping, job } = item;
    const idle = `Nothing to change: ${safeText(name)} is ${becomes}.`;
    return this.writeOne({ subject, place, changes, notes, mapping, job, idle, ending: (waited) => renderEnding(name, waited) }, agree);
  }

  private async agreeTo(question: string, { yes, beforehand }: Switching): Promise<boolean> {
    if (!(await this.confirm(question, yes))) return false;
    await beforehand?.();
    return true;
  }
}

function itemOf(target: Chosen | Lost, { enabled, until, timeoutMs }: Switching): PlannedItem {
  const { name } = target;
  if ("error" in target)
    return { name, mapping: undefined, state: "", becomes: "not found", changes: [], job: undefined, error: target.error };
  const { mapping } = target;
  const state = statePhrase(mapping) ?? "";
  if (isSwitched(mapping, enabled)) return { name, mapping, state, becomes: `${state} already`, changes: [], job: undefined };
  const job = switchJob(mapping, name, enabled, { until, timeoutMs });
  return { name, mapping, state, becomes: enabled ? "enabled" : "disabled", changes: [switchChange(enabled)], job };
}
