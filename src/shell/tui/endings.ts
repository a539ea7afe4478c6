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
  return {
    release() {
      signal.removeEventListener("abort", onAbort);
      for (const event of ["end", "close", "error"]) stdin.off(event, onClosed);
      for (const event of ["close", "error"]) stdout.off(event, onClosed);
      process.off("uncaughtException", end);
    },
  };
}
