import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shapeRecord } from "../../../src/core/record/shape-record.ts";
import { kafkaRecordOf } from "../../../src/core/record/unshape-record.ts";
import { nodeBytes } from "../../../src/platform/bytes/node-bytes.ts";
import { anyKafkaRecord } from "./kafka-records.ts";

function unshaped(members: string) {
  const json = Buffer.from(`{"topic":"t","partition":2,"offset":7,"timestamp":5,${members}}`);
  return kafkaRecordOf({ topic: "t", partition: 2, offset: 7n, timestampMs: 5, json, key: undefined }, nodeBytes);
}

const bare = { partition: 2, offset: 7n, timestampMs: 5, timestampType: "CREATE_TIME", key: null, value: null, headers: [] };
const hi = new Uint8Array([0x68, 0x69]);

describe("a record of an event", () => {
  it("has its bytes again", () => {
    const headers = '"headers":[{"h":[-61,-85]},{"h":[195,171]},{"":[]},{"n":null}]';
    expect(unshaped(`"timestampType":"LOG_APPEND_TIME","key":"","value":"aGk=",${headers}`)).toEqual({
      ...bare,
      timestampType: "LOG_APPEND_TIME",
      key: new Uint8Array(),
      value: hi,
      headers: [
        { key: "h", value: new Uint8Array([0xc3, 0xab]) },
        { key: "h", value: new Uint8Array([0xc3, 0xab]) },
        { key: "", value: new Uint8Array() },
        { key: "n", value: null },
      ],
    });
  });

  it("has no value when it is missing or null, as tombstones are spelled both ways", () => {
    expect(unshaped('"value":null,"key":null,"headers":null')).toEqual(bare);
    expect(unshaped('"later":1')).toEqual(bare);
  });

  it("may have several headers in one object", () => {
    const headers = [
      { key: "a", value: new Uint8Array([1]) },
      { key: "__proto__", value: new Uint8Array([2]) },
    ];
    expect(unshaped('"headers":[{"a":[1],"__proto__":[2]}]')).toEqual({ ...bare, headers });
  });

  it.each(['"keySchemaMetadata":{"dataFormat":"AVRO","schemaId":"1"}', '"valueSchemaMetadata":{"dataFormat":"JSON"}'])(
    "whose bytes a schema has changed is refused: %s",
    (member) => {
      expect(unshaped(`"value":"aGk=",${member}`)).toEqual({ refused: "schema" });
    },
  );

  it("is not refused for metadata that is null", () => {
    expect(unshaped('"value":"aGk=","keySchemaMetadata":null,"valueSchemaMetadata":null')).toEqual({ ...bare, value: hi });
  });

  it.each([
    '"value":"aGk"',
    '"value":"a\\nGk="',
    '"value":{"a":1}',
    '"value":7',
    '"key":"%"',
    '"key":[]',
    '"timestampType":"SOMETIME"',
    '"headers":{}',
    '"headers":["h"]',
    '"headers":[{"h":"aGk="}]',
    '"headers":[{"h":[256]}]',
    '"headers":[{"h":[-129]}]',
    '"headers":[{"h":[1.0]}]',
    '"headers":[{"h":[1000]}]',
    '"headers":[{"h":["1"]}]',
    '"headers":[{"h":[null]}]',
    '"headers":[{"\\ud83d":[1]}]',
  ])("is malformed with %s", (members) => {
    expect(unshaped(members)).toEqual({ refused: "malformed" });
  });
});

it("any record comes back from its shape as it was", () => {
  const plain = (bytes: Uint8Array | null) => bytes && new Uint8Array(bytes);
  fc.assert(
    fc.property(anyKafkaRecord, (record) => {
      const again = kafkaRecordOf(shapeRecord("orders", record, nodeBytes), nodeBytes);
      expect("refused" in again || { ...again, headers: again.headers.map(({ key, value }) => ({ key, value: plain(value) })) }).toEqual({
        ...record,
        key: plain(record.key),
        value: plain(record.value),
        headers: record.headers.map(({ key, value }) => ({ key, value: plain(value) })),
      });
    }),
    { numRuns: 500 },
  );
});
