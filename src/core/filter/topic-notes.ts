import { formatCount, plural } from "../figures.ts";
import type { TopicReading } from "../record/newest-records.ts";

/** What a report has to add about the records of a topic, in sentences. */
export function topicNotes(reading: TopicReading, asked: { readonly records: number; readonly sinceMs?: number }): string[] {
  const { topic, partitions, records, oldestMs, newestMs, gaps, gaveUp } = reading;
  const since = asked.sinceMs === undefined ? "" : ` since ${instant(asked.sinceMs)}`;
  const missing = [...gaps].reduce((sum, [, count]) => sum + count, 0);
  const causes = [...gaps]
    .toSorted(([, a], [, b]) => b - a)
    .map(([cause, count]) => (gaps.size === 1 ? cause : `${cause} ${formatCount(count)}`));
  return [
    oldestMs === undefined || newestMs === undefined
      ? `no data: topic ${topic} holds no record${since}`
      : `the newest ${plural(records, "record")} of ${plural(partitions, "partition")}, ${instant(oldestMs)} to ${instant(newestMs)}`,
    ...(records > 0 && records < asked.records && !gaveUp
      ? [`${formatCount(asked.records)} were asked for; there are no more${since}`]
      : []),
    ...(gaveUp ? [`${formatCount(asked.records)} were asked for; older ones were left where they are, too few offsets hold a record`] : []),
    ...(missing === 0 ? [] : [`${plural(missing, "offset")} had no record: ${causes.join(", ")}`]),
  ];
}

/** `2026-11-26 12:04:30 UTC`; a timestamp may be none that a calendar has. */
function instant(atMs: number): string {
  const date = new Date(atMs);
  return Number.isNaN(date.getTime()) ? `${atMs} ms` : `${date.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
