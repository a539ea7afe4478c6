import { MskctlError } from "../core/errors.ts";

/**
 * Calls `heard` on each Ctrl-C and SIGTERM, and once when `deadlineMs` are over (undefined: never), with the error that a verb then ends
 * with. Gives what ends that: the process has its default signal handling back, so the next signal ends it at once.
 */
export function listenForStop(deadlineMs: number | undefined, heard: (error: MskctlError) => void): () => void {
  const onInterrupt = () => heard(new MskctlError("interrupted", "interrupted"));
  const onTerminate = () => heard(new MskctlError("terminated", "terminated"));
  const late = () => heard(new MskctlError("timed-out", "the time given by --timeout is up", { details: { deadlineMs } }));
  const deadline = deadlineMs === undefined ? undefined : setTimeout(late, deadlineMs);
  deadline?.unref();
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onTerminate);
  return () => {
    clearTimeout(deadline);
    process.off("SIGINT", onInterrupt);
    process.off("SIGTERM", onTerminate);
  };
}
