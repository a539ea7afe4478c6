import { spawnSync } from "node:child_process";

export interface Timed {
  readonly name: string;
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/**
 * Times whole processes, in turn (A B C A B C …), so that a machine that gets slower meanwhile slows all of them.
 * Gives the median of each in milliseconds, by name; throws when a command fails.
 */
export function medianTimes(commands: readonly Timed[], rounds: number): Map<string, number> {
  const times = new Map<string, number[]>(commands.map(({ name }) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    for (const { name, command, environment } of commands) {
      const [program = "", ...args] = command;
      const startedAt = performance.now();
      const { status, stderr } = spawnSync(program, args, { env: { ...process.env, ...environment }, maxBuffer: 1 << 28 });
      const elapsedMs = performance.now() - startedAt;
      if (status !== 0) throw new Error(`${command.join(" ")} ended with ${status}: ${stderr}`);
      // The first round warms caches and is not counted.
      if (round >= 0) times.get(name)?.push(elapsedMs);
    }
  }
  return new Map([...times].map(([name, samples]) => [name, median(samples)]));
}

function median(samples: readonly number[]): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

export interface Row {
  readonly what: string;
  readonly medianMs: number;
  readonly peer: string;
  readonly peerMs: number;
  /** The most that the ratio may be. */
  readonly target: number;
}

/** A Markdown table: figure, peer measured in the same run, ratio, target. */
export function table(rows: readonly Row[]): string {
  const lines = rows.map(({ what, medianMs, peer, peerMs, target }) => {
    const ratio = medianMs / peerMs;
    const verdict = ratio <= target ? "met" : `missed by ${((ratio / target - 1) * 100).toFixed(0)} %`;
    return `| ${what} | ${medianMs.toFixed(0)} ms | ${peer} | ${peerMs.toFixed(0)} ms | ${ratio.toFixed(2)} × | ≤ ${target} × | ${verdict} |`;
  });
  return ["| figure | median | beside | median | ratio | target | |", "| --- | ---: | --- | ---: | ---: | ---: | --- |", ...lines].join(
    "\n",
  );
}

/** Three cells of a table in which more is better: ratio, target, and what that comes to. */
export function atLeast(ratio: number, target: number): string {
  const outcome = ratio >= target ? "met" : `missed by ${((1 - ratio / target) * 100).toFixed(0)} %`;
  return `${ratio.toFixed(2)} × | ≥ ${target} × | ${outcome}`;
}
