import avsc from "avsc";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { avroFormat } from "../../../../src/platform/schema/avro/avro-format.ts";
import { Undecodable } from "../../../../src/platform/schema/undecodable.ts";
import { UnusableSchema } from "../../../../src/platform/schema/value-format.ts";

type AvroSchema = Exclude<Parameters<typeof avsc.Type.forSchema>[0], avsc.Type>;

function format(schema: unknown, references: { name: string; text: string }[] = []) {
  return avroFormat({ text: JSON.stringify(schema), references });
}

/** What an independent encoder writes. Members of unions stand in `{branch: value}`. */
function encoded(schema: unknown, value: unknown): Uint8Array {
  return avsc.Type.forSchema(schema as AvroSchema, { wrapUnions: "always" }).toBuffer(value);
}

function varint(value: bigint): number[] {
  const digits: number[] = [];
  let left = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
  for (; left > 127n; left >>= 7n) digits.push(Number(left & 127n) | 128);
  return [...digits, Number(left)];
}

function record(...fields: { name: string; type: unknown }[]) {
  return { type: "record", name: "Order", fields };
}

function reasonOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof Undecodable) return error.message;
    throw error;
  }
  return expect.unreachable("it should not be read");
}

describe("Avro as JSON", () => {
  it.each<[what: string, type: unknown, value: unknown, json: unknown]>([
    ["null", "null", null, null],
    ["a boolean", "boolean", true, true],
    ["an int", "int", -2_147_483_648, -2_147_483_648],
    ["a float in its own shortest form", "float", Math.fround(0.1), 0.1],
    ["a double", "double", 0.1, 0.1],
    ["a number that JSON does not have, as text", "double", Number.NaN, "NaN"],
    ["a text", "string", 'quo"te\n\u0000é😀', 'quo"te\n\u0000é😀'],
    ["bytes, a character for each", "bytes", Buffer.from([0, 65, 200, 255]), "\u0000Aÿ".replace("ÿ", "\u00c8\u00ff")],
    ["fixed", { type: "fixed", name: "F", size: 2 }, Buffer.from([1, 254]), "\u0001\u00fe"],
    ["an enum by its symbol", { type: "enum", name: "E", symbols: ["OPEN", "SHUT"] }, "SHUT", "SHUT"],
    ["an array", { type: "array", items: "int" }, [1, 2, 3], [1, 2, 3]],
    ["an empty array", { type: "array", items: "int" }, [], []],
    ["a map", { type: "map", values: "int" }, { a: 1, "b c": 2 }, { a: 1, "b c": 2 }],
    ["a union without the name of its branch", ["null", "string"], { string: "x" }, "x"],
    ["a union's null", ["null", "string"], null, null],
    ["a record", record({ name: "id", type: "string" }, { name: "qty", type: "int" }), { id: "a", qty: 5 }, { id: "a", qty: 5 }],
    ["a decimal as its bytes", { type: "bytes", logicalType: "decimal", precision: 4, scale: 2 }, Buffer.from([4, 210]), "\u0004\u00d2"],
    ["a time as its number", { type: "long", logicalType: "timestamp-millis" }, 1_790_000_000_000, 1_790_000_000_000],
    ["a record with no fields", record(), {}, {}],
  ])("%s", (_, type, value, json) => {
    expect(JSON.parse(String(format(type).toJson(encoded(type, value), "unframed")))).toEqual(json);
  });

  it.each([0n, -1n, 9_007_199_254_740_991n, 9_007_199_254_740_993n, 2n ** 63n - 1n, -(2n ** 63n)])(
    "a long keeps all digits: %d",
    (value) => {
      expect(format("long").toJson(Uint8Array.from(varint(value)), "unframed")).toBe(String(value));
    },
  );

  it("a field called __proto__ is a field", () => {
    const schema = record({ name: "__proto__", type: "int" }, { name: "constructor", type: "int" });
    expect(format(schema).toJson(Uint8Array.from([2, 4]), "unframed")).toBe('{"__proto__":1,"constructor":2}');
  });

  it("bytes that are no UTF-8 in a text are replaced, as Java does", () => {
    expect(format("string").toJson(Uint8Array.from([4, 65, 255]), "unframed")).toBe('"A\ufffd"');
  });

  it("an array in blocks that tell their size in bytes", () => {
    // Two items in 2 bytes, then one item, then the end.
    const bytes = [...varint(-2n), ...varint(2n), 2, 4, ...varint(1n), 6, 0];
    expect(format({ type: "array", items: "int" }).toJson(Uint8Array.from(bytes), "unframed")).toBe("[1,2,3]");
  });

  it("a type that another schema defines", () => {
    const customer = {
      name: "shop.Customer",
      text: JSON.stringify({ type: "record", name: "shop.Customer", fields: [{ name: "id", type: "int" }] }),
    };
    expect(format(record({ name: "by", type: "shop.Customer" }), [customer]).toJson(Uint8Array.from([14]), "unframed")).toBe(
      '{"by":{"id":7}}',
    );
  });

  it("values one behind the other", () => {
    const { readAt } = format("int");
    expect(readAt(Uint8Array.from([2, 4]), 0)).toEqual({ json: "1", end: 1 });
    expect(readAt(Uint8Array.from([2, 4]), 1)).toEqual({ json: "2", end: 2 });
  });
});

describe("an independent encoder and this reader agree", () => {
  const leaf = fc.constantFrom<unknown>("null", "boolean", "int", "long", "float", "double", "string", "bytes");
  const { type } = fc.letrec<{ type: unknown }>((tie) => ({
    type: fc.oneof(
      { maxDepth: 3, depthIdentifier: "type" },
      leaf,
      tie("type").map((items) => ({ type: "array", items })),
      tie("type").map((values) => ({ type: "map", values })),
      tie("type").map((branch) => (branch === "null" || Array.isArray(branch) ? branch : ["null", branch])),
      fc
        .array(tie("type"), { maxLength: 3 })
        .map((types) => ({ type: "record", fields: types.map((each, index) => ({ name: `f${index}`, type: each })) })),
    ),
  }));

  /** The value as JSON, told by avsc's own reading of it. */
  function plain(each: avsc.Type, value: unknown): unknown {
    if (Buffer.isBuffer(value)) return value.toString("latin1");
    if (each.typeName === "float") return shortest(value as number);
    if (each instanceof avsc.types.WrappedUnionType) {
      const [name, inside] = Object.entries((value ?? {}) as object)[0] ?? ["null", null];
      return plain(each.types.find((branch) => branch.branchName === name) ?? each, inside);
    }
    if (each instanceof avsc.types.ArrayType) return (value as unknown[]).map((item) => plain(each.itemsType, item));
    if (each instanceof avsc.types.MapType)
      return Object.fromEntries(Object.entries(value as object).map(([key, item]) => [key, plain(each.valuesType as avsc.Type, item)]));
    if (each instanceof avsc.types.RecordType)
      return Object.fromEntries(
        each.fields.map((field) => [field.name, plain(field.type, (value as Record<string, unknown>)[field.name])]),
      );
    return value;
  }

  /** The fewest digits that are the same float. */
  function shortest(value: number): number {
    const digits = [1, 2, 3, 4, 5, 6, 7, 8, 9].find((each) => Math.fround(Number(value.toPrecision(each))) === value);
    return Number(value.toPrecision(digits));
  }

  it("on random values of random schemas", () => {
    fc.assert(
      fc.property(type, (schema) => {
        const written = avsc.Type.forSchema(schema as AvroSchema, { wrapUnions: "always" });
        const bytes = written.toBuffer(written.random());
        expect(JSON.parse(String(format(schema).toJson(bytes, "unframed")))).toEqual(plain(written, written.fromBuffer(bytes)));
      }),
    );
  });

  it("and bytes that nobody has written are read or not, but nothing else happens", () => {
    const list = {
      type: "record",
      name: "Node",
      fields: [
        { name: "v", type: "string" },
        { name: "next", type: ["null", "Node"] },
      ],
    };
    fc.assert(
      fc.property(fc.oneof(type, fc.constant(list)), fc.uint8Array({ maxLength: 60 }), (schema, bytes) => {
        try {
          JSON.parse(String(format(schema).toJson(bytes, "unframed")));
        } catch (error) {
          expect(error).toBeInstanceOf(Undecodable);
        }
      }),
    );
  });
});

describe("bytes that are no value of the schema", () => {
  const order = record({ name: "id", type: "string" }, { name: "tags", type: { type: "array", items: "string" } });
  const endless = { type: "record", name: "A", fields: [{ name: "a", type: "A" }] };
  const list = { type: "record", name: "Node", fields: [{ name: "next", type: ["null", "Node"] }] };
  const padded = record({ name: "pad", type: { type: "array", items: "null" } }, { name: "next", type: ["null", "Order"] });
  /** Each record holds the one before twice, and none takes a byte. */
  const doubling = Array.from({ length: 60 }).reduce<unknown>((inner, _, index) => {
    const again = index === 0 ? inner : `R${index - 1}`;
    return {
      type: "record",
      name: `R${index}`,
      fields: [
        { name: "a", type: inner },
        { name: "b", type: again },
      ],
    };
  }, "null");

  it.each<[what: string, schema: unknown, bytes: readonly number[], reason: string]>([
    ["nothing", order, [], "truncated"],
    ["a text that ends early", order, [10, 65], "truncated"],
    ["a text of a terabyte", order, varint(2n ** 40n), "truncated"],
    ["a text of a negative length", order, [1], "a value that the schema does not allow"],
    ["a double that ends early", "double", [1, 2, 3], "truncated"],
    ["an array of a billion texts", order, [0, ...varint(2n ** 30n)], "truncated"],
    ["an array of 2^50 nulls", { type: "array", items: "null" }, varint(2n ** 50n), "more than 16 MB as JSON"],
    ["an array of 2^62 nulls", { type: "array", items: "null" }, varint(2n ** 62n), "a value that the schema does not allow"],
    [
      "many arrays of a million nulls",
      padded,
      Array.from({ length: 999 }, () => [...varint(1_000_000n), 0, 2]).flat(),
      "more than 16 MB as JSON",
    ],
    ["records that double without a byte", doubling, [], "more than 16 MB as JSON"],
    ["a record that holds itself", endless, [], "nested too deep"],
    ["a list of 100,000 records", list, Array.from({ length: 100_000 }, () => 2), "nested too deep"],
    ["a branch that the union does not have", ["null", "int"], [4], "a value that the schema does not allow"],
    ["a symbol that the enum does not have", { type: "enum", name: "E", symbols: ["A"] }, [2], "a value that the schema does not allow"],
    ["a boolean of 2", "boolean", [2], "a value that the schema does not allow"],
    ["an int of 2^31", "int", varint(2n ** 31n), "a value that the schema does not allow"],
    ["a long without end", "long", Array.from({ length: 20 }, () => 255), "a value that the schema does not allow"],
    ["a long of 65 bits", "long", [255, 255, 255, 255, 255, 255, 255, 255, 255, 127], "a value that the schema does not allow"],
    ["a value and one byte more", "int", [2, 0], "bytes are left over"],
  ])("%s", (_, schema, bytes, reason) => {
    expect(reasonOf(() => format(schema).toJson(Uint8Array.from(bytes), "unframed"))).toBe(reason);
  });
});

describe("a schema that cannot be used", () => {
  it.each([
    ["is no JSON", "{"],
    ["has a type that nobody defines", '{"type":"record","name":"A","fields":[{"name":"a","type":"Nobody"}]}'],
    ["has a field without a name", '{"type":"record","name":"A","fields":[{"type":"int"}]}'],
    ["is nested too deep", '{"type":"array","items":'.repeat(50_000)],
    ["is nested too deep, but whole", `${'{"type":"array","items":'.repeat(50_000)}"int"${"}".repeat(50_000)}`],
    ["is a number", "5"],
    ["is null", "null"],
  ])("%s", (_, text) => {
    expect(() => avroFormat({ text, references: [] })).toThrow(UnusableSchema);
  });

  it("is not one whose defaults only a strict reader minds", () => {
    const schema = { type: "record", name: "A", fields: [{ name: "a", type: ["null", "int"], default: 5 }] };
    expect(format(schema).toJson(Uint8Array.from([0]), "unframed")).toBe('{"a":null}');
  });
});

it("what is not known of Lambda's JSON is said of the schemas that have it", () => {
  expect(format("string").notes).toEqual([]);
  expect(format({ type: "bytes", logicalType: "decimal", precision: 4 }).notes.join()).toContain("decimals are taken as their bytes");
  expect(format({ type: "long", logicalType: "timestamp-micros" }).notes.join()).toContain("dates and times are taken as numbers");
});
