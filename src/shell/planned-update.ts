import { type PreparedUpdate, updateJob } from "../core/mapping/lifecycle/update.ts";
import type { WaitTarget } from "../core/mapping/lifecycle/waiting.ts";
import type { RefusedWrite } from "../core/mapping/lifecycle/writing.ts";
import { filterNotes } from "./filter-warnings.ts";
import { statePhrase } from "./render/mapping-phrases.ts";
import { updateNotes } from "./render/update-notes.ts";
import type { PlannedItem } from "./write-command.ts";

interface PlannedUpdateOptions {
  readonly until: WaitTarget;
  readonly timeoutMs: number;
}

/** The same as one of several, whose plan has notes and no findings: what lint says of new filters is among them. */
export async function plannedUpdateOfMany(update: PreparedUpdate | RefusedWrite, options: PlannedUpdateOptions): Promise<PlannedItem> {
  const item = plannedUpdate(update, options);
  if (update.kind === "refused" || item.job === undefined) return item;
  return { ...item, notes: [...(item.notes ?? []), ...(await filterNotes(update.plan.request))] };
}

/** An update, or why there is none. */
export function plannedUpdate(update: PreparedUpdate | RefusedWrite, options: PlannedUpdateOptions): PlannedItem {
  const { name, mapping } = update;
  const state = (mapping && statePhrase(mapping)) ?? "";
  if (update.kind === "refused") return { name, mapping, state, becomes: "refused", changes: [], job: undefined, error: update.error };
  const { changes } = update.plan;
  if (changes.length === 0) return { name, mapping, state, becomes: "nothing to change", changes, job: undefined };
  return { name, mapping, state, becomes: "updated", changes, notes: updateNotes(update), job: updateJob(update, options) };
}
