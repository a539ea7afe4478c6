import { Args } from "@oclif/core";
import { MskctlError } from "../core/errors.ts";
import { type ApplyState, applyState } from "../core/tuning/apply/apply-events.ts";
import type { ApplyRun, ApplyRuns, OpenApplyRun } from "../core/tuning/apply/ports.ts";

export const applyRunArg = Args.string({ description: "Its id, or the beginning of it." });

/** The run that is named; without a name the newest that fits. Throws `not-found`, and `refused` for a named one that does not: `whyNot`. */
export async function chosenApplyRun(
  runs: ApplyRuns,
  typed: string | undefined,
  fits: (state: ApplyState) => boolean,
  whyNot: string,
): Promise<OpenApplyRun> {
  const isFit = ({ plan, events }: ApplyRun) => fits(applyState(plan, events));
  if (typed === undefined) {
    const newest = (await runs.list()).find(isFit);
    if (newest !== undefined) return runs.open(newest.id);
    throw new MskctlError("not-found", "there is no such run on this machine", { suggestions: ["mskctl tune status"] });
  }
  const run = await runs.open(typed);
  if (isFit(run)) return run;
  run.close();
  throw new MskctlError("refused", `run ${run.id} ${whyNot}`, { suggestions: [`mskctl tune status ${run.id}`] });
}
