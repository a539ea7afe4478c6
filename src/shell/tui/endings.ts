import { MskctlError } from "../../core/errors.ts";

export interface EndingSources {
  readonly signal: AbortSignal;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
}

/** Calls `end` with the reason when the verb is interrupted, the terminal is closed, or something crashes, so that the terminal is restored first. */
export function watchEndings({ signal, stdin, stdout }: EndingSources, end: (error: unknown) => void): { release(): void } {
  const onAbort = () => end(signal.reason);
  const onClosed = () => end(new MskctlError("terminated", "the terminal was closed"));
  signal.addEventListener("abort", onAbort, { once: true });
  for (const event of ["end", "close", "error"]) stdin.on(event, onClosed);
  for (const event of ["close", "error"]) stdout.on(event, onClosed);
  process.on("uncaughtException", end);
  // The verb's own listeners are gone once they were called; ink would then take the signal for one that nobody heard, and end the process.
  const heard = () => {};
  for (const name of ["SIGINT", "SIGTERM"]) process.on(name, heard);
  return {
    release() {
      signal.removeEventListener("abort", onAbort);
      for (const event of ["end", "close", "error"]) stdin.off(event, onClosed);
      for (const event of ["close", "error"]) stdout.off(event, onClosed);
      process.off("uncaughtException", end);
      for (const name of ["SIGINT", "SIGTERM"]) process.off(name, heard);
    },
  };
}
