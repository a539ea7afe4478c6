import { formatCount, plural } from "../../../core/figures.ts";
import type { RunReport } from "../../../core/redrive/run-report.ts";
import { formatDuration } from "../../../core/time.ts";
import { ratePhrase } from "../lag/figure-phrases.ts";
import { nextCommand, outcomePhrases, shortRunId } from "./run-phrases.ts";

/** A line of a report, for text and Markdown alike: raw, the caller escapes it. */
export interface ReportFact {
  readonly label: string;
  readonly phrases: readonly string[];
  /** Some of it is text from outside. */
  readonly isForeign?: boolean;
}

export function reportFacts(report: RunReport): ReportFact[] {
  const { known, counts, conditions, sending, digest } = report;
  const { facts } = known;
  const place = [facts.functionName, facts.region, facts.accountId].filter((part) => part !== undefined);
  return [
    { label: "from", phrases: [facts.source], isForeign: true },
    { label: "to", phrases: [facts.target], isForeign: true },
    { label: "of", phrases: place, isForeign: true },
    { label: "begun", phrases: [minutePhrase(facts.createdAtMs)] },
    { label: "records", phrases: [formatCount(counts.seen), ...outcomePhrases(counts)] },
    {
      label: "documents",
      phrases: [formatCount(counts.documents), `${formatCount(counts.removed)} removed`, `${formatCount(counts.kept)} kept`],
    },
    ...(conditions.length === 0
      ? []
      : [{ label: "failed by", phrases: conditions.map(({ what, documents }) => `${what} ${formatCount(documents)}`), isForeign: true }]),
    { label: "sent", phrases: sentPhrases(report) },
    ...(sending.busyMs === 0 ? [] : [{ label: "speed", phrases: speedPhrases(report) }]),
    { label: "journal", phrases: [`sha256 ${digest}`] },
  ];
}

function sentPhrases({ sending, counts }: RunReport): string[] {
  return [
    plural(sending.batches, "batch", "batches"),
    ...sending.outcomes.map(({ outcome, batches }) => `${outcome} ${formatCount(batches)}`),
    ...(sending.unanswered === 0 ? [] : [`without an answer ${formatCount(sending.unanswered)}`]),
    counts.possibleDuplicates === 0 ? "no record sent twice" : `at most ${plural(counts.possibleDuplicates, "record")} sent twice`,
  ];
}

function speedPhrases({ sending, recordsPerSecond }: RunReport): string[] {
  const { answerMs } = sending;
  return [
    ...(recordsPerSecond === undefined ? [] : [`${ratePhrase(recordsPerSecond) ?? ""} records/s`]),
    `at work for ${formatDuration(sending.busyMs)}`,
    ...(answerMs === undefined
      ? []
      : [`answers p50 ${formatDuration(answerMs.p50)}, p95 ${formatDuration(answerMs.p95)}, p99 ${formatDuration(answerMs.p99)}`]),
  ];
}

/** The command that leads on from a report; undefined: nothing is left to do. */
export function reportNext({ known, counts }: RunReport): string | undefined {
  return nextCommand(known, counts, shortRunId(known.facts.id));
}

/** `2026-11-23 12:04 UTC` */
export function minutePhrase(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
