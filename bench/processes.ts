import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

export interface Started {
  readonly process: ChildProcess;
  /** The first line that it prints. */
  readonly line: string;
}

/** A Node process that says by its first line that it is ready. */
export async function started(args: readonly string[]): Promise<Started> {
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface({ input: child.stdout })) return { process: child, line };
  throw new Error(`${args.join(" ")} ended before it was ready`);
}

export async function ended(child: ChildProcess): Promise<void> {
  child.kill("SIGTERM");
  if (child.exitCode === null) await once(child, "exit");
}

/** Linux counts it; elsewhere it is not known. */
export function peakMibOf({ pid }: ChildProcess): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN) / 1_024;
}

/** Of all of its threads so far. Linux counts it, in hundredths of a second; elsewhere it is not known. */
export function cpuSecondsOf({ pid }: ChildProcess): number {
  const [, fields = ""] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ");
  const [user, system] = fields.split(" ").slice(11, 13);
  return (Number(user) + Number(system)) / 100;
}

export function secondsSince(startedAt: number): number {
  return (performance.now() - startedAt) / 1_000;
}
