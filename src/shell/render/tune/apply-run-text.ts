import { formatCount, plural } from "../../../core/figures.ts";
import { safeText } from "../../../core/record/safe-text.ts";
import { formatDuration } from "../../../core/time.ts";
import { type ApplyState, applyState } from "../../../core/tuning/apply/apply-events.ts";
import type { ApplyRun } from "../../../core/tuning/apply/ports.ts";
import type { Realised } from "../../../core/tuning/apply/realised.ts";
import type { WatchProgress } from "../../../core/tuning/apply/watch-step.ts";
import type { Range } from "../../../core/tuning/candidate.ts";
import { ratePhrase } from "../lag/figure-phrases.ts";
import type { Glyphs, Look, Paint } from "../palette.ts";
import { type Column, renderTable } from "../table.ts";
import { wrapText } from "../wrapped.ts";
import { stepPhrases } from "./apply-plan-text.ts";
import { labelled, widthOf } from "./labelled.ts";
import { agePhrase, moneyPhrase, moneyRange, perSecondPhrase } from "./tune-phrases.ts";

/** The state of a run in a word or two. */
function applyStatePhrase(state: ApplyState, steps: number): string {
  switch (state.kind) {
    case "planned":
      return "planned";
    case "to send":
      return `before step ${state.step + 1} of ${steps}`;
    case "to watch":
      return `watching step ${state.step + 1} of ${steps}`;
    case "to finish":
    case "done":
      return "done";
    case "to roll back":
      return "to be rolled back";
    case "rolled back":
      return "rolled back";
    case "left":
      return "left to somebody else";
  }
}

/** How a step is doing while it is watched: one line. */
export function watchPhrase(step: number, steps: number, { elapsedMs, watchMs, newest }: WatchProgress, { separator }: Glyphs): string {
  const facts = [
    ...(newest?.ageMs === undefined ? [] : [`age ${agePhrase(newest.ageMs)}`]),
    ...(newest?.lagRecords === undefined ? [] : [`lag ${formatCount(Math.round(newest.lagRecords))}`]),
    ...(newest?.durationMs === undefined ? [] : [`duration ${formatDuration(newest.durationMs)}`]),
    ...(newest?.errors === undefined ? [] : [plural(newest.errors, "error")]),
  ];
  const minutes = (ms: number) => Math.floor(ms / 60_000);
  // Metrics come minutes late, so that the last minutes are known later.
  return [`step ${step + 1} of ${steps}: ${minutes(Math.min(elapsedMs, watchMs))} of ${minutes(watchMs)} min`, ...facts].join(
    ` ${separator} `,
  );
}

/** One run: where it stands and why, what each step came to, and what to type next. */
export function renderApplyRun(run: ApplyRun, look: Look, here: (command: string) => string): string[] {
  const { id, plan, events } = run;
  const state = applyState(plan, events);
  const why = "why" in state && state.why !== "" ? wrapText(safeText(state.why), widthOf(look) - 2).map((line) => `  ${line}`) : [];
  const lastRealised = events.findLast((event) => "realised" in event && event.realised !== undefined);
  return [
    statePaint(state, look)(`${stateGlyph(state, look.glyphs)} ${safeText(plan.name)}: ${applyStatePhrase(state, plan.steps.length)}`),
    ...why,
    ...labelled("run", [id, `planned ${plan.madeAt.slice(0, 16).replace("T", " ")}`], look),
    ...plan.steps.flatMap((_, index) =>
      labelled(`step ${index + 1}`, [stepEnding(run, index), ...stepPhrases(plan, index, look.glyphs)], look),
    ),
    ...(lastRealised !== undefined && "realised" in lastRealised && lastRealised.realised !== undefined
      ? ["", ...realisedTable(lastRealised.realised, look)]
      : []),
    ...nextLines(id, state, look, here),
  ];
}

function stepEnding({ events }: ApplyRun, step: number): string {
  const of = (type: string) => events.some((event) => event.type === type && "step" in event && event.step === step);
  if (of("kept")) return "as predicted";
  if (of("sent")) return "set";
  return of("sending") ? "sent, answer unknown" : "not yet";
}

/** Predicted and measured, side by side. */
function realisedTable({ minutes, arrivedPerSecond, predicted, measured }: Realised, look: Look): string[] {
  const { glyphs } = look;
  const either = (range: Range | undefined, phrase: (value: number) => string) => {
    if (range === undefined) return glyphs.none;
    const [low, high] = [phrase(range.low), phrase(range.high)];
    return low === high ? low : `${low}${glyphs.range}${high}`;
  };
  const figure = (value: number | undefined, phrase: (value: number) => string) => (value === undefined ? "no data" : phrase(value));
  const rows = [
    ["cost a month", predicted && moneyRange(predicted.costMonth, glyphs), figure(measured.costMonth, moneyPhrase)],
    ["oldest that waits", either(predicted?.ageMs, agePhrase), figure(measured.ageMs, agePhrase)],
    ["records a batch", either(predicted?.batch, perSecondPhrase), figure(measured.batch, perSecondPhrase)],
    ["duration", either(predicted?.durationMs, formatDuration), figure(measured.durationMs, formatDuration)],
    ["invocations /s", either(predicted?.invocationsPerSecond, perSecondPhrase), figure(measured.invocationsPerSecond, perSecondPhrase)],
  ] as const;
  const columns: Column<(typeof rows)[number]>[] = [
    { head: "", cell: ([label]) => label, dropOrder: 0 },
    { head: "PREDICTED", align: "right", cell: ([, said]) => said ?? glyphs.none, dropOrder: 0 },
    { head: "MEASURED", align: "right", cell: ([, , was]) => was, dropOrder: 0 },
  ];
  return [...renderTable(columns, rows, look), `  in ${plural(minutes, "minute")}, at ${ratePhrase(arrivedPerSecond)} records/s`];
}

function nextLines(id: string, state: ApplyState, { palette }: Look, here: (command: string) => string): string[] {
  const commands =
    state.kind === "done" || state.kind === "rolled back" || state.kind === "left"
      ? []
      : [`mskctl tune resume ${id}`, ...(state.kind === "to roll back" ? [] : [`mskctl tune rollback ${id}`])];
  return commands.map((command) => palette.accent(safeText(here(command))));
}

function stateGlyph({ kind }: ApplyState, glyphs: Glyphs): string {
  if (kind === "done") return glyphs.ok;
  return kind === "rolled back" || kind === "left" ? glyphs.warning : glyphs.noData;
}

function statePaint({ kind }: ApplyState, { palette }: Look): Paint {
  return kind === "rolled back" || kind === "left" ? palette.warning : palette.bold;
}

/** One line a run. */
export function renderApplyRuns(runs: readonly ApplyRun[], nowMs: number, look: Look): string[] {
  if (runs.length === 0) return ["tune has applied nothing on this machine", look.palette.accent("mskctl tune MAPPING --apply")];
  const columns: Column<ApplyRun>[] = [
    { head: "RUN", cell: ({ id }) => id, dropOrder: 0 },
    { head: "MAPPING", cell: ({ plan }) => safeText(plan.name), dropOrder: 0, shortWidth: 14 },
    { head: "STATE", cell: ({ plan, events }) => applyStatePhrase(applyState(plan, events), plan.steps.length), dropOrder: 0 },
    { head: "AGE", align: "right", cell: ({ plan }) => formatDuration(Math.max(0, nowMs - Date.parse(plan.madeAt))), dropOrder: 1 },
    { head: "REGION", cell: ({ plan }) => safeText(plan.place.region), dropOrder: 2 },
  ];
  return renderTable(columns, runs, look);
}
