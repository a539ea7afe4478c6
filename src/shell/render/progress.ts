import type { ExplainedResult } from "../../core/mapping/catalogue.ts";
import type { JobsProgress } from "../../core/mapping/lifecycle/jobs.ts";
import type { WaitEvent, Waited } from "../../core/mapping/lifecycle/waiting.ts";
import { safeText } from "../../core/record/safe-text.ts";
import { formatDuration } from "../../core/time.ts";
import type { Look } from "./palette.ts";
import { textWidth } from "./text-width.ts";
import { wrapPieces } from "./wrapped.ts";

export type Phase = Extract<WaitEvent, { readonly kind: "phase" }>;

/** The phases so far, in order; a phase that is told again takes its own place. */
export function withPhase(phases: readonly Phase[], phase: Phase): Phase[] {
  const others = phases.filter((other) => other.phase !== phase.phase);
  return [...others, phase];
}

/** What takes no time to speak of, or is told by what follows it. */
const untimed = new Set(["creating", "enabling", "updating", "disabling", "deleting", "offsets set"]);

/** `✔ updating   ✔ enabled (4 s)   … first commits (3 of 6, 11 s)`; the end of a transition is told by what follows it. */
export function renderPhases(phases: readonly Phase[], look: Look): string {
  return phases.map((phase) => phaseText(phase, look)).join(gap);
}

/** The same on as many lines as it takes. */
export function renderPhaseLines(phases: readonly Phase[], look: Look): string[] {
  return wrapPieces(
    phases.map((phase) => phaseText(phase, look)),
    gap,
    look.columns,
  );
}

/** The newest phases, as many as one line of `columns` can show. */
export function renderNewestPhases(phases: readonly Phase[], look: Look, columns: number): string {
  const line = renderPhases(phases, look);
  return phases.length <= 1 || textWidth(line) <= columns ? line : renderNewestPhases(phases.slice(1), look, columns);
}

const gap = "   ";

function phaseText({ phase, done, elapsedMs, detail }: Phase, { glyphs }: Look): string {
  const name = safeText(phase);
  const time = formatDuration(Math.max(1, Math.round(elapsedMs / 1_000)) * 1_000);
  if (!done) return `${glyphs.noData} ${name} (${detail === undefined ? "" : `${safeText(detail)}, `}${time})`;
  return `${glyphs.done} ${name}${untimed.has(phase) ? "" : ` (${time})`}`;
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
