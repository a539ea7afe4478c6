import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { gzipSync, zstdCompressSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SampleOptions, SampleSource } from "../../../src/core/filter/sample-input.ts";
import { type SampleSurroundings, sampleInput } from "../../../src/platform/samples/sample-input.ts";
import { avroBlock, avroHeader } from "../../support/avro.ts";
import { errorOf } from "../../support/aws.ts";
import { forEachSample, type ShownSample, samplesOf, utf8 } from "../../support/samples.ts";

function inputWith(changes: Partial<SampleSurroundings> = {}) {
  return sampleInput({
    stdin: () => expect.unreachable("standard input was not named"),
    signal: new AbortController().signal,
    openAvroReader: () => ({ readAt: (bytes, start) => ({ json: String(bytes[start]), end: start + 1 }) }),
    ...changes,
  });
}

function folderWith(files: Readonly<Record<string, string | Buffer>>): string {
  const root = mkdtempSync(join(tmpdir(), "mskctl-input-"));
  for (const [name, content] of Object.entries(files)) {
    if (name.includes("/")) mkdirSync(join(root, name, ".."), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  return root;
}

const fileWith = (content: string | Buffer) => join(folderWith({ sample: content }), "sample");

async function read(content: string | Buffer, options: SampleOptions = {}, limits = {}) {
  const sources: SampleSource[] = [];
  const path = fileWith(content);
  const samples = await samplesOf(inputWith({ limits }).read(path, { ...options, onSource: (source) => sources.push(source) }));
  expect(sources.map(({ source }) => source)).toEqual([path]);
  return { format: sources[0]?.format, samples };
}

const event = { eventSource: "aws:kafka", records: { "t-0": [{ topic: "t", partition: 0, offset: 1, value: "aGk=" }] } };
const failure = { requestContext: {}, KafkaBatchInfo: { batchSize: 1 }, payload: JSON.stringify(event) };

describe("formats", () => {
  const hi = [{ line: 1, value: "hi" }];

  it.each<[string, string, string | Buffer, ShownSample[]]>([
    [
      "values",
      "values",
      '{"a":1}\n{"a":2}\r\n',
      [
        { line: 1, value: '{"a":1}' },
        { line: 2, value: '{"a":2}' },
      ],
    ],
    [
      "text",
      "text",
      "hello\nworld",
      [
        { line: 1, value: "hello" },
        { line: 2, value: "world" },
      ],
    ],
    [
      "Kafka records",
      "kafka",
      '{"value":"hi","expect":true}\nx',
      [
        { line: 1, value: "hi", expect: true },
        { line: 2, value: null, undecodable: "not JSON" },
      ],
    ],
    ["an event", "event", JSON.stringify(event), hi],
    ["an event over several lines", "event", JSON.stringify(event, null, 2), hi],
    ["events in lines", "event", `${JSON.stringify(event)}\n${JSON.stringify(event)}\n`, [...hi, { line: 2, value: "hi" }]],
    ["a failure document", "failure", JSON.stringify(failure), hi],
    ["a failure document over several lines", "failure", JSON.stringify({ ...failure, payload: event }, null, 2), hi],
    ["kcat", "kcat", '{"topic":"t","partition":0,"offset":1,"payload":"hi"}\n', hi],
    [
      "Avro",
      "avro",
      Buffer.concat([avroHeader({}), avroBlock(2, Buffer.of(7, 8))]),
      [
        { line: 1, value: "7" },
        { line: 2, value: "8" },
      ],
    ],
    ["text behind a byte order mark", "values", '\ufeff{"a":1}', [{ line: 1, value: '{"a":1}' }]],
    ["bytes that are no UTF-8", "text", Buffer.of(0xff, 0xfe, 0x00, 0x0a), [{ line: 1, value: "\u00ff\u00fe\u0000" }]],
  ])("%s: detected", async (_, format, content, samples) => {
    expect(await read(content)).toEqual({ format, samples });
  });

  it.each<[SampleOptions["format"], string | Buffer, ShownSample[]]>([
    ["values", "hello", [{ line: 1, value: "hello" }]],
    [
      "values",
      '\ufeff{\n"value":1}',
      [
        { line: 1, value: "{" },
        { line: 2, value: '"value":1}' },
      ],
    ],
    ["text", '{"value":"hi","expect":true}', [{ line: 1, value: '{"value":"hi","expect":true}' }]],
    ["text", "h", [{ line: 1, value: "h" }]],
    [
      "kafka",
      '{"value":1}\n{"value":2}',
      [
        { line: 1, value: "1" },
        { line: 2, value: "2" },
      ],
    ],
    [
      "kafka",
      '{"value":\n1}\n{"value":2}',
      [
        { line: 1, value: "1" },
        { line: 3, value: "2" },
      ],
    ],
    ["kafka", "hello", [{ line: 1, value: null, undecodable: "not JSON" }]],
    ["event", '{"records":{"t-0":[{"value":"aGk="}]}}', hi],
    ["protobuf", Buffer.of(2, 0x68, 0x69, 0), [...hi, { line: 2, value: "" }]],
    // Not the mark of a text here, but the length of a message.
    ["protobuf", Buffer.concat([Buffer.of(0xef, 0x01), Buffer.alloc(0xef, "x")]), [{ line: 1, value: "x".repeat(0xef) }]],
  ])("%s: as told", async (format, content, samples) => {
    expect(await read(content, format === undefined ? {} : { format })).toEqual({ format, samples });
  });

  it("refuses a container that is none", async () => {
    const path = fileWith("hello");
    expect(await errorOf(samplesOf(inputWith().read(path, { format: "avro" })))).toMatchObject({
      message: `${path} is no Avro container file`,
    });
  });

  it.each(["", "\n\r\n"])("knows no format of %j, where there is no record", async (content) => {
    expect(await read(content)).toEqual({ format: undefined, samples: [] });
  });

  it.each(["values", "text", "kafka", "event", "failure", "kcat", "avro", "protobuf"] as const)(
    "finds nothing in an empty file of %s",
    async (format) => {
      expect((await read("", { format })).samples).toEqual([]);
    },
  );
});

describe("compression", () => {
  const text = '{"a":1}\n{"a":2}\n';
  const samples = [
    { line: 1, value: '{"a":1}' },
    { line: 2, value: '{"a":2}' },
  ];

  it.each([
    ["gzip", gzipSync(text)],
    ["gzip in parts", Buffer.concat([gzipSync(text.slice(0, 3)), gzipSync(text.slice(3))])],
    ["zstd", zstdCompressSync(text)],
    ["zstd in parts", Buffer.concat([zstdCompressSync(text.slice(0, 3)), zstdCompressSync(text.slice(3))])],
  ])("%s is taken off, whatever the name of the file", async (_, content) => {
    expect(await read(content)).toEqual({ format: "values", samples });
  });

  it.each([
    ["gzip", gzipSync],
    ["zstd", zstdCompressSync],
  ])("gives the records before the place where %s is cut off", async (name, compress) => {
    const lines = Array.from({ length: 60_000 }, (_, index) => JSON.stringify({ index, x: (index * 2_654_435_761) >>> 9 }));
    const whole = compress(lines.join("\n"));
    const path = fileWith(whole.subarray(0, whole.length - 10));
    const found: ShownSample[] = [];
    const error = await errorOf(forEachSample(inputWith().read(path), (sample) => found.push(sample)));
    expect(error).toMatchObject({
      code: "malformed-file",
      message: `${path} ends in the middle of its ${name} data, after ${whole.length - 10} bytes`,
    });
    expect(found.length).toBeGreaterThan(40_000);
    expect(found.every(({ line, value }, index) => line === index + 1 && value === lines[index])).toBe(true);
  });

  it("of a container and of lengths is taken off as well", async () => {
    expect((await read(gzipSync(Buffer.concat([avroHeader({}), avroBlock(1, Buffer.of(7))])))).samples).toEqual([{ line: 1, value: "7" }]);
    expect((await read(zstdCompressSync(Buffer.of(1, 0x68)), { format: "protobuf" })).samples).toEqual([{ line: 1, value: "h" }]);
  });
});

describe("limits", () => {
  it("turns a line that is too long into one sample, wherever it stands", async () => {
    const lines = ['{"a":1}', `{"a":"${"x".repeat(500)}"}`, '{"a":3}'];
    const { samples } = await read(lines.join("\n"), {}, { lineBytes: 100, chunkBytes: 50, documentBytes: 1_000 });
    expect(samples).toEqual([
      { line: 1, value: '{"a":1}' },
      { line: 2, value: null, undecodable: "a line of more than 100 bytes" },
      { line: 3, value: '{"a":3}' },
    ]);
    const { samples: first } = await read(lines.slice(1).join("\n"), {}, { lineBytes: 100, chunkBytes: 50, documentBytes: 200 });
    expect(first.map(({ line }) => line)).toEqual([1, 2]);
  });
});

describe("sources", () => {
  it("may be standard input", async () => {
    const input = inputWith({ stdin: () => Readable.from([utf8('{"value"'), utf8(':"hi","expect":false}\n')], { objectMode: false }) });
    const sources: SampleSource[] = [];
    expect(await samplesOf(input.read("-", { onSource: (source) => sources.push(source) }))).toEqual([
      { line: 1, value: "hi", expect: false },
    ]);
    expect(sources).toEqual([{ source: "-", format: "kafka" }]);
  });

  it("may be a folder, each file of a format of its own", async () => {
    const root = folderWith({
      "b.txt": "hello",
      "a.json": '{"value":1,"expect":true}\n',
      "c/d.gz": gzipSync(JSON.stringify(event)),
      e: "",
    });
    const found: [string, number, string | null][] = [];
    const formats: unknown[] = [];
    const chunks = inputWith().read(root, { onSource: ({ source, format }) => formats.push([source.slice(root.length), format]) });
    await forEachSample(chunks, ({ line, value }, source) => found.push([source.slice(root.length), line, value]));
    expect(found).toEqual([
      ["/a.json", 1, "1"],
      ["/b.txt", 1, "hello"],
      ["/c/d.gz", 1, "hi"],
    ]);
    expect(formats).toEqual([
      ["/a.json", "kafka"],
      ["/b.txt", "text"],
      ["/c/d.gz", "event"],
      ["/e", undefined],
    ]);
  });

  it("that cannot be read do not keep a folder's others from being read", async () => {
    const cut = gzipSync("x".repeat(100)).subarray(0, 15);
    const root = folderWith({ a: cut, b: "hello", c: Buffer.concat([utf8("Obj\u0001"), utf8("x")]), d: "world" });
    const values: unknown[] = [];
    const error = await errorOf(forEachSample(inputWith().read(root), ({ value }) => values.push(value)));
    expect(values).toEqual(["hello", "world"]);
    expect(error).toMatchObject({
      code: "malformed-file",
      message: `2 files cannot be read, the first: ${root}/a ends in the middle of its gzip data, after 15 bytes`,
      details: { files: [`${root}/a`, `${root}/c`] },
    });
  });

  it("alone in its fault keeps its error", async () => {
    const root = folderWith({ a: gzipSync("x").subarray(0, 15), b: "hello" });
    expect(await errorOf(samplesOf(inputWith().read(root)))).toMatchObject({ details: { file: `${root}/a`, afterBytes: 15 } });
  });

  it("that are not there are named", async () => {
    expect(await errorOf(samplesOf(inputWith().read("/nowhere/at-all")))).toMatchObject({
      code: "usage",
      message: "cannot read /nowhere/at-all: no such file or folder",
    });
    expect(await errorOf(samplesOf(inputWith().read(folderWith({}))))).toMatchObject({
      code: "usage",
      message: expect.stringContaining("no file in"),
    });
  });
});

describe("an interruption", () => {
  it("ends waiting for standard input with its reason, behind what came before", async () => {
    const controller = new AbortController();
    const stdin = new PassThrough();
    const input = inputWith({ stdin: () => stdin, signal: controller.signal });
    stdin.write('{"a":1}\n{"a":2}\n{"a"');
    const found: ShownSample[] = [];
    const reading = forEachSample(input.read("-"), (sample) => {
      found.push(sample);
      controller.abort(new Error("enough"));
    });
    await expect(reading).rejects.toThrow("enough");
    expect(found.map(({ value }) => value)).toEqual(['{"a":1}', '{"a":2}']);
    expect(stdin.destroyed).toBe(true);
  });

  it.each(["", gzipSync('{"a":1}\n'.repeat(10)).subarray(0, 20), zstdCompressSync("hello").subarray(0, 8)])(
    "ends waiting for a format or for the rest of compressed data",
    async (head) => {
      const controller = new AbortController();
      const stdin = new PassThrough();
      stdin.write(head === "" ? "x" : head);
      const reading = samplesOf(inputWith({ stdin: () => stdin, signal: controller.signal }).read("-"));
      await new Promise((resolve) => setImmediate(resolve));
      controller.abort(new Error("enough"));
      await expect(reading).rejects.toThrow("enough");
    },
  );

  it("ends a folder", async () => {
    const controller = new AbortController();
    const root = folderWith({ a: "hello", b: "world" });
    const values: unknown[] = [];
    const reading = forEachSample(inputWith({ signal: controller.signal }).read(root), ({ value }) => {
      values.push(value);
      controller.abort(new Error("enough"));
    });
    await expect(reading).rejects.toThrow("enough");
    expect(values).toEqual(["hello"]);
  });

  it("is not what it is when the reader has seen enough", async () => {
    const stdin = new PassThrough();
    stdin.write("one\ntwo\n");
    for await (const chunk of inputWith({ stdin: () => stdin }).read("-")) {
      expect(chunk.kind).toBe("lines");
      break;
    }
    expect(stdin.destroyed).toBe(true);
  });
});

describe("any size of what is read at once", () => {
  const valueText = fc.oneof(
    fc.jsonValue().map((value) => JSON.stringify(value)),
    fc.constantFrom('"hi"', "null", '{"a":1.00}'),
  );
  const line = fc.oneof(
    valueText.map((value) => `{"value":${value}}`),
    valueText.map((value) => `{"value":${value},"expect":true}`),
    fc.constantFrom("", "hello", "{", JSON.stringify(event), JSON.stringify(failure), '{"payload":"x","topic":"t","partition":1}'),
  );

  it.each(["kafka", "values", "event", "failure", "kcat", undefined] as const)("gives the same samples (%s)", async (format) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 12 }),
        fc.integer({ min: 1, max: 64 }),
        fc.integer({ min: 1, max: 64 }),
        async (lines, chunkBytes, pieceBytes) => {
          const bytes = utf8(lines.join("\n"));
          const pieces: Buffer[] = [];
          for (let at = 0; at < bytes.length; at += pieceBytes) pieces.push(bytes.subarray(at, at + pieceBytes));
          const readBy = (stdin: Readable, limits = {}) =>
            samplesOf(inputWith({ stdin: () => stdin, limits }).read("-", format === undefined ? {} : { format }));
          const whole = await readBy(Readable.from([bytes], { objectMode: false }));
          expect(await readBy(Readable.from(pieces, { objectMode: false }), { chunkBytes })).toEqual(whole);
        },
      ),
    );
  });
});
