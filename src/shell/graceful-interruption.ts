import type { MskctlError } from "../core/errors.ts";
import type { StopRequest } from "../core/redrive/lane-run-parts.ts";
import type { StopCause } from "../core/redrive/run-options.ts";
import type { Interruption } from "./interruption.ts";
import { listenForStop } from "./stop-signals.ts";

/** For a verb that finishes what is on its way before it stops. */
export interface GracefulInterruption extends Interruption {
  readonly stop: StopRequest;
  /** How the process was asked to stop; undefined: it was not. */
  askedBy(): MskctlError | undefined;
}

/**
 * The first Ctrl-C, SIGTERM or the end of --timeout asks to stop; where nobody listens to that, nothing is on its way, and the signal aborts. So it
 * does with the second Ctrl-C, and when `graceMs` have passed since a SIGTERM. After that a further one ends the process at once.
 */
export function gracefulInterruption(deadlineMs: number | undefined, graceMs: number): GracefulInterruption {
  const [asking, ending] = [new AbortController(), new AbortController()];
  const listeners = new Set<(cause: StopCause, says: string) => void>();
  let asked: MskctlError | undefined;
  let grace: NodeJS.Timeout | undefined;
  const end = (error: MskctlError) => {
    release();
    ending.abort(error);
  };
  const ask = (error: MskctlError) => {
    asked = error;
    asking.abort(error);
    for (const listener of listeners) listener("interrupted", error.message);
  };
  const ignore = listenForStop(deadlineMs, (error) => {
    const isFirst = asked === undefined;
    if (isFirst) ask(error);
    if (isFirst ? listeners.size === 0 : error.code === "interrupted") end(error);
    else if (error.code === "terminated") grace ??= setTimeout(() => end(error), graceMs).unref();
  });
  const release = () => {
    clearTimeout(grace);
    ignore();
  };
  return {
    signal: ending.signal,
    asked: asking.signal,
    release,
    askedBy: () => asked,
    stop: {
      listen(listener) {
        listeners.add(listener);
        if (asked !== undefined) listener("interrupted", asked.message);
        return () => listeners.delete(listener);
      },
    },
  };
}
