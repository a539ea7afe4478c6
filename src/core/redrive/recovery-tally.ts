import { type Fact, whyUnknown } from "../mapping/fact.ts";
import type { PlannedDocument } from "./journal.ts";
import { createLaneRuns, type LaneRun } from "./lane-runs.ts";

/** What the brokers keep of a topic. */
export interface TopicLog {
  /** The first offset that is kept, and where the next record will be written, by partition. */
  readonly earliest: ReadonlyMap<number, bigint>;
  readonly end: ReadonlyMap<number, bigint>;
  /** `retention.ms`; undefined: not known, or without a limit. */
  readonly retentionMs: number | undefined;
}

/** Hours within which records expire, as a plan tells them. */
export const expiryHorizonsMs = [1, 6, 24, 72].map((hours) => hours * 3_600_000);

/** What becomes of records that stand nowhere but in the topic, in records as the documents claim them. */
export interface Recovery {
  /** Records of documents that hold pointers only. */
  readonly records: number;
  /** Gone from the topic. A range that has lost its beginning counts for what is lost. */
  readonly expired: {
    readonly records: number;
    readonly runs: readonly LaneRun[];
    /** False: there are more runs than are listed. */
    readonly complete: boolean;
  };
  /** Still there, of ranges that have lost their beginning: their order is broken. */
  readonly behindExpired: number;
  /** At offsets that the topic does not have yet: it was made anew, or it is another cluster's. */
  readonly beyondEnd: number;
  /** Why brokers do not tell, with the records that need them. */
  readonly unreachable: ReadonlyMap<string, number>;
  /** Records that expire within each of `expiryHorizonsMs`, each of them also in the longer ones. */
  readonly expiring: readonly number[];
  /** When the first of those that are still there may go; undefined: not known. */
  readonly firstExpiryMs: number | undefined;
  /** Still there, for a time that nobody tells. */
  readonly expiryUnknown: number;
}

export interface RecoveryTally {
  add(parts: PlannedDocument["parts"]): Promise<void>;
  result(): Recovery;
}

export interface RecoveryOptions {
  readonly nowMs: number;
  /** Asked once a topic. */
  readonly topicLog: (topic: string) => Promise<Fact<TopicLog>>;
  /** More runs than this are counted, and not listed. */
  readonly mostRuns?: number;
}

export function createRecoveryTally({ nowMs, topicLog, mostRuns = 10_000 }: RecoveryOptions): RecoveryTally {
  const logs = new Map<string, Fact<TopicLog>>();
  const expired = createLaneRuns(mostRuns);
  const unreachable = new Map<string, number>();
  const expiry = createExpiryTally(nowMs);
  const sums = { records: 0, expired: 0, behindExpired: 0, beyondEnd: 0 };

  async function logOf(topic: string): Promise<Fact<TopicLog>> {
    const log = logs.get(topic) ?? (await topicLog(topic));
    logs.set(topic, log);
    return log;
  }

  function addPart({ lane, first, last, claimed, firstTimestampMs }: PlannedDocument["parts"][number], log: TopicLog): void {
    const earliest = log.earliest.get(lane.partition) ?? 0n;
    if (first >= (log.end.get(lane.partition) ?? 0n)) {
      sums.beyondEnd += claimed;
      return;
    }
    const lost = first < earliest ? { first, last: last < earliest ? last : earliest - 1n } : undefined;
    if (lost === undefined) {
      expiry.add(claimed, firstTimestampMs, log.retentionMs);
      return;
    }
    const records = Math.round((claimed * Number(lost.last - first + 1n)) / Number(last - first + 1n));
    sums.expired += records;
    sums.behindExpired += claimed - records;
    expired.add(lane, lost);
  }

  return {
    async add(parts) {
      for (const part of parts) {
        sums.records += part.claimed;
        const log = await logOf(part.lane.topic);
        if (log.kind === "known") addPart(part, log.value);
        else unreachable.set(whyUnknown(log), (unreachable.get(whyUnknown(log)) ?? 0) + part.claimed);
      }
    },
    result: () => ({
      ...sums,
      expired: { records: sums.expired, runs: expired.runs(), complete: expired.isComplete() },
      unreachable,
      ...expiry.result(),
    }),
  };
}

interface ExpiryTally {
  add(records: number, atMs: number | undefined, retentionMs: number | undefined): void;
  result(): Pick<Recovery, "expiring" | "firstExpiryMs" | "expiryUnknown">;
}

function createExpiryTally(nowMs: number): ExpiryTally {
  const expiring = expiryHorizonsMs.map(() => 0);
  let firstExpiryMs: number | undefined;
  let expiryUnknown = 0;
  return {
    add(records, atMs, retentionMs) {
      if (atMs === undefined || retentionMs === undefined) {
        expiryUnknown += records;
        return;
      }
      // A segment goes when its newest record is old enough, so this is the earliest that it can be.
      const expiresAtMs = Math.max(nowMs, atMs + retentionMs);
      firstExpiryMs = Math.min(firstExpiryMs ?? expiresAtMs, expiresAtMs);
      for (const [index, horizonMs] of expiryHorizonsMs.entries()) {
        if (expiresAtMs <= nowMs + horizonMs) expiring[index] = (expiring[index] ?? 0) + records;
      }
    },
    result: () => ({ expiring, firstExpiryMs, expiryUnknown }),
  };
}
