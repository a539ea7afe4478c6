import { isError } from "../../core/errors.ts";
import type { LagFeed } from "../../core/lag/feed.ts";
import type { LagActions } from "./actions.ts";
import { type Answers, createAnswers } from "./answers.ts";
import type { CommandContext } from "./commands.ts";
import { update } from "./model.ts";
import type { Effect, LagState, ScreenEvent } from "./state.ts";

export interface Outside {
  readonly feed: Pick<LagFeed, "lookAt" | "refreshNow">;
  readonly actions: LagActions;
  /** Puts text on the clipboard, as far as the terminal lets it. */
  readonly copy: (text: string) => void;
  readonly redraw: () => void;
  /** Resolves once the newest state is on the terminal. */
  readonly drawn: () => Promise<void>;
  readonly suspend: () => Promise<void>;
  readonly leave: (left: "quit" | "interrupted") => void;
  /** Of what is no MskctlError: a bug, which ends the screen. */
  readonly crash: (error: unknown) => void;
}

export interface Program {
  readonly state: () => LagState;
  readonly dispatch: (event: ScreenEvent) => void;
  /** Breaks off what is still being read for an answer. */
  readonly close: () => void;
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
      perform(effect, { outside, dispatch, answers }).catch((error: unknown) => {
        if (isError(error))
          dispatch({ kind: "failed", what: effect.kind, text: [error.message, ...error.suggestions.slice(0, 1)].join(": ") });
        else outside.crash(error);
      });
    }
  };
  const answers = createAnswers(outside, dispatch);
  return { state: () => state, dispatch, close: answers.breakOff };
}

interface Performers {
  readonly outside: Outside;
  readonly dispatch: (event: ScreenEvent) => void;
  readonly answers: Answers;
}

async function perform(effect: Effect, { outside, dispatch, answers }: Performers): Promise<void> {
  const { feed, actions } = outside;
  const copy = (command: string) => {
    outside.copy(command);
    dispatch({ kind: "told", text: `to the clipboard: ${command}` });
  };
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
    case "dry-run":
    case "tuning":
      return answers.ask(effect.kind, effect.of);
    case "break-off":
      return answers.breakOff();
    case "copy":
      return copy(actions.command(effect.what, effect.report));
    case "copy-line":
      return copy(effect.command);
    case "export":
      return dispatch({ kind: "told", text: `written to ${await actions.export(effect.reports)}` });
  }
}
