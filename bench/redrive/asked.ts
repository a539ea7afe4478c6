/** What every redrive of the bench is asked for, as a user in a hurry would. */
export const concurrency = 12;
export const batchSize = 500;
export const flags: readonly string[] = ["--concurrency", String(concurrency), "--batch-size", String(batchSize)];
