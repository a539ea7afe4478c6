import { describe, expect, it } from "vitest";
import { listedOffsets, offsetRange } from "../../../src/sandbox/runtime/offsets.ts";
import { partialResponseOf, readPartialResponse } from "../../../src/sandbox/runtime/partial-response.ts";

const shares = [
  { partition: 0, offsets: offsetRange(100, 110) },
  { partition: 12, offsets: listedOffsets([5, 9]) },
];
const read = (payload: string) => readPartialResponse(payload, "my-topic", shares);
const failures = (...identifiers: readonly unknown[]): string =>
  JSON.stringify({ batchItemFailures: identifiers.map((itemIdentifier) => ({ itemIdentifier })) });

describe("a partial response", () => {
  it("names records by the key of the event and by offset", () => {
    const payload = failures({ partition: "my-topic-0", offset: 100 }, { partition: "my-topic-12", offset: 9 });
    expect(read(payload)).toEqual({
      kind: "some-failed",
      failed: [
        { partition: 0, offset: 100 },
        { partition: 12, offset: 9 },
      ],
    });
  });

  it.each(["", "null", "{}", '{"batchItemFailures":[]}', '{"batchItemFailures":null}'])("means success as %j", (payload) => {
    expect(read(payload)).toEqual({ kind: "all-processed" });
  });

  it.each([
    ["is no JSON", "oops"],
    ["is a text", '"done"'],
    ["is a list", "[]"],
    ["has no list of failures", '{"statusCode":200}'],
    ["has a list of something else", '{"batchItemFailures":[1]}'],
    ["has no identifier", '{"batchItemFailures":[{}]}'],
    ["names another topic", failures({ partition: "other-0", offset: 100 })],
    ["names a partition that was not in the event", failures({ partition: "my-topic-1", offset: 100 })],
    ["names an offset beyond the partition's", failures({ partition: "my-topic-0", offset: 110 })],
    ["names an offset that was filtered out", failures({ partition: "my-topic-12", offset: 7 })],
    ["has an offset as text", failures({ partition: "my-topic-0", offset: "100" })],
    ["names one record well and another one not", failures({ partition: "my-topic-0", offset: 100 }, { partition: "my-topic-0" })],
  ])("is unusable when it %s", (_, payload) => {
    expect(read(payload)).toEqual({ kind: "unusable" });
  });

  it("is read back as it was written", () => {
    const failed = [{ partition: 12, offset: 5 }];
    expect(read(partialResponseOf("my-topic", failed))).toEqual({ kind: "some-failed", failed });
  });
});
