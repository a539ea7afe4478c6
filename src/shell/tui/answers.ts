import { isError, MskctlError } from "../../core/errors.ts";
import type { LagActions } from "./actions.ts";
import type { KnownMapping } from "./fleet-rows.ts";
import type { Answer, DryRunShown, ScreenEvent, TuningShown } from "./state.ts";

export interface Answers {
  /** Dispatches how far it is, and what comes of it. */
  ask(kind: Answer["kind"], of: KnownMapping): Promise<void>;
  breakOff(): void;
}

interface Asked {
  readonly actions: Pick<LagActions, "dryRun" | "tuning">;
  readonly drawn: () => Promise<void>;
}

/** What is asked about mappings, one at a time: the screen shows no more. */
export function createAnswers({ actions, drawn }: Asked, dispatch: (event: ScreenEvent) => void): Answers {
  let current = new AbortController();

  async function dryRun(of: KnownMapping, signal: AbortSignal): Promise<void> {
    const show = (shown: DryRunShown) => dispatch({ kind: "dry-run", of, shown });
    show({
      kind: "made",
      dryRun: await actions.dryRun(of, { signal, onDocuments: (documents) => show({ kind: "gathering", documents }) }),
    });
  }

  async function tuning(of: KnownMapping, signal: AbortSignal): Promise<void> {
    const show = (shown: TuningShown) => dispatch({ kind: "tuning", of, shown });
    const onSearch = () => {
      show({ kind: "searching" });
      return drawn();
    };
    show({ kind: "made", tuning: await actions.tuning(of, { signal, onSearch }) });
  }

  return {
    async ask(kind, of) {
      current = new AbortController();
      const { signal } = current;
      try {
        await (kind === "tuning" ? tuning : dryRun)(of, signal);
      } catch (error) {
        // What ends a request that was broken off is told to nobody.
        if (signal.aborted) return;
        if (!isError(error)) throw error;
        dispatch({ kind, of, shown: { kind: "failed", message: error.message, suggestions: error.suggestions } });
      }
    },
    breakOff: () => current.abort(new MskctlError("interrupted", "nobody waits for the answer any more")),
  };
}
