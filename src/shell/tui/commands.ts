import { isDisabled } from "../../core/mapping/model.ts";
import { type FleetChoice, groupings, type SortKey } from "./fleet-rows.ts";
import type { Command } from "./keys.ts";
import { bodyHeight, fleetHeight } from "./layout.ts";
import { moved, turned } from "./scroll.ts";
import { type Answer, answerCommand, currentItem, type Effect, type LagState, openAnswer, type Step, withRows } from "./state.ts";

export interface CommandContext {
  /** Lines of what is open: a mapping, a plan or the help. */
  contentLines(state: LagState): number;
}

type Run = (state: LagState, context: CommandContext) => Step;

/** What each command does, whatever key it is on. */
const commands: Readonly<Record<Command, Run>> = {
  up: (state, context) => (state.overlay === undefined ? toNeighbour(state, -1) : scroll(state, context, -1)),
  down: (state, context) => (state.overlay === undefined ? toNeighbour(state, 1) : scroll(state, context, 1)),
  "page-up": (state, context) => page(state, context, -1),
  "page-down": (state, context) => page(state, context, 1),
  first: (state, context) => toEnd(state, context, -1),
  last: (state, context) => toEnd(state, context, 1),
  open: (state) => {
    const uuid = currentItem(state)?.mapping.UUID;
    return uuid === undefined ? only(state) : opened(state, uuid);
  },
  back: goBack,
  filter: (state) => {
    const closing = state.screen.kind === "mapping" ? closed(state) : only(state);
    return { ...closing, state: { ...closing.state, filtering: true } };
  },
  "keep-filter": (state) => only({ ...state, filtering: false }),
  "clear-filter": (state) => only({ ...withFilter(state, ""), filtering: false }),
  erase: (state) => only(withFilter(state, [...state.choice.filter].slice(0, -1).join(""))),
  "sort-trouble": sortBy("trouble"),
  "sort-name": sortBy("name"),
  "sort-lag": sortBy("lag"),
  "sort-age": sortBy("age"),
  "sort-in": sortBy("in"),
  "sort-out": sortBy("out"),
  "sort-catch-up": sortBy("catch-up"),
  group: (state) => {
    const grouping = groupings[(groupings.indexOf(state.choice.grouping) + 1) % groupings.length] ?? "none";
    return only(chosen(state, { grouping }));
  },
  switch: askToSwitch,
  "dry-run": (state) => ask(state, (of) => ({ kind: "dry-run", of, shown: { kind: "gathering", documents: 0 } })),
  tuning: (state) => ask(state, (of) => ({ kind: "tuning", of, shown: { kind: "reading" } })),
  yes: agree,
  no: (state) => only({ ...state, overlay: undefined, offset: 0, notice: { kind: "done", text: "nothing was changed" } }),
  copy: copyCommand,
  export: (state) => {
    const reports = shownReports(state);
    return reports.length === 0 ? only(state) : { state, effects: [{ kind: "export", reports }] };
  },
  refresh: (state) => ({ state: { ...state, feed: { kind: "reading" } }, effects: [{ kind: "refresh" }] }),
  redraw: (state) => ({ state, effects: [{ kind: "redraw" }] }),
  suspend: (state) => ({ state, effects: [{ kind: "suspend" }] }),
  help: (state) => only({ ...state, overlay: { kind: "help" }, offset: 0 }),
  quit: (state) => ({ state, effects: [{ kind: "leave", left: "quit" }] }),
  interrupt: (state) => ({ state, effects: [{ kind: "leave", left: "interrupted" }] }),
};

export function runCommand(command: Command, state: LagState, context: CommandContext): Step {
  return commands[command](state, context);
}

/** The same state where the filter stays the same. */
export function withFilter(state: LagState, filter: string): LagState {
  return filter === state.choice.filter ? state : chosen(state, { filter });
}

function only(state: LagState): Step {
  return { state, effects: [] };
}

function chosen(state: LagState, choice: Partial<FleetChoice>): LagState {
  return withRows({ ...state, choice: { ...state.choice, ...choice } });
}

/** The same key again turns the order round; another one begins with what matters most. */
function sortBy(sort: SortKey): Run {
  return (state) => only(chosen(state, { sort, reversed: state.choice.sort === sort && !state.choice.reversed }));
}

function toNeighbour(state: LagState, by: number): Step {
  const next = moved(state, by);
  const uuid = next.selected;
  return next === state || uuid === undefined || state.screen.kind === "fleet" ? only(next) : opened(next, uuid);
}

function page(state: LagState, context: CommandContext, direction: 1 | -1): Step {
  if (state.screen.kind === "fleet" && state.overlay === undefined) return only(moved(state, direction * fleetHeight(state.size)));
  return scroll(state, context, direction * bodyHeight(state.size));
}

function toEnd(state: LagState, context: CommandContext, direction: 1 | -1): Step {
  if (state.screen.kind === "mapping" || state.overlay !== undefined) return scroll(state, context, direction * Number.MAX_SAFE_INTEGER);
  const end = moved(state, direction * state.rows.length);
  // On top one stays on top, whichever mapping comes to stand there.
  return only(direction === -1 ? { ...end, selected: undefined } : end);
}

function scroll(state: LagState, context: CommandContext, by: number): Step {
  return only(turned(state, by, context.contentLines(state)));
}

function opened(state: LagState, uuid: string): Step {
  const screen = { kind: "mapping", uuid } as const;
  return { state: { ...state, screen, selected: uuid, offset: 0 }, effects: [{ kind: "look-at", uuids: new Set([uuid]) }] };
}

function closed(state: LagState): Step {
  return { state: { ...state, screen: { kind: "fleet" }, home: "fleet", offset: 0 }, effects: [{ kind: "look-at", uuids: new Set() }] };
}

function goBack(state: LagState): Step {
  const { overlay } = state;
  if (overlay !== undefined) {
    const shown = openAnswer(state)?.shown.kind;
    const effects: Effect[] = shown === undefined || shown === "made" || shown === "failed" ? [] : [{ kind: "break-off" }];
    return { state: { ...state, overlay: undefined, offset: 0 }, effects };
  }
  // Who asked for one mapping has seen what there is.
  return state.home === "mapping" ? { state, effects: [{ kind: "leave", left: "quit" }] } : closed(state);
}

function askToSwitch(state: LagState): Step {
  const report = currentItem(state)?.report;
  if (report === undefined) return only(state);
  if (state.busy !== undefined) return only({ ...state, notice: { kind: "failed", text: `still ${state.busy}` } });
  const action = isDisabled(report.mapping) ? "resume" : "pause";
  return {
    state: { ...state, overlay: { kind: "question", action, report, plan: undefined }, offset: 0 },
    effects: [{ kind: "plan", action, report }],
  };
}

function agree(state: LagState): Step {
  const { overlay } = state;
  if (overlay?.kind !== "question" || overlay.plan === undefined) return only(state);
  const { action, report } = overlay;
  const busy = `${action === "pause" ? "pausing" : "resuming"} ${report.name}`;
  return { state: { ...state, overlay: undefined, offset: 0, busy }, effects: [{ kind: "apply", action, report }] };
}

function ask(state: LagState, begun: (of: Answer["of"]) => Answer): Step {
  const item = currentItem(state);
  if (item === undefined) return only(state);
  const overlay = begun({ mapping: item.mapping, name: item.name });
  return { state: { ...state, overlay, offset: 0 }, effects: [{ kind: overlay.kind, of: overlay.of }] };
}

function copyCommand(state: LagState): Step {
  const { overlay } = state;
  if (openAnswer(state) !== undefined) {
    const command = answerCommand(state);
    return { state, effects: command === undefined ? [] : [{ kind: "copy-line", command }] };
  }
  const effects: Effect[] = [];
  const report = currentItem(state)?.report;
  if (overlay?.kind === "question") effects.push({ kind: "copy", what: overlay.action, report: overlay.report });
  else if (report !== undefined) effects.push({ kind: "copy", what: "lag", report });
  return { state, effects };
}

/** Of the open mapping, or of all that the filter leaves. */
function shownReports(state: LagState) {
  const items =
    state.screen.kind === "mapping" ? [currentItem(state)] : state.rows.map((row) => (row.kind === "mapping" ? row.item : undefined));
  return items.flatMap((item) => (item?.report === undefined ? [] : [item.report]));
}
