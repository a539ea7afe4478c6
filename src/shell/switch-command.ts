import type { Command } from "@oclif/core";
import type { MskctlError } from "../core/errors.ts";
import { plural } from "../core/figures.ts";
import type { Chosen } from "../core/mapping/lifecycle/choice.ts";
import { isSwitched, type SwitchOptions, switchChange, switchJob } from "../core/mapping/lifecycle/switching.ts";
import type { Waited } from "../core/mapping/lifecycle/waiting.ts";
import { statePhrase } from "./render/mapping-phrases.ts";
import { renderReached } from "./render/progress.ts";
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
    const waiting = items.filter(({ job }) => job !== undefined);
    const what = `${enabled ? "Resume" : "Pause"} ${several ? plural(waiting.length, "mapping") : item?.name}`;
    const agree = dryRun ? "dry-run" : () => this.agreeTo(`${what}?`, switching);
    const place = await this.place(items.find(({ mapping }) => mapping !== undefined)?.mapping);
    if (item === undefined || several) {
      const lines = renderPlannedRows(items, this.look);
      return this.writeMany({ subject: what, place, items, lines, notes, ending: renderReached }, agree);
    }
    const { name, changes, mapping, job } = item;
    const ending = (waited: Waited) => [`${name}: ${renderReached(waited)}`];
    return this.writeOne({ subject: name, place, changes, notes, mapping, job, ending }, agree);
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
  const wanted = enabled ? "enabled" : "disabled";
  if (isSwitched(mapping, enabled)) return { name, mapping, state, becomes: `${wanted} already`, changes: [], job: undefined };
  const job = switchJob(mapping, name, enabled, { until, timeoutMs });
  return { name, mapping, state, becomes: wanted, changes: [switchChange(enabled)], job };
}
