import type { RunOptions } from "../run-options.ts";

/**
 * How one worker treats the target, from how all of them together are to: the Map has `maxConcurrency` workers at once, and each sends one batch
 * at a time. Without a canary: it would go before each of them; the Map Run itself is begun with few.
 */
export function workerOptions(options: RunOptions): RunOptions {
  const { maxConcurrency, recordsPerSecond } = options;
  const share = recordsPerSecond === undefined ? undefined : Math.max(1, Math.floor(recordsPerSecond / maxConcurrency));
  return { ...options, maxConcurrency: 1, canaryRecords: 0, stopAfterRecords: undefined, recordsPerSecond: share };
}
