import { deflateSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { avroFormat } from "../../../src/platform/schema/avro/avro-format.ts";
import { fileDecoder } from "../../../src/platform/schema/file-decoder.ts";
import { jsonFormat } from "../../../src/platform/schema/json-format.ts";
import { protobufFormat } from "../../../src/platform/schema/protobuf/protobuf-format.ts";

const avro = avroFormat({
  text: '{"type":"record","name":"Order","fields":[{"name":"note","type":["null","string"]},{"name":"id","type":"int"}]}',
  references: [],
});
const protobuf = protobufFormat(
  { text: 'syntax = "proto3"; message Order { string note = 1; Line line = 2; message Line { int32 qty = 1; } }', references: [] },
  { fileName: "order.proto", mayBeUnframed: true },
);
const json = jsonFormat({ text: "{}" });

const confluentHeader = [0, 0, 0, 0, 42];
const glueHeader = [3, 0, ...Array.from({ length: 16 }, (_, index) => index)];
const bytes = (...values: number[]) => Uint8Array.from(values);

describe("values with a schema from a file", () => {
  it("are read without a header", () => {
    expect(fileDecoder(avro, "order.avsc").decode(bytes(0, 14))).toEqual({ json: '{"note":null,"id":7}' });
    expect(fileDecoder(protobuf, "order.proto").decode(bytes(10, 1, 65, 18, 0))).toEqual({ json: '{"note":"A","line":{"qty":0}}' });
    const text = new TextEncoder().encode(' {"a":[1]}');
    expect(fileDecoder(json, "order.json").decode(text)).toEqual({ json: text });
  });

  it.each([
    ["Confluent's", confluentHeader],
    ["Glue's", glueHeader],
    ["Glue's, compressed,", [3, 5, ...glueHeader.slice(2)]],
  ])("are read behind %s header, whatever schema it names, and a note says so", (_, header) => {
    const pack = (...payload: number[]) => bytes(...header, ...(header[1] === 5 ? deflateSync(Buffer.from(payload)) : payload));
    const decoders = [fileDecoder(avro, "order.avsc"), fileDecoder(protobuf, "order.proto"), fileDecoder(json, "order.json")];
    const values = [pack(0, 14), pack(0, 10, 1, 65), pack(...new TextEncoder().encode("{}"))];
    expect(decoders.map((decoder, index) => decoder.decode(values[index] ?? bytes()))).toEqual([
      { json: '{"note":null,"id":7}' },
      { json: '{"note":"A"}' },
      { json: expect.anything() },
    ]);
    for (const decoder of decoders)
      expect(decoder.notes().at(-1)).toMatch(/^values are framed for a schema registry; .* is taken as the schema of all$/);
  });

  it("that only look framed are read whole, and no note speaks of frames", () => {
    // A missing note, then the number 4 in five bytes; behind a header of five bytes one byte would be left.
    const decoder = fileDecoder(avro, "order.avsc");
    expect(decoder.decode(bytes(0, 0x88, 0x80, 0x80, 0x80, 0))).toEqual({ json: '{"note":null,"id":4}' });
    expect(decoder.notes()).toEqual([]);
  });

  it("that could be both are read as the ones before them", () => {
    const ints = ["a", "b", "c", "d"].map((name) => ({ name, type: "int" }));
    const link = { type: "record", name: "Link", fields: [...ints, { name: "next", type: ["Link", "int"] }] };
    const decoder = fileDecoder(avroFormat({ text: JSON.stringify([link, "int"]), references: [] }), "link.avsc");
    const both = bytes(0, 0, 0, 0, 42, 2, 14);
    const wholeOnly = bytes(0, 0, 0, 0, 0x80, 0x01, 2, 14);
    expect(decoder.decode(both)).toEqual({ json: "7" });
    expect(decoder.decode(wholeOnly)).toEqual({ json: '{"a":0,"b":0,"c":0,"d":64,"next":7}' });
    expect(decoder.decode(both)).toEqual({ json: '{"a":0,"b":0,"c":0,"d":21,"next":7}' });
  });

  it.each<[what: string, decoder: ReturnType<typeof fileDecoder>, value: Uint8Array, reason: string]>([
    ["that end early", fileDecoder(avro, "order.avsc"), bytes(2, 10, 65), "not Avro of order.avsc: truncated"],
    [
      "that end early behind a header",
      fileDecoder(avro, "order.avsc"),
      bytes(...confluentHeader, 2, 10),
      "not Avro of order.avsc: truncated",
    ],
    ["that are no message", fileDecoder(protobuf, "order.proto"), bytes(255), "not Protobuf of order.proto: truncated"],
    ["that are text", fileDecoder(json, "order.json"), new TextEncoder().encode("hello"), "not JSON of order.json: it does not parse"],
    ["that are not UTF-8", fileDecoder(json, "order.json"), bytes(34, 255, 34), "not JSON of order.json: a text that is not UTF-8"],
    ["that are larger than any", fileDecoder(json, "order.json"), new Uint8Array(16 * 1024 * 1024 + 1), "larger than 16 MB"],
  ])("%s have their reason", (_, decoder, value, reason) => {
    expect(decoder.decode(value)).toEqual({ undecodable: reason });
  });

  it("of any bytes are decoded or not, but nothing is thrown", () => {
    const header = fc.constantFrom([], confluentHeader, glueHeader, [3, 5, ...glueHeader.slice(2)]);
    fc.assert(
      fc.property(fc.constantFrom(avro, protobuf, json), header, fc.uint8Array({ maxLength: 30 }), (format, before, rest) => {
        expect(Object.keys(fileDecoder(format, "f").decode(bytes(...before, ...rest)))).toHaveLength(1);
      }),
    );
  });
});
