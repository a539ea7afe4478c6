import type { LagCause } from "../report.ts";
import type { MinuteSpan } from "../spans.ts";
import type { Judged, VerdictSubject } from "../verdict.ts";

/** What is known around a mapping; an absent fact is unknown. */
export interface LagFacts {
  readonly partitions?: number | undefined;
  readonly isFunctionMissing?: boolean | undefined;
  readonly timeoutMs?: number | undefined;
  readonly reservedConcurrency?: number | "none" | undefined;
  /** Partitions that committed nothing while records waited. */
  readonly stuck?: readonly StuckPartition[] | undefined;
}

export interface StuckPartition {
  readonly partition: number;
  /** The record that is not got past. */
  readonly offset: bigint;
}

export interface CauseSubject extends VerdictSubject, Judged {
  readonly facts: LagFacts;
  /** The newest settled minutes: what happens now. */
  readonly recent: MinuteSpan;
  /** The minutes in a row beyond what is in flight, and the two before, in which it began. */
  readonly trouble: MinuteSpan;
  /** Minutes before the trouble. */
  readonly before: MinuteSpan;
}

/** One thing that can be behind a verdict; undefined: it is not. */
export type CauseCheck = (subject: CauseSubject, span: MinuteSpan) => LagCause | undefined;

/** The newest minutes that say what happens now: fewer than the verdict's, so that what has ended is not taken for the present. */
const recentMinutes = 4;
/** What brings the lag up begins before it shows. */
const onsetMinutes = 2;

export function causeSubject(subject: VerdictSubject, judged: Judged, facts: LagFacts): CauseSubject {
  const { settledMinutes } = subject.samples;
  const from = Math.max(0, (judged.troubleFrom ?? settledMinutes) - onsetMinutes);
  return {
    ...subject,
    ...judged,
    facts,
    recent: { from: Math.max(0, settledMinutes - Math.max(recentMinutes, subject.flow.steadyMinutes)), until: settledMinutes },
    trouble: { from, until: settledMinutes },
    before: { from: 0, until: from },
  };
}
