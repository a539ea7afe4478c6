import { describe, expect, it } from "vitest";
import { MskctlError } from "../../../src/core/errors.ts";
import type { EventRecord } from "../../../src/core/record/event-record.ts";
import type { KafkaRecord } from "../../../src/core/record/kafka-record.ts";
import { type FileFormat, type FileTargetOptions, fileTarget, type RecordFiles } from "../../../src/core/redrive/file-target.ts";
import { nodeBytes } from "../../../src/platform/bytes/node-bytes.ts";
import { outgoingBatch } from "../../support/event-records.ts";

const origin = { eventSource: "aws:kafka", eventSourceArn: undefined, bootstrapServers: [] } as const;
const bytes = (text: string) => Uint8Array.from(Buffer.from(text));

function original({ partition, offset, timestampMs }: EventRecord, value: Uint8Array | null = bytes(`v${offset}`)): KafkaRecord {
  return { partition, offset, timestampMs, timestampType: "CREATE_TIME", key: null, value, headers: [] };
}

/** Files in memory: what they hold by lane, and what they were told. */
function targetOf(format: FileFormat, options: Partial<FileTargetOptions> = {}, failure?: Error) {
  const texts = new Map<string, string>();
  const held = new Set<string>();
  const calls: string[] = [];
  const files: RecordFiles = {
    async open({ topic, partition }) {
      const lane = `${topic}-${partition}`;
      return {
        has: (offset) => held.has(`${lane}@${offset}`),
        async append(chunk, offsets) {
          if (failure !== undefined) throw failure;
          calls.push(`${lane} ${offsets.join(",")}`);
          texts.set(lane, (texts.get(lane) ?? "") + Buffer.from(chunk).toString("latin1"));
          for (const offset of offsets) held.add(`${lane}@${offset}`);
        },
      };
    },
    finish: async () => void calls.push("finish"),
  };
  const target = fileTarget({
    files,
    format,
    origin,
    eventBytes: (_, records) => bytes(`{\n"records":[${records.map(({ offset }) => offset).join(",")}]\r\n}`),
    unshape: (record) => original(record),
    bytes: nodeBytes,
    ...options,
  });
  return { target, texts, calls };
}

describe("a file", () => {
  it.each<[FileFormat, string]>([
    ["raw", "v41\nv42\n"],
    ["kafka-event", '{ "records":[41,42]  }\n'],
  ])("%s has lines", async (format, text) => {
    const { target, texts } = targetOf(format);
    expect(await target.send(outgoingBatch([41n, 42n]))).toEqual({ kind: "delivered" });
    expect(texts.get("orders-0")).toBe(text);
  });

  it("jsonl has a record a line", async () => {
    const { target, texts } = targetOf("jsonl");
    await target.send(outgoingBatch([41n, 42n]));
    const lines = (texts.get("orders-0") ?? "").trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { topic: "orders", partition: 0, offset: "41", valueText: "v41" },
      { topic: "orders", partition: 0, offset: "42", valueText: "v42" },
    ]);
  });

  it("is one a partition", async () => {
    const { target, texts } = targetOf("raw");
    const [elsewhere] = outgoingBatch([7n]).records;
    await target.send(outgoingBatch([41n]));
    if (elsewhere !== undefined) await target.send(outgoingBatch([{ ...elsewhere, partition: 3 }]));
    expect([...texts.keys()]).toEqual(["orders-0", "orders-3"]);
  });

  it.each<FileFormat>(["jsonl", "kafka-event", "raw"])("%s gets each record once, though a resumed run sends it again", async (format) => {
    const { target, calls } = targetOf(format);
    await target.send(outgoingBatch([41n, 42n]));
    expect(await target.send(outgoingBatch([41n, 42n, 43n]))).toEqual({ kind: "delivered" });
    expect(await target.send(outgoingBatch([42n, 43n]))).toEqual({ kind: "delivered" });
    expect(calls).toEqual(["orders-0 41,42", "orders-0 43"]);
  });

  it("gets its name when the run is finished, not when the target is closed", async () => {
    const { target, calls } = targetOf("raw");
    await target.close();
    expect(calls).toEqual([]);
    await target.finish();
    expect(calls).toEqual(["finish"]);
  });

  it("that cannot be written ends the run", async () => {
    const error = new MskctlError("storage", "the disk is full");
    await expect(targetOf("raw", {}, error).target.send(outgoingBatch([41n]))).rejects.toBe(error);
  });
});

describe("a record that is refused", () => {
  it.each<[string, FileFormat, Uint8Array | null]>([
    ["has a line break", "raw", bytes("a\nb")],
    ["has no value", "raw", null],
  ])("%s in %s", async (_, format, value) => {
    const { target, calls } = targetOf(format, { unshape: (record) => original(record, record.offset === 42n ? value : bytes("v")) });
    expect(await target.send(outgoingBatch([41n, 42n, 43n]))).toEqual({ kind: "refused", offset: 42n, reason: "not-taken" });
    expect(calls).toEqual([]);
  });

  it.each<FileFormat>(["jsonl", "raw"])("was shaped by a schema, in %s", async (format) => {
    const { target } = targetOf(format, { unshape: () => ({ refused: "schema" }) });
    expect(await target.send(outgoingBatch([41n]))).toEqual({ kind: "refused", offset: 41n, reason: "schema" });
  });

  it("is none as an event: it stays as Lambda shaped it", async () => {
    const { target } = targetOf("kafka-event", { unshape: () => ({ refused: "schema" }) });
    expect(await target.send(outgoingBatch([41n]))).toEqual({ kind: "delivered" });
  });
});

it("keeps an empty value as an empty line", async () => {
  const { target, texts } = targetOf("raw", { unshape: (record) => original(record, new Uint8Array()) });
  await target.send(outgoingBatch([41n, 42n]));
  expect(texts.get("orders-0")).toBe("\n\n");
});
