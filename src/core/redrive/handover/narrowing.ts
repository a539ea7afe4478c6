import type { RunOptions } from "../run-options.ts";
import type { BatchTurn } from "./history.ts";

/**
 * How a turn goes on where the ones before it have only failed: a slow function leaves a turn time for a few attempts, and how far it had come with
 * halving a batch is not in the ledger. Each such turn halves what is sent at once and takes an attempt off, so that the record that the function
 * fails on is alone in the end.
 */
export function narrowed(options: RunOptions, turns: readonly BatchTurn[]): RunOptions {
  const fruitless = fruitlessTurns(turns);
  return {
    ...options,
    batchSize: Math.max(1, Math.floor(options.batchSize / 2 ** fruitless)),
    retries: Math.max(0, options.retries - fruitless),
  };
}

/** Turns since anything was settled, in which the function failed. */
function fruitlessTurns(turns: readonly BatchTurn[]): number {
  const since = turns.slice(turns.findLastIndex(({ ended }) => ended?.entries.some(({ kind }) => kind === "settled") === true) + 1);
  return since.filter(({ ended }) => ended?.entries.some((entry) => entry.kind === "answered" && countsAsFailure(entry.outcome)) === true)
    .length;
}

/** As the engine counts them (`answer.ts`). */
function countsAsFailure(outcome: string): boolean {
  return outcome === "failed" || outcome === "partly" || outcome === "unknown";
}
