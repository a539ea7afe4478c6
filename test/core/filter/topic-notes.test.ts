import { describe, expect, it } from "vitest";
import { topicNotes } from "../../../src/core/filter/topic-notes.ts";
import type { TopicReading } from "../../../src/core/record/newest-records.ts";

const reading: TopicReading = {
  topic: "orders",
  partitions: 6,
  records: 1_000,
  oldestMs: Date.parse("2026-11-23T11:59:00Z"),
  newestMs: Date.parse("2026-11-23T12:00:00Z"),
  gaps: new Map(),
  gaveUp: false,
};
const all = "the newest 1,000 records of 6 partitions, 2026-11-23 11:59:00 UTC to 2026-11-23 12:00:00 UTC";
const none = { records: 0, oldestMs: undefined, newestMs: undefined };

describe("what is said of the records of a topic", () => {
  it.each<[string, Partial<TopicReading>, { records: number; sinceMs?: number }, string[]]>([
    ["all that were asked for", {}, { records: 1_000 }, [all]],
    ["fewer", {}, { records: 5_000 }, [all, "5,000 were asked for; there are no more"]],
    ["fewer since", {}, { records: 5_000, sinceMs: 0 }, [all, "5,000 were asked for; there are no more since 1970-01-01 00:00:00 UTC"]],
    [
      "given up",
      { gaveUp: true },
      { records: 5_000 },
      [all, "5,000 were asked for; older ones were left where they are, too few offsets hold a record"],
    ],
    ["one cause", { gaps: new Map([["compacted", 12]]) }, { records: 1_000 }, [all, "12 offsets had no record: compacted"]],
    ["several causes", { gaps: new Map([["control", 1], ["compacted", 12]]) }, { records: 1_000 }, [all, "13 offsets had no record: compacted 12, control 1"]], // biome-ignore format: a table
    ["nothing", none, { records: 9 }, ["no data: topic orders holds no record"]],
    ["nothing since", none, { records: 9, sinceMs: 0 }, ["no data: topic orders holds no record since 1970-01-01 00:00:00 UTC"]],
    [
      "a timestamp that is none",
      { oldestMs: 1e300 },
      { records: 1_000 },
      ["the newest 1,000 records of 6 partitions, 1e+300 ms to 2026-11-23 12:00:00 UTC"],
    ],
  ])("%s", (_, changes, asked, notes) => {
    expect(topicNotes({ ...reading, ...changes }, asked)).toEqual(notes);
  });
});
