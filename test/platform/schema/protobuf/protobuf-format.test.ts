import fc from "fast-check";
import protobuf from "protobufjs";
import { describe, expect, it } from "vitest";
import { protobufFormat } from "../../../../src/platform/schema/protobuf/protobuf-format.ts";
import { Undecodable } from "../../../../src/platform/schema/undecodable.ts";
import { UnusableSchema } from "../../../../src/platform/schema/value-format.ts";

function format(text: string, references: { name: string; text: string }[] = [], message?: string) {
  const options = { fileName: "order.proto", mayBeUnframed: true, ...(message === undefined ? {} : { message }) };
  return protobufFormat({ text, references }, options);
}

const proto3 = (body: string) => `syntax = "proto3"; package shop.v1; ${body}`;

function read(text: string, bytes: readonly number[]): unknown {
  return JSON.parse(String(format(text).toJson(Uint8Array.from(bytes), "unframed")));
}

function reasonOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Undecodable) return error.message;
    throw error;
  }
  return expect.unreachable("it should not be read");
}

// A field's tag is its number * 8 + 0 varint, 1 eight bytes, 2 a length, 5 four bytes (protobuf.dev, encoding).
describe("Protobuf as JSON", () => {
  it.each<[what: string, fields: string, bytes: readonly number[], json: unknown]>([
    ["a text, under the name of the schema", "string order_id = 1;", [10, 2, 195, 169], { order_id: "é" }],
    ["a 32-bit number", "int32 n = 1;", [8, 5], { n: 5 }],
    ["a negative number", "sint32 n = 1;", [8, 5], { n: -3 }],
    [
      "a 64-bit number as text with all digits",
      "int64 n = 1;",
      [8, 0x81, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10],
      { n: "9007199254740993" },
    ],
    ["the largest unsigned number", "uint64 n = 1;", [8, ...Array.from({ length: 9 }, () => 255), 1], { n: "18446744073709551615" }],
    ["a float in its own shortest form", "float f = 1;", [13, 0xcd, 0xcc, 0xcc, 0x3d], { f: 0.1 }],
    ["a double that JSON does not have, as text", "double d = 1;", [9, 0, 0, 0, 0, 0, 0, 0xf0, 0x7f], { d: "Infinity" }],
    ["bytes as base64", "bytes b = 1;", [10, 2, 251, 255], { b: "+/8=" }],
    ["an enum by its name", "E e = 1; enum E { NONE = 0; OPEN = 1; }", [8, 1], { e: "OPEN" }],
    ["an enum's number that has no name", "E e = 1; enum E { NONE = 0; OPEN = 1; }", [8, 7], { e: 7 }],
    ["a list, packed", "repeated int32 n = 1;", [10, 3, 1, 2, 3], { n: [1, 2, 3] }],
    ["a list, one by one", "repeated int32 n = 1;", [8, 1, 8, 2], { n: [1, 2] }],
    ["a map", "map<string, int64> m = 1;", [10, 5, 10, 1, 97, 16, 1, 10, 5, 10, 1, 98, 16, 2], { m: { a: "1", b: "2" } }],
    [
      "a map with 64-bit keys",
      "map<int64, bool> m = 1;",
      [10, 13, 8, ...Array.from({ length: 9 }, () => 255), 1, 16, 1],
      { m: { "-1": true } },
    ],
    [
      "a map with a key called __proto__",
      "map<string, int32> m = 1;",
      [10, 13, 10, 9, ...Buffer.from("__proto__"), 16, 1],
      JSON.parse('{"m":{"__proto__":1}}'),
    ],
    ["a message in a message", "Item i = 1; message Item { int32 qty = 1; }", [10, 2, 8, 5], { i: { qty: 5 } }],
    ["a choice: what was chosen", "oneof pick { int32 a = 1; string b = 2; }", [18, 1, 120], { b: "x" }],
    ["the later of two values of a field", "int32 n = 1;", [8, 1, 8, 2], { n: 2 }],
    ["fields that the schema does not know are left out", "int32 n = 1;", [8, 1, 18, 1, 120, 26, 0], { n: 1 }],
  ])("%s", (_, fields, bytes, json) => {
    expect(read(proto3(`message Order { ${fields} }`), bytes)).toEqual(json);
  });

  it("fields without presence are zero or empty when they are not set, others are missing", () => {
    const text = proto3(`message Order {
      string s = 1; int32 n = 2; int64 l = 3; bool b = 4; bytes y = 5; E e = 6; repeated int32 r = 7; map<string, int32> m = 8; double d = 9;
      optional int32 o = 10; Item i = 11; oneof pick { int32 p = 12; }
      enum E { NONE = 0; } message Item {} }`);
    expect(read(text, [])).toEqual({ s: "", n: 0, l: "0", b: false, y: "", e: "NONE", r: [], m: {}, d: 0 });
    expect(read(text, [80, 0, 90, 0])).toMatchObject({ o: 0, i: {} });
  });

  it.each<[what: string, file: string, type: string, bytes: readonly number[], json: unknown]>([
    ["a Timestamp", "timestamp", "Timestamp", [8, 1, 16, 0xc0, 0x84, 0x3d], "1970-01-01T00:00:01.001Z"],
    ["a Duration", "duration", "Duration", [8, 90], "90s"],
    ["a wrapped 64-bit number", "wrappers", "Int64Value", [8, 7], "7"],
    ["a wrapped float", "wrappers", "FloatValue", [13, 0xcd, 0xcc, 0xcc, 0x3d], 0.1],
    ["a FieldMask", "field_mask", "FieldMask", [10, 8, ...Buffer.from("order_id")], "orderId"],
    ["a Struct", "struct", "Struct", [10, 8, 10, 1, 97, 18, 3, 26, 1, 120], { a: "x" }],
    ["a message without fields", "empty", "Empty", [], {}],
  ])("%s, as Protobuf writes it", (_, file, type, bytes, json) => {
    const text = proto3(`import "google/protobuf/${file}.proto"; message Order { google.protobuf.${type} w = 1; }`);
    expect(read(text, [10, bytes.length, ...bytes])).toEqual({ w: json });
  });

  it("an Any with the fields of its message", () => {
    const text = proto3('import "google/protobuf/any.proto"; message Order { google.protobuf.Any a = 1; } message Item { int32 qty = 1; }');
    const url = [...Buffer.from("type.example/shop.v1.Item")];
    const any = [10, url.length, ...url, 18, 2, 8, 5];
    const json = format(text, [], "Order").toJson(Uint8Array.from([10, any.length, ...any]), "unframed");
    expect(JSON.parse(String(json))).toEqual({ a: { "@type": "type.example/shop.v1.Item", qty: 5 } });
  });

  it("proto2: required and optional fields, and groups", () => {
    const text = `syntax = "proto2"; message Order { required int32 id = 1; optional string note = 2 [default = "none"]; optional group Item = 3 { optional int32 qty = 4; } }`;
    const json = format(text, [], "Order").toJson(Uint8Array.from([8, 1, 27, 32, 5, 28]), "unframed");
    expect(JSON.parse(String(json))).toEqual({ id: 1, item: { qty: 5 } });
    expect(reasonOf(() => format(text, [], "Order").toJson(new Uint8Array(), "unframed"))).toBe("a required field is missing");
  });
});

describe("which message a value is", () => {
  const text = proto3(`
    message Order { int32 a = 1; message Line { int32 b = 1; message Tax { int32 c = 1; } } map<string, int32> line_items = 2; message Zone { int32 d = 1; } }
    message Item { int32 e = 1; }`);

  it.each<[what: string, place: "confluent" | "glue", index: readonly number[], name: string]>([
    ["Confluent's short form", "confluent", [0], "a"],
    ["Confluent's first message", "confluent", [2, 0], "a"],
    ["Confluent's second message", "confluent", [2, 2], "e"],
    ["Confluent's message in a message", "confluent", [4, 0, 0], "b"],
    ["Confluent's second message in a message", "confluent", [4, 0, 2], "d"],
    ["Confluent's message two levels down", "confluent", [6, 0, 0, 0], "c"],
    // By name: Item, Order, Order.Line, Order.Line.Tax, Order.LineItemsEntry, Order.Zone.
    ["Glue's first by name", "glue", [0], "e"],
    ["Glue's second by name", "glue", [1], "a"],
    ["Glue's third by name", "glue", [2], "b"],
    ["Glue's fourth by name", "glue", [3], "c"],
    ["Glue's sixth by name, after the entry of a map", "glue", [5], "d"],
  ])("%s", (_, place, index, name) => {
    const all = protobufFormat({ text, references: [] }, { fileName: "f", mayBeUnframed: false });
    expect(JSON.parse(String(all.toJson(Uint8Array.from([...index, 8, 7]), place)))).toMatchObject({ [name]: 7 });
  });

  it.each<[what: string, place: "confluent" | "glue", bytes: readonly number[], reason: string]>([
    ["Confluent's index beyond the last", "confluent", [2, 8], "a message index that the schema does not have"],
    ["Confluent's index in a message without messages", "confluent", [4, 2, 0], "a message index that the schema does not have"],
    ["Glue's number of a map's entry", "glue", [4], "a message index that the schema does not have"],
    ["Glue's number beyond the last", "glue", [6], "a message index that the schema does not have"],
    ["nothing", "confluent", [], "no message index"],
    ["nothing", "glue", [], "no message index"],
  ])("%s is none of them", (_, place, bytes, reason) => {
    const all = protobufFormat({ text, references: [] }, { fileName: "f", mayBeUnframed: false });
    expect(reasonOf(() => all.toJson(Uint8Array.from(bytes), place))).toBe(reason);
  });

  it("a name that the user gives wins over the index", () => {
    expect(format(text, [], "shop.v1.Item").toJson(Uint8Array.from([0, 8, 7]), "confluent")).toBe('{"e":7}');
  });

  it("types of imported files do not count, though they are in the same package", () => {
    const references = [{ name: "first.proto", text: proto3("message Aaa { int32 x = 1; }") }];
    const all = protobufFormat(
      { text: `${proto3("")} import "first.proto"; message Order { Aaa a = 1; }`, references },
      { fileName: "f", mayBeUnframed: false },
    );
    expect(all.toJson(Uint8Array.from([0, 10, 2, 8, 7]), "confluent")).toBe('{"a":{"x":7}}');
    expect(all.toJson(Uint8Array.from([0, 10, 2, 8, 7]), "glue")).toBe('{"a":{"x":7}}');
  });
});

describe("bytes that are no message", () => {
  const text = proto3(
    "message Order { string s = 1; repeated int64 n = 2; Order o = 3; repeated Order many = 4; int32 a_field_with_a_long_name = 5; }",
  );
  const nested = (levels: number): number[] => {
    let bytes: number[] = [];
    for (let level = 0; level < levels; level++)
      bytes = [26, ...(bytes.length < 128 ? [bytes.length] : [(bytes.length & 127) | 128, bytes.length >> 7]), ...bytes];
    return bytes;
  };

  it.each<[what: string, bytes: readonly number[], reason: string]>([
    ["a text that ends early", [10, 5, 65], "truncated"],
    ["a text of two gigabytes", [10, 255, 255, 255, 255, 7], "truncated"],
    ["a length of more than 31 bits", [10, 255, 255, 255, 255, 15], "bytes that are no such message"],
    ["a packed list of two gigabytes", [18, 255, 255, 255, 255, 7], "truncated"],
    ["a tag that ends early", [128], "truncated"],
    ["a field number 0", [0, 1], "bytes that are no such message"],
    ["a group without an end", [11], "truncated"],
    ["a text that is not UTF-8", [10, 1, 255], "a text that is not UTF-8"],
    ["200 messages in one another", nested(200), "nested too deep"],
    ["a million empty messages", Array.from({ length: 1_000_000 }, () => [34, 0]).flat(), "more than 16 MB as JSON"],
  ])("%s", (_, bytes, reason) => {
    expect(reasonOf(() => format(text).toJson(Uint8Array.from(bytes), "unframed"))).toBe(reason);
  });

  it("an Any in an Any without end, and one of a message that nobody knows", () => {
    const any = proto3('import "google/protobuf/any.proto"; message Order { google.protobuf.Any a = 1; }');
    const url = [...Buffer.from("x/google.protobuf.Any")];
    let value: number[] = [];
    for (let level = 0; level < 30; level++) value = [10, url.length, ...url, 18, (value.length & 127) | 128, value.length >> 7, ...value];
    expect(reasonOf(() => read(any, [10, (value.length & 127) | 128, value.length >> 7, ...value]))).toBe("nested too deep");
    expect(reasonOf(() => read(any, [10, 5, 10, 3, 120, 47, 121]))).toBe("an Any of a message that the schema lacks");
  });

  it("a time that the calendar does not have", () => {
    const times = proto3('import "google/protobuf/timestamp.proto"; message Order { google.protobuf.Timestamp t = 1; }');
    expect(reasonOf(() => read(times, [10, 9, 8, 255, 255, 255, 255, 255, 255, 255, 63]))).toBe("a Timestamp out of its range");
  });

  it("any bytes are read or not, but nothing else happens", () => {
    const formats = [
      text,
      proto3('import "google/protobuf/struct.proto"; message Order { google.protobuf.Struct s = 1; map<int64, Order> m = 2; }'),
    ].map((each) => format(each));
    const tags = fc.constantFrom(8, 10, 18, 26, 34, 40, 11, 12);
    const bytes = fc.array(fc.oneof(tags, fc.nat(255), fc.nat(4)), { maxLength: 60 });
    fc.assert(
      fc.property(fc.constantFrom(...formats), bytes, (each, value) => {
        try {
          JSON.parse(String(each.toJson(Uint8Array.from(value), "unframed")));
        } catch (error) {
          expect(error).toBeInstanceOf(Undecodable);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

it("what protobufjs encodes is read back", () => {
  const text = proto3(
    "message Order { string s = 1; int32 i = 2; double d = 3; bool b = 4; repeated string r = 5; map<string, string> m = 6; uint64 u = 7; }",
  );
  const type = protobuf.parse(text, { keepCase: true }).root.lookupType("shop.v1.Order");
  const key = fc.string().filter((each) => each !== "__proto__");
  const value = fc.record({
    s: fc.string(),
    i: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    d: fc.double({ noNaN: true, noDefaultInfinity: true }).map((each) => each + 0),
    b: fc.boolean(),
    r: fc.array(fc.string()),
    m: fc.dictionary(key, fc.string(), { noNullPrototype: true }),
    u: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String),
  });
  fc.assert(
    fc.property(value, (each) => {
      expect(read(text, [...type.encode(type.fromObject(each)).finish()])).toEqual(each);
    }),
  );
});

describe("a schema", () => {
  it.each<[what: string, text: string, message: string | RegExp]>([
    ["that is no Protobuf", "hello", "illegal token 'hello' (order.proto, line 1)"],
    ["with an error in its third line", 'syntax = "proto3";\n\nmessage Order { string = 1; }\n', /line 3/],
    ["with a type that nobody declares", proto3("message Order { Nobody n = 1; }"), /Nobody/],
    [
      "with a type of a file that is not there",
      `${proto3("")} import "other.proto"; message Order { Other o = 1; }`,
      /without other\.proto, which it imports/,
    ],
    ["nested too deep", `syntax = "proto3"; ${"message M { ".repeat(300)}${"}".repeat(300)}`, /depth/],
  ])("%s cannot be used", (_, text, message) => {
    expect(() => format(text)).toThrow(UnusableSchema);
    expect(() => format(text)).toThrow(message);
  });

  it("needs no file that it uses for options only, and not descriptor.proto", () => {
    const text = `${proto3("")} import "confluent/meta.proto"; import "google/protobuf/descriptor.proto";
      extend google.protobuf.FieldOptions { string pii = 50000; }
      message Order { string id = 1 [(pii) = "x", (confluent.field_meta).doc = "y"]; }`;
    expect(format(text).toJson(Uint8Array.from([10, 1, 65]), "unframed")).toBe('{"id":"A"}');
  });

  it("may import files that import one another", () => {
    const references = [
      { name: "a.proto", text: proto3('import "b.proto"; message A { B b = 1; }') },
      { name: "b.proto", text: proto3('import "a.proto"; message B { A a = 1; }') },
    ];
    const text = `${proto3("")} import "a.proto"; message Order { A a = 1; }`;
    expect(format(text, references).toJson(Uint8Array.from([10, 2, 10, 0]), "unframed")).toBe('{"a":{"b":{}}}');
  });

  it("with a field called __proto__ does no harm: protobufjs leaves the field out", () => {
    expect(read(proto3("message Order { int32 __proto__ = 1; int32 constructor = 2; }"), [8, 1, 16, 2])).toEqual({ constructor: 2 });
  });
});
