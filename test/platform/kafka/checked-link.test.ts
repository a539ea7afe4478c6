import { type Connection, fetchV17 as fetch, type fetchV17, Reader, Writer } from "@platformatic/kafka";
import { beforeAll, describe, expect, it } from "vitest";
import { checkedLink, isDamaged, UndecodableAnswer } from "../../../src/platform/kafka/checked-link.ts";
import { type KafkaLibrary, loadKafka } from "../../../src/platform/kafka/library.ts";

let kafka: KafkaLibrary;

beforeAll(async () => {
  kafka = await loadKafka();
});

/** One batch as a broker keeps it. */
function batchOf(firstOffset: number, values: readonly string[], compression: "none" | "gzip" = "none"): Buffer {
  const messages = values.map((value) => ({ topic: "t", value: Buffer.from(value), timestamp: 0n }));
  const bytes = Buffer.from(kafka.createRecordsBatch(messages, { compression }).buffer);
  bytes.writeBigInt64BE(BigInt(firstOffset), 0);
  return bytes;
}

function partitionOf(writer: Writer, index: number, errorCode: number, records: Buffer): void {
  writer.appendInt32(index).appendInt16(errorCode).appendInt64(9n).appendInt64(9n).appendInt64(0n);
  writer.appendArray([], () => undefined).appendInt32(-1);
  writer
    .appendUnsignedVarInt(records.length + 1)
    .append(records)
    .appendTaggedFields();
}

/** The answer to a Fetch, by partition. */
function answerOf(partitions: readonly (readonly [errorCode: number, ...batches: readonly Buffer[]])[]): Buffer {
  const writer = Writer.create().appendInt32(0).appendInt16(0).appendInt32(0);
  writer.appendArray([0], (topic) => {
    topic.appendUUID("5b3f4c62-7d1a-4a57-9c1e-0123456789ab");
    topic.appendArray(
      [...partitions.entries()],
      (each, [index, [errorCode, ...batches]]) => partitionOf(each, index, errorCode, Buffer.concat(batches)),
      true,
      false,
    );
  });
  return Buffer.from(writer.appendTaggedFields().buffer);
}

function fetched(answer: Buffer): Promise<fetchV17.FetchResponse> {
  // What a connection does with an answer: it hands its bytes to the parser.
  const link = {
    send(
      key: number,
      version: number,
      _: unknown,
      parse: (...args: unknown[]) => unknown,
      __: boolean,
      ___: boolean,
      done: (error: unknown, value?: unknown) => void,
    ) {
      try {
        done(null, parse(1, key, version, Reader.from(answer)));
      } catch (error) {
        done(error);
      }
    },
  } as unknown as Connection;
  return fetch.api.async(checkedLink(kafka, link), 0, 1, 1, 1, 0, -1, [], [], "");
}

const valuesOf = (partition: fetchV17.FetchResponsePartition | undefined) =>
  partition?.records?.flatMap(({ records }) => records.map(({ value }) => value?.toString()));

describe("an answer to Fetch", () => {
  it("that is sound is as it was", async () => {
    const answer = await fetched(answerOf([[0, batchOf(0, ["a", "b"]), batchOf(2, ["c"], "gzip")], [0], [0, batchOf(0, ["d"])]]));
    const [first, second, third] = answer.responses[0]?.partitions ?? [];
    expect([first, second, third].map(valuesOf)).toEqual([["a", "b", "c"], [], ["d"]]);
    expect([first, second, third].map((each) => each !== undefined && isDamaged(each))).toEqual([false, false, false]);
  });

  it("ends before the batch that is damaged, in each partition for itself", async () => {
    const broken = batchOf(2, ["c"]);
    broken[broken.length - 2] = "x".charCodeAt(0);
    const answer = await fetched(
      answerOf([
        [0, batchOf(0, ["a", "b"]), broken, batchOf(3, ["d"])],
        [0, broken],
        [0, batchOf(0, ["e"])],
      ]),
    );
    const partitions = answer.responses[0]?.partitions ?? [];
    expect(partitions.map(valuesOf)).toEqual([["a", "b"], [], ["e"]]);
    expect(partitions.map(isDamaged)).toEqual([true, true, false]);
  });

  it("is checked in what comes with the error of another partition", async () => {
    const broken = batchOf(0, ["a"]);
    broken[broken.length - 2] = "x".charCodeAt(0);
    const error = await fetched(answerOf([[1], [0, broken]])).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(kafka.ResponseError);
    const { response } = error as { readonly response: fetchV17.FetchResponse };
    expect(response.responses[0]?.partitions.map(isDamaged)).toEqual([false, true]);
  });

  it.each<[string, (batch: Buffer) => void]>([
    ["whose compression breaks off", (batch) => batch.fill(0, 70)],
    ["whose compression nobody knows", (batch) => batch.writeInt16BE(7, 21)],
    ["whose lengths lead nowhere", (batch) => batch.writeInt32BE(1_000_000, 57)],
  ])("with a batch %s cannot be decoded", async (_, damage) => {
    const batch = batchOf(0, ["a".repeat(100), "b"], "gzip");
    damage(batch);
    await expect(fetched(answerOf([[0, batch]]))).rejects.toThrow(UndecodableAnswer);
  });
});
