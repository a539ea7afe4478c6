import { MskctlError } from "../errors.ts";
import { formatCount } from "../figures.ts";
import type { FailureDocument } from "../record/failure-document.ts";
import type { ClassifiedDocument } from "./classify.ts";
import type { PlannedDocument } from "./journal.ts";
import { createKindCounts, createSpan, type KindCount, type Span } from "./kind-counts.ts";
import { byLane, createLaneRuns } from "./lane-runs.ts";
import type { LaneId } from "./ports.ts";
import { createRecoveryTally, type Recovery, type RecoveryOptions } from "./recovery-tally.ts";
import { watchForWrongSource } from "./wrong-source.ts";

/** What a source holds. Records are counted as the documents claim them. */
export interface DocumentTally {
  /** Documents that can be redriven. */
  readonly documents: number;
  readonly records: number;
  /** Records that an earlier document had as well: each is sent once. About, where ranges are not full. */
  readonly repeated: number;
  /** False: there may be more of them; so many ranges lie apart that not all were compared. */
  readonly repeatedComplete: boolean;
  /** In order of topic and partition. */
  readonly lanes: readonly LaneTally[];
  /** When Lambda gave up; undefined without documents. */
  readonly failed: Span | undefined;
  /** When the records were written; undefined where no document says so. */
  readonly written: Span | undefined;
  /** The oldest of what can be redriven, as the source got it. */
  readonly storedFromMs: number | undefined;
  /** Most frequent first. */
  readonly conditions: readonly KindCount[];
  /** ARNs, with their documents. */
  readonly functions: readonly KindCount[];
  readonly foreign: readonly KindCount[];
  readonly malformed: readonly KindCount[];
  readonly unreadable: readonly KindCount[];
  /** Documents whose ranges have more offsets than records failed: a filter, compaction or transactions account for them. */
  readonly wider: number;
  /** Documents that claim more records than their ranges have offsets. */
  readonly narrower: number;
  readonly recovery: Recovery;
  /** Bytes of an event for each of its records; undefined where the documents hold no events. */
  readonly bytesPerRecord: number | undefined;
}

export interface LaneTally {
  readonly lane: LaneId;
  readonly documents: number;
  readonly records: number;
  readonly first: bigint;
  readonly last: bigint;
  /** Batches that it takes when none holds records of two documents. */
  readonly batches: number;
}

export interface TallyOptions extends RecoveryOptions {
  /** Records of a batch at most. */
  readonly batchSize: number;
  /** As it is named in a refusal. */
  readonly source: string;
}

/** Bounds of ours, for the sake of memory: whoever writes to the source could name any number of partitions. */
const mostLanes = 100_000;
const mostRuns = 100_000;

/**
 * Counts what a source holds, in the memory of its partitions. Pointers are checked against what the brokers keep. Throws
 * `refused` when more than half of the first 200 documents are no mapping's: then it is the wrong source.
 */
export async function tallyDocuments(pages: AsyncIterable<readonly ClassifiedDocument[]>, options: TallyOptions): Promise<DocumentTally> {
  const kinds = { foreign: createKindCounts(), malformed: createKindCounts(), unreadable: createKindCounts() };
  const recovery = createRecoveryTally(options);
  const own = createOwnTally(options.batchSize);
  const look = watchForWrongSource(options.source);
  for await (const page of pages) {
    for (const { classified, ...listed } of page) {
      look(classified.kind === "foreign");
      if (classified.kind === "foreign") kinds.foreign.add(classified.what);
      else if (classified.kind === "malformed") kinds.malformed.add(classified.why);
      else if (classified.kind === "unreadable") kinds.unreadable.add(classified.reason);
      else {
        const { parts } = classified.planned;
        own.add(classified.document, parts, listed);
        if (!listed.hasEvent) await recovery.add(parts);
      }
    }
  }
  const [foreign, malformed, unreadable] = [kinds.foreign.counts(), kinds.malformed.counts(), kinds.unreadable.counts()];
  return { ...own.result(), foreign, malformed, unreadable, recovery: recovery.result() };
}

type PlannedPart = PlannedDocument["parts"][number];

interface OwnTally {
  add(document: FailureDocument, parts: readonly PlannedPart[], listed: Omit<ClassifiedDocument, "classified">): void;
  result(): Omit<DocumentTally, "foreign" | "malformed" | "unreadable" | "recovery">;
}

function createOwnTally(batchSize: number): OwnTally {
  const [conditions, functions] = [createKindCounts(), createKindCounts()];
  const [failed, written, stored] = [createSpan(), createSpan(), createSpan()];
  const lanes = new Map<string, LaneTally>();
  const known = createLaneRuns(mostRuns);
  const sums = { documents: 0, records: 0, repeated: 0, wider: 0, narrower: 0 };
  const events = { bytes: 0, records: 0 };

  function addPart(part: PlannedPart): void {
    const { lane, first, last, claimed, firstTimestampMs, lastTimestampMs } = part;
    const key = `${lane.topic}-${lane.partition}`;
    if (!lanes.has(key) && lanes.size >= mostLanes) throw tooManyLanes();
    lanes.set(key, withPart(lanes.get(key), part, batchSize));
    sums.repeated += Math.round((claimed * Number(known.add(lane, { first, last }))) / Number(last - first + 1n));
    written.add(firstTimestampMs);
    written.add(lastTimestampMs);
  }

  return {
    add(document, parts, { storedAtMs, eventBytes }) {
      const offsets = parts.reduce((sum, { first, last }) => sum + Number(last - first) + 1, 0);
      sums.documents += 1;
      sums.records += document.batchSize;
      if (offsets > document.batchSize) sums.wider += 1;
      if (offsets < document.batchSize) sums.narrower += 1;
      conditions.add(document.condition);
      functions.add(document.functionArn);
      failed.add(document.failedAtMs);
      stored.add(storedAtMs);
      for (const part of parts) addPart(part);
      if (eventBytes === undefined) return;
      events.bytes += eventBytes;
      events.records += document.batchSize;
    },
    result: () => ({
      ...sums,
      repeatedComplete: known.isComplete(),
      lanes: [...lanes.values()].toSorted(byLane),
      failed: failed.span(),
      written: written.span(),
      storedFromMs: stored.span()?.fromMs,
      conditions: conditions.counts(),
      functions: functions.counts(),
      bytesPerRecord: events.records === 0 ? undefined : events.bytes / events.records,
    }),
  };
}

function withPart(before: LaneTally | undefined, { lane, first, last, claimed }: PlannedPart, batchSize: number): LaneTally {
  return {
    lane,
    documents: (before?.documents ?? 0) + 1,
    records: (before?.records ?? 0) + claimed,
    first: before !== undefined && before.first < first ? before.first : first,
    last: before !== undefined && before.last > last ? before.last : last,
    batches: (before?.batches ?? 0) + Math.ceil(claimed / batchSize),
  };
}

function tooManyLanes(): MskctlError {
  return new MskctlError("refused", `the documents tell of more than ${formatCount(mostLanes)} partitions`, {
    suggestions: ["look who else writes to this source"],
  });
}
