import { describe, expect, it } from "vitest";
import type { DetectedFormat } from "../../../src/core/filter/sample-format.ts";
import { formatChunks } from "../../../src/platform/samples/format-chunks.ts";
import { usualLimits } from "../../../src/platform/samples/sample-limits.ts";
import { avroBlock, avroHeader } from "../../support/avro.ts";
import { piecewise, samplesOf, utf8 } from "../../support/samples.ts";

const settings = {
  openAvroReader: () => ({ readAt: (bytes: Uint8Array, start: number) => ({ json: String(bytes[start]), end: start + 1 }) }),
  limits: usualLimits,
};

const chunksOf = (bytes: Buffer, detected: DetectedFormat, limits = usualLimits) =>
  formatChunks(piecewise(bytes), "a", detected, { ...settings, limits });

const event = '{"records":{"t-0":[{"value":"aGk="}]}}';

describe("formatChunks", () => {
  it.each<[DetectedFormat["format"], DetectedFormat["framing"], kind: string, content: Buffer, value: string]>([
    ["values", "lines", "lines", utf8('{"a":1}\n'), '{"a":1}'],
    ["text", "lines", "lines", utf8("hello"), "hello"],
    ["values", "documents", "records", utf8('{\n"a":1}'), '{\n"a":1}'],
    ["kafka", "lines", "records", utf8('{"value":1}'), "1"],
    ["kafka", "documents", "records", utf8('{\n"value":1}'), "1"],
    ["kcat", "lines", "records", utf8('{"payload":"x"}'), "x"],
    ["kcat", "documents", "records", utf8('{"payload":\n"x"}'), "x"],
    ["event", "lines", "records", utf8(event), "hi"],
    ["event", "documents", "records", utf8(`\n${event}`), "hi"],
    ["failure", "lines", "records", utf8(`{"KafkaBatchInfo":{},"payload":${event}}`), "hi"],
    ["failure", "documents", "records", utf8(`{"KafkaBatchInfo":{},\n"payload":${event}}`), "hi"],
    ["avro", "documents", "records", Buffer.concat([avroHeader({}), avroBlock(1, Buffer.of(7))]), "7"],
    ["protobuf", "documents", "records", Buffer.of(2, 0x68, 0x69), "hi"],
  ])("%s in %s gives %s", async (format, framing, kind, content, value) => {
    const kinds = new Set<string>();
    for await (const chunk of chunksOf(content, { format, framing })) kinds.add(`${chunk.kind} of ${chunk.source}`);
    expect([...kinds]).toEqual([`${kind} of a`]);
    expect(await samplesOf(chunksOf(content, { format, framing }))).toMatchObject([{ value }]);
  });

  it.each([
    ["values", "lines", "a line of more than 30 bytes", { lineBytes: 30 }],
    ["kafka", "lines", "a line of more than 30 bytes", { lineBytes: 30 }],
    ["event", "lines", "a line of more than 30 bytes", { documentBytes: 30 }],
    ["failure", "documents", "a JSON document of more than 30 bytes", { documentBytes: 30 }],
    ["protobuf", "documents", "a message of more than 30 bytes", { lineBytes: 30 }],
  ] as const)("bounds %s in %s", async (format, framing, reason, limits) => {
    const content = format === "protobuf" ? Buffer.concat([Buffer.of(31), Buffer.alloc(31)]) : utf8(`{"a":"${"x".repeat(30)}"}`);
    expect(await samplesOf(chunksOf(content, { format, framing }, { ...usualLimits, ...limits }))).toEqual([
      { line: 1, value: null, undecodable: reason },
    ]);
  });
});
