import type { LagEvent } from "../../core/lag/feed.ts";
import { type CommandContext, runCommand, withFilter } from "./commands.ts";
import { commandOf } from "./keys.ts";
import { scrolled } from "./scroll.ts";
import { isStale } from "./stale.ts";
import { type Effect, itemAt, type LagState, modeOf, openAnswer, type ScreenEvent, type Step, selectedIndex, withRows } from "./state.ts";

/** What happens next: the whole behaviour of the screen. Pure. */
export function update(state: LagState, event: ScreenEvent, context: CommandContext): Step {
  const step = stepOf(state, event, context);
  return step.state === state ? step : { ...step, state: scrolled(step.state) };
}

function stepOf(state: LagState, event: ScreenEvent, context: CommandContext): Step {
  switch (event.kind) {
    case "feed":
      return only(fed(state, event.event));
    case "key":
      return pressed(state, event.key, context);
    case "paste":
      return only(state.filtering ? withFilter(state, state.choice.filter + event.text.replaceAll(/\p{Cc}+/gu, " ")) : state);
    case "resized":
      return only({ ...state, size: event.size });
    case "tick":
      return ticked(state, event.nowMs);
    case "planned": {
      const { overlay } = state;
      const awaited = overlay?.kind === "question" && overlay.report === event.report;
      return only(awaited ? { ...state, overlay: { ...overlay, plan: event.plan } } : state);
    }
    case "applied": {
      const tally = { ...state.tally, done: [...state.tally.done, event.sentence] };
      return {
        state: { ...state, tally, busy: undefined, notice: { kind: "done", text: event.sentence } },
        effects: [{ kind: "refresh" }],
      };
    }
    case "dry-run":
    case "tuning":
      return only(openAnswer(state)?.of === event.of ? { ...state, overlay: event } : state);
    case "told":
      return only({ ...state, notice: { kind: "done", text: event.text } });
    case "failed":
      return only(failed(state, event.what, event.text));
  }
}

function only(state: LagState): Step {
  return { state, effects: [] };
}

function failed(state: LagState, what: Effect["kind"], text: string): LagState {
  const notice = { kind: "failed", text } as const;
  if (what === "apply") return { ...state, notice, busy: undefined };
  const planless = what === "plan" && state.overlay?.kind === "question" && state.overlay.plan === undefined;
  return { ...state, notice, overlay: planless ? undefined : state.overlay };
}

function pressed(state: LagState, key: string, context: CommandContext): Step {
  const mode = modeOf(state);
  const command = commandOf(key, mode, state.readonly);
  // What was told has been seen when the next key is pressed.
  const seen = state.notice === undefined ? state : { ...state, notice: undefined };
  if (command !== undefined) return runCommand(command, seen, context);
  if (mode !== "filter") return only(seen);
  const text = key === "space" ? " " : key;
  return only([...text].length === 1 ? withFilter(seen, seen.choice.filter + text) : seen);
}

function fed(state: LagState, event: LagEvent): LagState {
  switch (event.kind) {
    case "reading":
      return { ...state, nowMs: event.atMs, feed: { kind: "reading" } };
    case "failed":
      return {
        ...state,
        nowMs: event.atMs,
        feed: { kind: "failed", message: event.error.message, retryAtMs: event.atMs + event.intervalMs },
      };
    case "picture": {
      const { picture, intervalMs, costUsdPerHour } = event;
      const { tally } = state;
      const next = withRows({
        ...state,
        nowMs: picture.atMs,
        watched: { picture, intervalMs, costUsdPerHour },
        feed: { kind: "waiting" },
        tally: {
          ...tally,
          readings: tally.readings + 1,
          calls: tally.calls + picture.calls,
          costUsd: tally.costUsd + picture.costUsd,
        },
      });
      return { ...next, selected: stillSelected(state, next) };
    }
  }
}

/** A selected mapping that is gone leaves the selection to the one in its place. */
function stillSelected(before: LagState, after: LagState): string | undefined {
  const { selected } = before;
  const known = (state: LagState) => state.rows.some((row) => row.kind === "mapping" && row.item.mapping.UUID === selected);
  if (selected === undefined || !known(before) || known(after)) return selected;
  const place = Math.min(selectedIndex(before), after.rows.length - 1);
  return itemAt(after.rows, place)?.mapping.UUID;
}

/** The screen stands still while nothing on it depends on the time. After a long sleep of the machine it is read anew. */
function ticked(state: LagState, nowMs: number): Step {
  const next = { ...state, nowMs };
  const [was, is] = [isStale(state), isStale(next)];
  if (!was && !is) return only(state);
  return { state: next, effects: is && !was && state.feed.kind === "waiting" ? [{ kind: "refresh" }] : [] };
}
