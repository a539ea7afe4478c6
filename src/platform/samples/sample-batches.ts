import type { Sample } from "../../core/filter/sample.ts";

/** What one chunk holds at most; the last sample may go beyond the bytes. */
const mostSamples = 1_000;
const mostBytes = 1024 * 1024;

/** The samples in portions that are small enough to be held. */
export function* sampleBatches(samples: Iterable<Sample>): Generator<readonly Sample[], void> {
  let batch: Sample[] = [];
  let bytes = 0;
  for (const sample of samples) {
    batch.push(sample);
    bytes += sample.value?.length ?? 0;
    if (batch.length < mostSamples && bytes < mostBytes) continue;
    yield batch;
    batch = [];
    bytes = 0;
  }
  if (batch.length > 0) yield batch;
}
