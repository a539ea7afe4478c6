import { describe, expect, it } from "vitest";
import { documentSamples, holdsRecords } from "../../../src/core/filter/sample-document.ts";
import { shown, utf8 } from "../../support/samples.ts";

const event = '{"records":{"t-0":[{"value":"aGk="},{"value":"aGEh"}]}}';

describe("documentSamples", () => {
  it.each([
    ["values", ' {"a" : 1.0}\r', [{ line: 3, value: '{"a" : 1.0}' }]],
    ["values", "7", [{ line: 3, value: "7" }]],
    ["kafka", '{"value":{"a":1}}', [{ line: 3, value: '{"a":1}' }]],
    ["kcat", '{"payload":"hi"}', [{ line: 3, value: "hi" }]],
    [
      "event",
      ` ${event}`,
      [
        { line: 20, value: "hi" },
        { line: 21, value: "ha!" },
      ],
    ],
    [
      "failure",
      `{"KafkaBatchInfo":{},"payload":${event}}`,
      [
        { line: 20, value: "hi" },
        { line: 21, value: "ha!" },
      ],
    ],
  ] as const)("%s: %s", (format, json, samples) => {
    expect([...documentSamples(format, utf8(json), { line: 3, first: 20 })].map(shown)).toEqual(samples);
  });

  it.each([
    ["values", 3],
    ["kafka", 3],
    ["kcat", 3],
    ["event", 20],
    ["failure", 20],
  ] as const)("%s: one that cannot be decoded for what is not JSON", (format, line) => {
    expect([...documentSamples(format, utf8('{"a":1'), { line: 3, first: 20 })]).toEqual([{ line, value: null, undecodable: "not JSON" }]);
  });
});

it("knows the formats whose documents hold records", () => {
  expect((["values", "kafka", "kcat", "event", "failure", "avro", "protobuf"] as const).filter(holdsRecords)).toEqual(["event", "failure"]);
});
