import { MskctlError } from "../core/errors.ts";
import type { StopRequest } from "../core/redrive/lane-run-parts.ts";
import type { StopCause } from "../core/redrive/run-options.ts";
import type { Interruption } from "./interruption.ts";

/** For a verb that finishes what is on its way before it stops. */
export interface GracefulInterruption extends Interruption {
  readonly stop: StopRequest;
  /** How the process was asked to stop; undefined: it was not. */
  askedBy(): MskctlError | undefined;
}

/**
 * The first Ctrl-C, SIGTERM or the end of --timeout asks to stop; the second Ctrl-C, or the end of `graceMs` after a SIGTERM, aborts the
 * signal. After that a further one ends the process at once.
 */
export function gracefulInterruption(deadlineMs: number | undefined, graceMs: number): GracefulInterruption {
  const controller = new AbortController();
  const listeners = new Set<(cause: StopCause, says: string) => void>();
  let asked: MskctlError | undefined;
  const ask = (error: MskctlError) => {
    asked = error;
    for (const listener of listeners) listener("interrupted", error.message);
  };
  const onInterrupt = () => {
    const error = new MskctlError("interrupted", "interrupted");
    if (asked === undefined) return ask(error);
    release();
    controller.abort(error);
  };
  const onTerminate = () => {
    const error = new MskctlError("terminated", "terminated");
    if (asked === undefined) ask(error);
    setTimeout(() => controller.abort(error), graceMs).unref();
  };
  const late = () => ask(new MskctlError("timed-out", "the time given by --timeout is up", { details: { deadlineMs } }));
  const deadline = deadlineMs === undefined ? undefined : setTimeout(late, deadlineMs);
  deadline?.unref();
  const release = () => {
    clearTimeout(deadline);
    process.off("SIGINT", onInterrupt);
    process.off("SIGTERM", onTerminate);
  };
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onTerminate);
  return {
    signal: controller.signal,
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
