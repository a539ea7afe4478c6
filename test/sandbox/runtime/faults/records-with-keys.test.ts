import { describe, expect, it } from "vitest";
import { eventRecordsWithKeys, recordsWithKeys } from "../../../../src/sandbox/runtime/faults/records-with-keys.ts";
import { listedOffsets, offsetRange } from "../../../../src/sandbox/runtime/offsets.ts";
import type { TopicSource } from "../../../../src/sandbox/runtime/ports.ts";

/** Keys by offset, of every partition. */
function topicOf(keys: readonly (Uint8Array | null)[]): TopicSource {
  return { record: (_: number, offset: number) => ({ key: keys[offset] ?? null }) } as unknown as TopicSource;
}

describe("records with a key", () => {
  const topic = topicOf([Buffer.from("a"), null, Buffer.from("Zoë"), Buffer.from([0xff]), Buffer.from("a")]);

  it("are found by the UTF-8 of the key, whatever lies between them", () => {
    const shares = [
      { partition: 3, offsets: offsetRange(0, 5) },
      { partition: 4, offsets: listedOffsets([2, 4]) },
    ];
    expect(recordsWithKeys(["a", "Zoë"], topic, shares)).toEqual([
      { partition: 3, offset: 0 },
      { partition: 3, offset: 2 },
      { partition: 3, offset: 4 },
      { partition: 4, offset: 2 },
      { partition: 4, offset: 4 },
    ]);
  });

  it("do not include keys that are no UTF-8, nor records without one", () => {
    expect(recordsWithKeys(["\ufffd", "ÿ", "", "null"], topic, [{ partition: 0, offsets: offsetRange(0, 5) }])).toEqual([]);
  });

  it("are found in an event's text", () => {
    const key = Buffer.from("Zoë").toString("base64");
    const records = {
      "orders-1": [
        { partition: 1, offset: 7, key },
        { partition: 1, offset: 8 },
      ],
      "orders-2": [],
    };
    expect(eventRecordsWithKeys(["Zoë"], JSON.stringify({ records }))).toEqual([{ partition: 1, offset: 7 }]);
  });

  it.each(["", "{", "null", "[]", "7", '{"records":null}', '{"records":{"a":[null,7]}}'])("are none in %s", (event) => {
    expect(eventRecordsWithKeys(["a"], event)).toEqual([]);
  });
});
