import { describe, expect, it } from "vitest";
import { kafkaSample, kcatSample, lambdaSample, undecodable } from "../../../src/core/filter/sample-record.ts";
import { shown, utf8 } from "../../support/samples.ts";

const lambdas = '"topic":"orders","partition":0,"offset":15';

describe("a Kafka record", () => {
  const read = (json: string) => shown(kafkaSample(utf8(json), 7));

  it.each([
    ["an object as it is written", '{"value": {"a": 1.00, "a":9007199254740993 } }', '{"a": 1.00, "a":9007199254740993 }'],
    ["a list", '{"value":[1, "x"]}', '[1, "x"]'],
    ["a number as it is written", '{"value":3.0e2}', "3.0e2"],
    ["a truth value", '{"value":false}', "false"],
    ["text without its quotes", '{"value":"hello\\nworld"}', "hello\nworld"],
    ["text that looks like base64", '{"value":"aGVsbG8="}', "aGVsbG8="],
    ["empty text", '{"value":""}', ""],
    ["base64 of a record of Lambda's", `{${lambdas},"value":"aGVsbG8="}`, "hello"],
    ["text of a record of Lambda's that is no base64", `{${lambdas},"value":"hello"}`, "hello"],
    ["base64 with escaped slashes", `{${lambdas},"value":"Pz8\\/"}`, "???"],
    ["JSON of a record of Lambda's", `{${lambdas},"value":{"a":1}}`, '{"a":1}'],
    ["text of a record with a topic alone", '{"topic":"orders","value":"aGVsbG8="}', "aGVsbG8="],
    ["the last of doubled values", '{"value":1,"value":2}', "2"],
    ["a value whose name is escaped", '{"\\u0076alue":1}', "1"],
    ["a value among strangers", '{"__proto__":{"value":2},"value":1,"x":[{"value":3}]}', "1"],
    ["a value with blanks around the record", ' {"value":1}\r', "1"],
  ])("has %s for its value", (_, json, value) => {
    expect(read(json)).toEqual({ line: 7, value });
  });

  it("keeps bytes that are no UTF-8", () => {
    const record = Buffer.concat([utf8('{"value":{"a":"'), Buffer.of(0xff), utf8('"}}')]);
    expect(kafkaSample(record, 1).value).toEqual(Buffer.concat([utf8('{"a":"'), Buffer.of(0xff), utf8('"}')]));
  });

  it.each(['{"value":null}', `{${lambdas},"value":null}`, `{${lambdas}}`])("is a tombstone: %s", (json) => {
    expect(read(json)).toEqual({ line: 7, value: null });
  });

  it.each([
    ['{"value":1,"expect":true}', true],
    ['{"expect": false ,"value":null}', false],
    [`{${lambdas},"value":"aGVsbG8=","expect":true}`, true],
  ])("may carry what its author expects: %s", (json, expected) => {
    expect(read(json)).toMatchObject({ line: 7, expect: expected });
    expect(read(json).undecodable).toBeUndefined();
  });

  it.each([
    ["text", "hello", "not JSON"],
    ["nothing", "", "not JSON"],
    ["an object that breaks off", '{"value":1', "not JSON"],
    ["an object with something behind it", '{"value":1} x', "not JSON"],
    ["an object with a comma too many", '{"value":1,}', "not JSON"],
    ["a list", "[1]", "no JSON object"],
    ["text in JSON", '"value"', "no JSON object"],
    ["an object without value", '{"topic":"orders","payload":1}', "no Kafka record: it has no `value`"],
    ["an expectation that is none", '{"value":1,"expect":"yes"}', "its `expect` is neither true nor false"],
    ["an expectation of nothing", '{"value":1,"expect":null}', "its `expect` is neither true nor false"],
    ["half of a surrogate pair", '{"value":"\\ud83d"}', "its value has half of a surrogate pair, which no bytes stand for"],
  ])("cannot be had from %s", (_, json, reason) => {
    expect(read(json)).toEqual({ line: 7, value: null, undecodable: reason });
  });

  it("says what is expected of a value that cannot be had", () => {
    expect(read('{"value":"\\ud83d","expect":true}')).toMatchObject({ expect: true, undecodable: expect.any(String) });
  });
});

describe("a record of kcat", () => {
  const read = (json: string) => shown(kcatSample(utf8(json), 2));
  const others = '"topic":"orders","partition":0,"offset":15,"tstype":"create","ts":1545084650987,"broker":1,"key":"k"';

  it.each([
    ["text", `{${others},"payload":"{\\"a\\":1}"}`, '{"a":1}'],
    ["text, also when it would be base64", `{${others},"payload":"aGVsbG8="}`, "aGVsbG8="],
    ["control characters", `{${others},"payload":"\\u0000\\u0001"}`, "\u0000\u0001"],
    ["JSON where kcat decoded it", `{${others},"payload":{"a":1.0}}`, '{"a":1.0}'],
  ])("has %s for its value", (_, json, value) => {
    expect(read(json)).toEqual({ line: 2, value });
  });

  it("is a tombstone without a payload of its own", () => {
    expect(read(`{${others},"payload":null,"expect":false}`)).toEqual({ line: 2, value: null, expect: false });
  });

  it.each([
    ["% Reached end of topic orders [0] at offset 16", "not JSON"],
    ["[]", "no JSON object"],
    [`{${others},"value":1}`, "no record of kcat: it has no `payload`"],
  ])("cannot be had from %s", (json, reason) => {
    expect(read(json)).toEqual({ line: 2, value: null, undecodable: reason });
  });
});

describe("a record of a Lambda event", () => {
  const read = (json: string) => shown(lambdaSample(utf8(`[${json}]`), { start: 1, end: 1 + utf8(json).length }, 3));

  it.each([
    ["base64", `{${lambdas},"value":"eyJhIjoxfQ=="}`, '{"a":1}'],
    ["base64 without anything else", '{"value":"aGVsbG8="}', "hello"],
    ["JSON that someone wrote by hand", `{${lambdas},"value":{"a":1}}`, '{"a":1}'],
  ])("has %s for its value", (_, json, value) => {
    expect(read(json)).toEqual({ line: 3, value });
  });

  it.each([`{${lambdas}}`, `{${lambdas},"value":null}`, "{}"])("is a tombstone: %s", (json) => {
    expect(read(json)).toEqual({ line: 3, value: null });
  });

  it("may carry what its author expects", () => {
    expect(read('{"value":"aGVsbG8=","expect":false}')).toEqual({ line: 3, value: "hello", expect: false });
  });

  it.each([
    ['{"value":"hello"}', "its value is no base64 text"],
    ["null", "no JSON object"],
  ])("cannot be had from %s", (json, reason) => {
    expect(read(json)).toEqual({ line: 3, value: null, undecodable: reason });
  });
});

it("is nothing but a reason when it cannot be decoded", () => {
  expect(undecodable(4, "because")).toEqual({ line: 4, value: null, undecodable: "because" });
});
