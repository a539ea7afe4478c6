import { listenForStop } from "./stop-signals.ts";

/** A signal that aborts on Ctrl-C, SIGTERM or the verb's own deadline; its reason is the error that ends the verb. */
export interface Interruption {
  readonly signal: AbortSignal;
  /** Aborts when the verb is asked to stop, for what need not be brought to its end. A verb that finishes something first ends it before `signal`. */
  readonly asked: AbortSignal;
  /** Gives the process its default signal handling back. */
  release(): void;
}

/**
 * Listens for the first SIGINT and SIGTERM. A second one finds no listener and ends the process at once, so a verb that
 * is slow to stop can still be left. `deadlineMs` undefined: no deadline.
 */
export function interruption(deadlineMs: number | undefined): Interruption {
  const controller = new AbortController();
  const release = listenForStop(deadlineMs, (error) => {
    release();
    controller.abort(error);
  });
  return { signal: controller.signal, asked: controller.signal, release };
}
