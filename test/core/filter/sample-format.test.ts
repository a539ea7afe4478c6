import { describe, expect, it } from "vitest";
import { type DetectedFormat, detectFormat } from "../../../src/core/filter/sample-format.ts";
import { utf8 } from "../../support/samples.ts";

const format = (text: string) => {
  const { format: found, framing } = detectFormat(utf8(text), true) ?? {};
  return `${found} in ${framing}`;
};

const batch = '"KafkaBatchInfo":{"batchSize":1}';

describe("detectFormat", () => {
  it.each([
    ["an object", '{"status":"ok"}', "values in lines"],
    ["a list", "[1]", "values in lines"],
    ["a number", "12", "values in lines"],
    ["text in JSON", '"ok"\r', "values in lines"],
    ["blank lines before", '\n \r\n\t{"status":"ok"}\nhello', "values in lines"],
    ["an object whose later lines are text", '{"a":1}\nhello', "values in lines"],
    ["text", "hello world", "text in lines"],
    ["text whose later lines are objects", 'hello\n{"a":1}', "text in lines"],
    ["an object that breaks off at once", '{"a":1', "text in lines"],
    ["an object and more", '{"a":1} hello', "text in lines"],
    ["a log line that begins like a list", "[12:00] started", "text in lines"],
    ["a number and more", "12 apples", "text in lines"],
    ["bytes that are no UTF-8", "\u00ff\u0000\u00fe", "text in lines"],

    ["a value and an expectation", '{"value":{"a":1},"expect":true}', "kafka in lines"],
    ["a value and a topic", '{"topic":"t","value":"x"}', "kafka in lines"],
    ["a value and a key", '{"key":null,"value":"x"}', "kafka in lines"],
    ["a value and headers", '{"headers":[],"value":"x"}', "kafka in lines"],
    ["a value and a time", '{"timestamp":1,"value":"x"}', "kafka in lines"],
    ["a value and a partition", '{"partition":1,"value":"x"}', "kafka in lines"],
    ["a value and an offset", '{"offset":1,"value":"x"}', "kafka in lines"],
    [
      "a record of Lambda's with a schema",
      '{"topic":"t","partition":0,"offset":1,"timestamp":1,"timestampType":"CREATE_TIME","key":"","value":"","headers":[],"valueSchemaMetadata":{},"keySchemaMetadata":{}}',
      "kafka in lines",
    ],
    ["a tombstone of Lambda's", '{"topic":"t","partition":0,"offset":1}', "kafka in lines"],
    ["a value alone, which may be an application's", '{"value":1}', "values in lines"],
    ["a value and something foreign", '{"value":1,"expect":true,"unit":"m"}', "values in lines"],
    ["a topic without a value", '{"topic":"t","key":"k"}', "values in lines"],
    ["a value deeper down", '{"data":{"value":1,"topic":"t"}}', "values in lines"],
    ["names in another case", '{"Value":1,"Topic":"t"}', "values in lines"],

    [
      "a payload, a topic and a partition",
      '{"topic":"t","partition":0,"offset":1,"tstype":"create","ts":1,"broker":1,"key":null,"payload":null}',
      "kcat in lines",
    ],
    ["a payload and a topic", '{"topic":"t","payload":1}', "values in lines"],

    ["records and an event source", '{"eventSource":"aws:kafka","records":{}}', "event in lines"],
    ["records alone", '{"records":{}}', "values in lines"],

    ["a failure document", `{"requestContext":{},${batch},"payload":"{}"}`, "failure in lines"],
    ["a failure document with a small letter", '{"requestContext":{},"kafkaBatchInfo":{}}', "failure in lines"],
    ["a batch alone", `{${batch}}`, "values in lines"],

    ["an object over several lines", '{\n  "status": "ok"\n}\n', "values in documents"],
    ["a list over several lines", "[\n  1\n]", "values in documents"],
    ["an event over several lines", '\n{\n  "eventSource": "aws:kafka",\n  "records": {\n  }\n}\nhello', "event in documents"],
    ["a failure document over several lines", `{\n${batch},\n"requestContext":{}}`, "failure in documents"],
    ["a record over several lines", '{"value":\n1,"expect":true}', "kafka in documents"],
    ["a record of kcat over several lines", '{"payload":1,"topic":"t",\n"partition":0}', "kcat in documents"],
    ["objects behind each other", '{"a":1}{"a":2}', "values in documents"],
    ["an object over several lines that breaks off", '{\n  "status": "ok",\n', "values in documents"],
    ["an object whose lines are none of its own", "{\nhello\n", "text in lines"],

    ["an Avro container", "Obj\u0001\u0000", "avro in documents"],
    ["text like the beginning of one", "Object", "text in lines"],
  ])("%s", (_, text, expected) => {
    expect(format(text)).toBe(expected);
  });

  it.each(["", "\n", " \r\n\t"])("finds nothing in %j", (text) => {
    expect(detectFormat(utf8(text), true)).toBeUndefined();
  });

  it.each<[string, string]>([
    ["the first line has not ended", '{"a":1}'],
    ["a document has not ended", '{\n  "a": 1,\n'],
    ["a number may go on", "12"],
    ["text may go on", "hello"],
    ["there is nothing yet", "\n\n"],
  ])("wants to see more when %s", (_, text) => {
    expect(detectFormat(utf8(text), false)).toBeUndefined();
  });

  it.each<[string, DetectedFormat]>([
    ["hello\n", { format: "text", framing: "lines" }],
    ['{"a":1}\n', { format: "values", framing: "lines" }],
    ['{\n"a":1}\n', { format: "values", framing: "documents" }],
  ])("has seen enough of %j", (text, expected) => {
    expect(detectFormat(utf8(text), false)).toEqual(expected);
  });

  it("takes no name of an object's own machinery for a sign", () => {
    expect(format('{"__proto__":{"records":{},"eventSource":"x"},"constructor":1}')).toBe("values in lines");
  });
});
