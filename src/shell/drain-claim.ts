import type { LeaseHolder } from "../core/redrive/lease.ts";

const beginning = "drain";

/** A drain has no run: what it claims a source as. */
export function drainId(archive: string): string {
  return `${beginning} to ${archive}`;
}

/**
 * Whether this is a drain of this host whose process has ended: its claim is left over. On another machine of the same name it may be at
 * work: then both archive what they are given, and nothing is lost.
 */
export function isLeftByDrain({ runId, host, pid }: LeaseHolder, ownHost: string): boolean {
  return runId.startsWith(beginning) && host === ownHost && !isRunning(pid);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Of somebody else.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
