import { MskctlError } from "../core/errors.ts";
import type { ListedRun, OpenRun, RunStore } from "../core/redrive/runs.ts";
import { shownState } from "./render/redrive/run-phrases.ts";

/** The run that is named by its id or the beginning of one; without a name the newest that can be gone on with. Throws `not-found`. */
export async function chosenRun(store: RunStore, name: string | undefined, purpose: "reading" | "writing"): Promise<OpenRun> {
  if (name !== undefined) return store.open(name, purpose);
  const runs = await store.list();
  const found = purpose === "writing" ? runs.find(isOpenEnded) : runs[0];
  if (found !== undefined) return store.open(found.facts.id, purpose);
  const says = purpose === "writing" && runs.length > 0 ? "every run on this machine is finished" : "there is no run on this machine";
  throw new MskctlError("not-found", says, {
    suggestions: runs.length > 0 ? ["mskctl redrive list"] : ["mskctl redrive MAPPING --dry-run"],
  });
}

function isOpenEnded(run: ListedRun): boolean {
  return ["stopped", "interrupted"].includes(shownState(run));
}
