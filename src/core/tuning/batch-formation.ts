import { chanceOfAtMost, truncatedCount } from "./poisson.ts";

/** Of an invocation's event; not modifiable (Lambda Developer Guide, batching behaviour). */
const payloadBytes = 6_291_456;

/** How a batching lane collects records. A lane is what fills one batch at a time: a partition, or several. */
export interface Lane {
  /** Records that pass the filter. */
  readonly recordsPerSecond: number;
  /** How long a batch waits for more, from its first record on. An assumption: the timer starts at the first record. */
  readonly windowMs: number;
  /** By number and by payload. */
  readonly mostRecords: number;
  /**
   * The window opens with a record, but not before the lane is done with the previous batch ("batch", also where absent: that this means closed
   * is an assumption) or with its invocation. Lambda Developer Guide, batching behavior: the former in provisioned mode, the latter on demand.
   */
  readonly restartsWith?: "batch" | "invocation";
}

/** The batches of a lane that is free whenever one is complete, with Poisson arrivals. */
export interface Formation {
  /** On the average. */
  readonly records: number;
  /** How long a record waits for its batch to be complete. */
  readonly meanMs: number;
  /** Of the batches: that their window closes. The others are full. */
  readonly windowShare: number;
}

/**
 * The batch size that counts: the configured one, or what fits into 6 MB. Kafka values travel as base64 (4/3), and each record has
 * `overheadBytes` around it.
 */
export function mostRecords(batchSize: number, recordBytes: number, overheadBytes: number): number {
  return Math.max(1, Math.min(batchSize, Math.floor(payloadBytes / ((4 * recordBytes) / 3 + overheadBytes))));
}

/**
 * Closed forms. With m arrivals expected in a window and Y = min(Poisson(m), most − 1) further records in a batch: its mean size is
 * 1 + E[Y]; the waits of its records add up to E[Y(Y+1)/2] mean gaps.
 */
export function formation(lane: Lane): Formation {
  const { recordsPerSecond, windowMs, mostRecords: most } = lane;
  const perMs = recordsPerSecond / 1_000;
  const expected = perMs * windowMs;
  const further = truncatedCount(expected, most - 1);
  const records = 1 + further.mean;
  if (most === 1) return { records, meanMs: 0, windowShare: 0 };
  if (expected === 0) return { records, meanMs: windowMs, windowShare: 1 };
  return {
    records,
    meanMs: (further.square + further.mean) / 2 / perMs / records,
    windowShare: chanceOfAtMost(expected, most - 2),
  };
}

/** What gathers in a window that opens by itself: how many, and how long they wait, on the average. */
export function gathering({ recordsPerSecond, windowMs, mostRecords: most }: Lane): { readonly records: number; readonly meanMs: number } {
  const perMs = recordsPerSecond / 1_000;
  const count = truncatedCount(perMs * windowMs, most);
  // The waits of a batch add up to E[Z(Z − 1)/2] mean gaps.
  return { records: count.mean, meanMs: count.mean === 0 ? 0 : (count.square - count.mean) / 2 / perMs / count.mean };
}

/**
 * Of the records of free batches, that wait longer than this; `records` is the mean size.
 * A batch's first record waits longer than x if fewer than most − 1 follow it within x. A later one does if its batch has room for x more
 * after it: over all places in the window these chances are E[min(X(window), most − 2)] − E[min(X(x), most − 2)].
 */
function shareWaitingLonger(ms: number, { recordsPerSecond, windowMs, mostRecords: most }: Lane, records: number): number {
  const perMs = recordsPerSecond / 1_000;
  const first = chanceOfAtMost(perMs * ms, most - 2);
  const later = truncatedCount(perMs * windowMs, most - 2).mean - truncatedCount(perMs * ms, most - 2).mean;
  return (first + later) / records;
}

/** The same of a window that opens by itself: its records are like the later ones above, and one more of them. */
function shareGatheringLonger(ms: number, { recordsPerSecond, windowMs, mostRecords: most }: Lane, records: number): number {
  const perMs = recordsPerSecond / 1_000;
  return (truncatedCount(perMs * windowMs, most - 1).mean - truncatedCount(perMs * ms, most - 1).mean) / records;
}

/** So many places of the distribution are reckoned, and straight lines drawn between them. */
const places = 48;

/** What gives the share of the records of free batches that wait longer than a time; `records` is the mean size. */
export function waitsOf(lane: Lane, records: number): (ms: number) => number {
  return tabled(lane, (ms) => shareWaitingLonger(ms, lane, records));
}

/** The same of batches whose window opens by itself. */
export function gatheringWaitsOf(lane: Lane, records: number): (ms: number) => number {
  return tabled(lane, (ms) => shareGatheringLonger(ms, lane, records));
}

function tabled(lane: Lane, shareLonger: (ms: number) => number): (ms: number) => number {
  const { recordsPerSecond, windowMs, mostRecords: most } = lane;
  // Nearly all batches are full by then.
  const fullMs = ((most + 6 * Math.sqrt(most) + 6) / recordsPerSecond) * 1_000;
  const lastMs = Math.min(windowMs, fullMs);
  if (most === 1 || lastMs === 0) return (ms) => (ms < 0 ? 1 : 0);
  const shares = Float64Array.from({ length: places + 1 }, (_, place) => (place === places ? 0 : shareLonger((place / places) * lastMs)));
  return (ms) => {
    if (ms < 0) return 1;
    const place = (ms / lastMs) * places;
    const below = Math.floor(place);
    if (below >= places) return 0;
    const [left = 0, right = 0] = [shares[below], shares[below + 1]];
    return left + (right - left) * (place - below);
  };
}
