import { MskctlError } from "../core/errors.ts";

/** A signal that aborts on Ctrl-C, SIGTERM or the verb's own deadline; its reason is the error that ends the verb. */
export interface Interruption {
  readonly signal: AbortSignal;
  /** Gives the process its default signal handling back. */
  release(): void;
}

/**
 * Listens for the first SIGINT and SIGTERM. A second one finds no listener and ends the process at once, so a verb that
 * is slow to stop can still be left. `deadlineMs` undefined: no deadline.
 */
export function interruption(deadlineMs: number | undefined): Interruption {
  const controller = new AbortController();
  const stop = (error: MskctlError) => {
    release();
    controller.abort(error);
  };
  const onInterrupt = () => stop(new MskctlError("interrupted", "interrupted"));
  const onTerminate = () => stop(new MskctlError("terminated", "terminated"));
  const deadline =
    deadlineMs === undefined
      ? undefined
      : setTimeout(() => stop(new MskctlError("timed-out", "the time given by --timeout is up", { details: { deadlineMs } })), deadlineMs);
  deadline?.unref();
  const release = () => {
    clearTimeout(deadline);
    process.off("SIGINT", onInterrupt);
    process.off("SIGTERM", onTerminate);
  };
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onTerminate);
  return { signal: controller.signal, release };
}
