import type { ExplainedResult } from "../../core/mapping/catalogue.ts";
import type { JobsProgress } from "../../core/mapping/lifecycle/jobs.ts";
import type { WaitEvent, Waited } from "../../core/mapping/lifecycle/waiting.ts";
import { safeText } from "../../core/record/safe-text.ts";
import { formatDuration } from "../../core/time.ts";
import type { Look } from "./palette.ts";

export type Phase = Extract<WaitEvent, { readonly kind: "phase" }>;

/** The phases so far, in order; a phase that is told again takes its own place. */
export function withPhase(phases: readonly Phase[], phase: Phase): Phase[] {
  const others = phases.filter((other) => other.phase !== phase.phase);
  return [...others, phase];
}

const transitions = new Set(["creating", "enabling", "updating", "disabling", "deleting"]);

/** `✔ updating   ✔ enabled (4 s)   … polling (11 s)`; the end of a transition is told by what follows it. */
export function renderPhases(phases: readonly Phase[], look: Look): string {
  return phases
    .map(({ phase, done, elapsedMs }) => {
      const name = safeText(phase);
      const time = formatDuration(Math.max(1, Math.round(elapsedMs / 1_000)) * 1_000);
      if (!done) return `${look.glyphs.noData} ${name} (${time})`;
      return `${look.glyphs.done} ${name}${transitions.has(phase) ? "" : ` (${time})`}`;
    })
    .join("   ");
}

/** A problem that showed while waiting, with what it means. */
export function renderProblem({ text, cause, remedy }: ExplainedResult, look: Look): string[] {
  const head = look.palette.warning(`${look.glyphs.warning} ${safeText(text)}`);
  return [head, ...[cause, remedy].flatMap((line) => (line === undefined ? [] : [`  ${line}`]))];
}

/** `12 of 40 sent · 8 done · 1 failed` */
export function renderJobsProgress({ sent, finished, failed, total }: JobsProgress, look: Look): string {
  const parts = [`${sent} of ${total} sent`, `${finished} done`, ...(failed === 0 ? [] : [`${failed} failed`])];
  return parts.join(` ${look.glyphs.separator} `);
}

/** How a write ended: `orders: enabled and polling`, and how to make known what is not. */
export function renderEnding(name: string, waited: Waited): string[] {
  const { reached } = waited;
  const fix = reached.kind === "not-observable" && reached.fix !== undefined ? [`  ${reached.fix}`] : [];
  return [`${safeText(name)}: ${renderReached(waited)}`, ...fix];
}

/** The same for one of several, in a few words. */
export function renderReached({ mapping, reached }: Waited): string {
  const state = safeText((mapping.State ?? "state unknown").toLowerCase());
  switch (reached.kind) {
    case "polling":
      return `${state} and polling`;
    case "not-observable":
      return `${state}; polling not observable: ${safeText(reached.reason)}`;
    case "gone":
      return "gone";
    case "settled":
      return state;
    case "not-waited":
      return `${state}; not waited for`;
  }
}
