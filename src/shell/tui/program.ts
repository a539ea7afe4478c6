import { isError } from "../../core/errors.ts";
import type { LagFeed } from "../../core/lag/feed.ts";
import type { LagActions } from "./actions.ts";
import type { CommandContext } from "./commands.ts";
import { update } from "./model.ts";
import type { Effect, LagState, ScreenEvent } from "./state.ts";

export interface Outside {
  readonly feed: Pick<LagFeed, "lookAt" | "refreshNow">;
  readonly actions: LagActions;
  /** Puts text on the clipboard, as far as the terminal lets it. */
  readonly copy: (text: string) => void;
  readonly redraw: () => void;
  readonly suspend: () => Promise<void>;
  readonly leave: (left: "quit" | "interrupted") => void;
  /** Of what is no MskctlError: a bug, which ends the screen. */
  readonly crash: (error: unknown) => void;
}

export interface Program {
  readonly state: () => LagState;
  readonly dispatch: (event: ScreenEvent) => void;
}

/** Feeds events to the model, and does what it asks for. `draw` is called with each new state. */
export function createProgram(initial: LagState, context: CommandContext, outside: Outside, draw: (state: LagState) => void): Program {
  let state = initial;
  const dispatch = (event: ScreenEvent) => {
    const step = update(state, event, context);
    const changed = step.state !== state;
    state = step.state;
    if (changed) draw(state);
    for (const effect of step.effects) {
      perform(effect, outside, dispatch).catch((error: unknown) => {
        if (isError(error))
          dispatch({ kind: "failed", what: effect.kind, text: [error.message, ...error.suggestions.slice(0, 1)].join(": ") });
        else outside.crash(error);
      });
    }
  };
  return { state: () => state, dispatch };
}

async function perform(effect: Effect, outside: Outside, dispatch: (event: ScreenEvent) => void): Promise<void> {
  const { feed, actions } = outside;
  switch (effect.kind) {
    case "leave":
      return outside.leave(effect.left);
    case "look-at":
      return feed.lookAt(effect.uuids);
    case "refresh":
      return feed.refreshNow();
    case "redraw":
      return outside.redraw();
    case "suspend":
      return outside.suspend();
    case "plan":
      return dispatch({ kind: "planned", report: effect.report, plan: await actions.plan(effect.action, effect.report) });
    case "apply":
      return dispatch({ kind: "applied", sentence: await actions.apply(effect.action, effect.report) });
    case "copy": {
      const command = actions.command(effect.what, effect.report);
      outside.copy(command);
      return dispatch({ kind: "told", text: `to the clipboard: ${command}` });
    }
    case "export":
      return dispatch({ kind: "told", text: `written to ${await actions.export(effect.reports)}` });
  }
}
