import { describe, expect, it } from "vitest";
import type { TopicReading } from "../../../../src/core/record/newest-records.ts";
import { topicDocument } from "../../../../src/shell/render/lint/topic-document.ts";

const reading: TopicReading = {
  topic: "orders",
  partitions: 6,
  records: 2,
  oldestMs: Date.parse("2026-11-23T11:59:00Z"),
  newestMs: Date.parse("2026-11-23T12:00:00Z"),
  gaps: new Map([["compacted", 12]]),
  gaveUp: false,
};

describe("what was read of a topic", () => {
  it("has its times in UTC and its gaps by cause", () => {
    expect(topicDocument(reading)).toEqual({
      name: "orders",
      partitions: 6,
      records: 2,
      oldest: "2026-11-23T11:59:00.000Z",
      newest: "2026-11-23T12:00:00.000Z",
      gaps: [{ cause: "compacted", offsets: 12 }],
    });
  });

  it("has null where there is no time, or none of a calendar", () => {
    expect(topicDocument({ ...reading, oldestMs: undefined, newestMs: 1e300 })).toMatchObject({ oldest: null, newest: null });
  });
});
