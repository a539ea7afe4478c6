import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readPartialResponse } from "../../../src/core/redrive/partial-response.ts";
import { eventRecord } from "../../support/event-records.ts";

const records = [100n, 101n, 105n].map((offset) => eventRecord(offset));
const response = (...identifiers: readonly unknown[]) =>
  JSON.stringify({ batchItemFailures: identifiers.map((itemIdentifier) => ({ itemIdentifier })) });
const at = (offset: unknown, partition = "orders-0") => ({ partition, offset });

describe("everything was processed, says", () => {
  it.each([
    ["nothing", ""],
    ["blanks", " \n"],
    ["null", "null"],
    ["an empty object", "{}"],
    ["an empty list", '{"batchItemFailures":[]}'],
    ["a null list", '{"batchItemFailures":null}'],
    ["an object without the list", '{"statusCode":200}'],
  ])("%s", (_, text) => {
    expect(readPartialResponse(text, records)).toEqual({ kind: "all-processed" });
  });
});

describe("the lowest offset counts", () => {
  it.each([
    ["a number", response(at(101)), 101n],
    ["text", response(at("101")), 101n],
    ["several, in any order", response(at(105), at(100), at(101)), 100n],
    ["one twice", response(at(105), at(105)), 105n],
  ])("of %s", (_, text, offset) => {
    expect(readPartialResponse(text, records)).toEqual({ kind: "failed-from", offset });
  });

  it("of a topic whose name looks like one with a partition", () => {
    const record = eventRecord(7n, { topic: "orders-0", partition: 12 });
    expect(readPartialResponse(response(at(7, "orders-0-12")), [record])).toEqual({ kind: "failed-from", offset: 7n });
    expect(readPartialResponse(response(at(7, "orders-0")), [record]).kind).toBe("unusable");
  });

  it("beyond what a double holds, as text", () => {
    const record = eventRecord(9_007_199_254_740_993n);
    expect(readPartialResponse(response(at("9007199254740993")), [record])).toEqual({ kind: "failed-from", offset: record.offset });
    expect(
      readPartialResponse('{"batchItemFailures":[{"itemIdentifier":{"partition":"orders-0","offset":9007199254740993}}]}', [record]).kind,
    ).toBe("unusable");
  });
});

describe("the whole batch failed, says", () => {
  it.each([
    ["no UTF-8", undefined],
    ["no JSON", "{"],
    ["text", '"done"'],
    ["a list", "[]"],
    ["true", "true"],
    ["a list that is an object", '{"batchItemFailures":{}}'],
    ["an identifier that is null", response(null)],
    ["an identifier that is text", response("orders-0@100")],
    ["an entry that is null", '{"batchItemFailures":[null]}'],
    ["an entry without an identifier", '{"batchItemFailures":[{"id":100}]}'],
    ["an offset that was not in the batch", response(at(102))],
    ["one of several that was not in the batch", response(at(100), at(99))],
    ["a partition that was not in the batch", response(at(100, "orders-1"))],
    ["another spelling of the partition", response(at(100, "orders-00"))],
    ["a partition alone", response({ partition: "orders-0" })],
    ["an empty offset", response(at(""))],
    ["a fraction", response(at(100.5))],
    ["an offset with a sign", response(at("+100"))],
    ["an offset in hexadecimal", response(at("0x64"))],
    ["an offset of 56 digits", response(at("1".repeat(56)))],
  ])("%s", (_, text) => {
    expect(readPartialResponse(text, records).kind).toBe("unusable");
  });
});

it("never throws, and quotes nothing of the response", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.json().map((json) => `{"batchItemFailures":[{"itemIdentifier":${json}}]}`),
      ),
      (text) => {
        const read = readPartialResponse(text, records);
        if (read.kind === "unusable") expect(read.why).toMatch(/^its (response|batchItemFailures) [a-zA-Z0-9 -]+$/);
      },
    ),
  );
});
