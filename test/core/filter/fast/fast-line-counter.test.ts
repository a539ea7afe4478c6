import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fastLineCounter } from "../../../../src/core/filter/fast/fast-line-counter.ts";
import type { KafkaFilter } from "../../../../src/core/filter/kafka-filter.ts";
import type { LineCounter, LineCounts } from "../../../../src/core/filter/line-counts.ts";
import { plainLineCounter } from "../../../../src/core/filter/plain-line-counter.ts";
import { nodeBytes } from "../../../../src/platform/bytes/node-bytes.ts";
import { caseTopics, randomCase } from "../../../support/filter-cases/random-case.ts";
import { bytesOf, kafkaFilterOf } from "../matching.ts";
import { anyRecordPattern, anyRecordText } from "../random-patterns.ts";

/** The counts of chunks that are given one after the other; the first one from a place behind its beginning. */
function counted(counter: LineCounter, chunks: readonly Uint8Array[], from = 0): LineCounts {
  let line = 1;
  for (const [index, chunk] of chunks.entries()) {
    counter.add(chunk, index === 0 ? from : 0, { source: "s", line });
    line += 100;
  }
  return plainCopy(counter.counts);
}

/** Without classes, and with the causes in one order. */
function plainCopy({ total, kept, filteredOut, bypassed, bypassedBy, filters }: LineCounts): LineCounts {
  const copies = filters.map(({ rejections, ...filter }) => ({
    ...filter,
    rejections: new Map([...rejections].sort(([a], [b]) => a - b)),
  }));
  return { total, kept, filteredOut, bypassed, bypassedBy: { ...bypassedBy }, filters: copies };
}

function expectSame(filters: readonly KafkaFilter[], chunks: readonly Uint8Array[], validates: boolean, from = 0): void {
  const fast = counted(fastLineCounter(filters, nodeBytes, { validates }), chunks, from);
  expect(fast).toEqual(counted(plainLineCounter(filters, nodeBytes.decodeUtf8), chunks, from));
}

function tryFilter(pattern: string): KafkaFilter | undefined {
  try {
    return kafkaFilterOf(pattern);
  } catch {
    return undefined;
  }
}

describe("counting lines fast", () => {
  it("comes to the counts of the plain engine, for any filters and values", () => {
    const filters = fc.array(anyRecordPattern.map(tryFilter), { minLength: 1, maxLength: 3 });
    const chunk = fc.array(anyRecordText, { maxLength: 8 }).map((values) => bytesOf(values.join("\n")));
    fc.assert(
      fc.property(filters, fc.array(chunk, { minLength: 1, maxLength: 4 }), fc.boolean(), (all, chunks, validates) => {
        expectSame(
          all.filter((filter) => filter !== undefined),
          chunks,
          validates,
        );
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(caseTopics)("… on cases about %s", (topic) => {
    for (let number = 0; number < 250; number++) {
      const filter = tryFilter(`{"value":${randomCase(topic, 50_000 + number).pattern}}`);
      if (filter === undefined) continue;
      const events = Array.from({ length: 30 }, (_, index) => randomCase(topic, 50_000 + number + index).event);
      const chunks = [0, 10, 20].map((start) => bytesOf(events.slice(start, start + 10).join("\r\n")));
      expectSame([filter], chunks, false);
    }
  });

  it("… on any bytes when it looks at every one of them", () => {
    const piece = fc.constantFrom(
      '{"a":"x"}',
      '{"a":"y","b":1}',
      '{"a":',
      '"x"',
      "}",
      "{",
      '{"a":"x"}}',
      "\n",
      "\r",
      " ",
      ",",
      "x",
      '"',
      "\\",
      '\\u0061":"x"',
    );
    const wrong = fc.constantFrom(Uint8Array.of(0xff), Uint8Array.of(0xc3), Uint8Array.of(0x00));
    const chunk = fc
      .array(fc.oneof({ weight: 8, arbitrary: piece.map(bytesOf) }, { weight: 1, arbitrary: wrong }), { maxLength: 20 })
      .map((pieces) => Uint8Array.from(pieces.flatMap((each) => [...each])));
    const filters = [{ value: { a: ["x"] } }, { value: { b: [{ exists: false }] } }, { value: ["x"] }].map(kafkaFilterOf);
    fc.assert(
      fc.property(fc.array(chunk, { minLength: 1, maxLength: 4 }), (chunks) => {
        expectSame(filters, chunks, true);
      }),
      { numRuns: 2_000 },
    );
  });

  it("takes what goes from brace to brace for JSON unless it looks at every byte", () => {
    const chunk = [bytesOf('{"a":"x" and so on}\n{"a":"x"}\n')];
    const filters = [kafkaFilterOf({ value: { a: ["x"] } })];
    expect(counted(fastLineCounter(filters, nodeBytes, { validates: false }), chunk)).toMatchObject({ kept: 2, bypassed: 0 });
    expect(counted(fastLineCounter(filters, nodeBytes, { validates: true }), chunk)).toMatchObject({ kept: 1, bypassed: 1 });
  });

  it("counts the lines from a place on, with their own numbers", () => {
    const text = '{"a":"x"}\n{"a":"x"}\n\n{"a":"y"}\n{"a":"x"}';
    const counter = fastLineCounter([kafkaFilterOf({ value: { a: ["x"] } })], nodeBytes, { validates: false });
    counter.add(bytesOf(text), 10, { source: "s", line: 8 });
    expect(counter.counts).toMatchObject({
      total: 3,
      filters: [
        {
          firstKept: [
            { source: "s", line: 8 },
            { source: "s", line: 11 },
          ],
          firstFilteredOut: [{ source: "s", line: 10 }],
        },
      ],
    });
  });

  it("finds what is hidden by escapes, in lists, and under names with dots", () => {
    const filter = kafkaFilterOf({ value: { order: { status: ["cancelled"] } } });
    const values = [
      ...['{"order":{"status":"cancelled"}}', '{"order":{"status":"cancelle\\u0064"}}', '{"order":{"st\\u0061tus":"cancelled"}}'],
      ...[
        '{"order.status":"cancelled"}',
        '{"order\\u002estatus":"cancelled"}',
        '{"order":[{"status":["new","cancelled"]}]}',
        '{"order":{"status":"new","status":"cancelled"}}',
      ],
      ...[
        '{"order":{"other":"cancelled"}}',
        '{"status":"cancelled"}',
        '{"order":{"status":"\\"cancelled\\""}}',
        '{"order":{"status":{"cancelled":"cancelled"}}}',
      ],
    ];
    const counter = fastLineCounter([filter], nodeBytes, { validates: false });
    // The engine tries another search on each chunk.
    for (let round = 0; round < 4; round++) counter.add(bytesOf(values.join("\n")), 0, { source: "s", line: 1 });
    expect(counter.counts).toMatchObject({ kept: 4 * 7, filteredOut: 4 * 4 });
  });

  it("finds a name whose dot is hidden by an escape", () => {
    const filter = kafkaFilterOf({ value: { order: { status: [{ "anything-but": "cancelled" }] } } });
    const counter = fastLineCounter([filter], nodeBytes, { validates: false });
    for (let round = 0; round < 4; round++)
      counter.add(bytesOf('{"order\\u002Estatus":"new"}\n{"order\\u002estatus":7}'), 0, { source: "s", line: 1 });
    expect(counter.counts).toMatchObject({ kept: 4 * 2, filteredOut: 0 });
  });

  it("bears a long line, deep nesting, and names that mean something to JavaScript", () => {
    const filter = kafkaFilterOf({ value: { a: { b: [1] } } });
    const values = [
      `{"x":"${"y".repeat(1_000_000)}","a":{"b":1}}`,
      `{"x":${"[".repeat(50_000)}${"]".repeat(50_000)},"a":{"b":1}}`,
      `{"a":${"[".repeat(50_000)}{"b":1}${"]".repeat(50_000)}}`,
      '{"__proto__":{"a":{"b":1}},"constructor":1,"a":{"b":2}}',
    ];
    expectSame([filter], [bytesOf(values.join("\n"))], false);
  });
});
