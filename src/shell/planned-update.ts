import { type PreparedUpdate, updateJob } from "../core/mapping/lifecycle/update.ts";
import type { WaitTarget } from "../core/mapping/lifecycle/waiting.ts";
import type { RefusedWrite } from "../core/mapping/lifecycle/writing.ts";
import { statePhrase } from "./render/mapping-phrases.ts";
import { updateNotes } from "./render/update-notes.ts";
import type { PlannedItem } from "./write-command.ts";

/** An update, or why there is none, as one of several writes. */
export function plannedUpdate(
  update: PreparedUpdate | RefusedWrite,
  options: { readonly until: WaitTarget; readonly timeoutMs: number },
): PlannedItem {
  const { name, mapping } = update;
  const state = (mapping && statePhrase(mapping)) ?? "";
  if (update.kind === "refused") return { name, mapping, state, becomes: "refused", changes: [], job: undefined, error: update.error };
  const { changes } = update.plan;
  if (changes.length === 0) return { name, mapping, state, becomes: "nothing to change", changes, job: undefined };
  return { name, mapping, state, becomes: "updated", changes, notes: updateNotes(update), job: updateJob(update, options) };
}
