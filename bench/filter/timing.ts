import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** One pass over a file, by whoever made it. */
export interface Timing {
  readonly seconds: number;
  readonly bytes: number;
  readonly lines: number;
  readonly matched: number;
}

/** Runs a program that prints a timing. */
export function timingOf(program: string, args: readonly string[]): Timing {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: "utf8", maxBuffer: 1 << 24 });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${status}: ${error?.message ?? stderr}`);
  return JSON.parse(stdout) as Timing;
}

/** A script of this folder, as a process of its own. */
export function script(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

export function megabytesPerSecond({ bytes, seconds }: Timing): number {
  return bytes / 1e6 / seconds;
}

export function geometricMean(numbers: readonly number[]): number {
  return Math.exp(numbers.reduce((sum, each) => sum + Math.log(each), 0) / numbers.length);
}
