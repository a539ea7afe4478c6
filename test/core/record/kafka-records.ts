import fc from "fast-check";
import type { KafkaRecord } from "../../../src/core/record/kafka-record.ts";

const bytes = fc.uint8Array({ maxLength: 40 });
const perhaps = fc.option(bytes, { nil: null });

/** Any record that a topic can hold and an event can tell exactly. Views, so that nobody reads beside them. */
export const anyKafkaRecord: fc.Arbitrary<KafkaRecord> = fc.record({
  partition: fc.nat({ max: 0x7fff_ffff }),
  offset: fc.bigInt({ min: 0n, max: BigInt(Number.MAX_SAFE_INTEGER) }),
  timestampMs: fc.oneof(fc.integer({ min: -1, max: 2_000_000_000_000 }), fc.maxSafeInteger()),
  timestampType: fc.constantFrom("CREATE_TIME", "LOG_APPEND_TIME"),
  key: perhaps,
  value: perhaps,
  headers: fc.array(fc.record({ key: fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("h", "__proto__", "")), value: perhaps }), {
    maxLength: 4,
  }),
});

export function kafkaRecord(changes: Partial<KafkaRecord> = {}): KafkaRecord {
  return {
    partition: 0,
    offset: 15n,
    timestampMs: 1_545_084_650_987,
    timestampType: "CREATE_TIME",
    key: Buffer.from("key"),
    value: Buffer.from("Hello"),
    headers: [],
    ...changes,
  };
}
