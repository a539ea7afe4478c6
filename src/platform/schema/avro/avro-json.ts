import type { Type, types } from "avsc";
import { doubleText, floatText, quoted } from "../json-text.ts";
import { Undecodable } from "../undecodable.ts";
import type { AvroBytes } from "./avro-bytes.ts";

/** Reads the next value of one type and gives it as JSON text. */
export type AvroToJson = (bytes: AvroBytes, depth: number) => string;

/** Jackson, which Avro's Java library writes JSON with, stops at 1,000 levels; a list of linked records may be long. */
const deepest = 1_000;

/**
 * How the values of a type become JSON: as the Avro specification encodes them in JSON, but without the names of union
 * branches, which Lambda leaves out: the aws-samples pattern msk-lambda-schema-avro-java-sam filters on plain nullable
 * fields. Logical types stay what they are made of, a decimal its bytes, a time its number; how Lambda writes them, and
 * bytes, is UNCONFIRMED. Reads by itself, for avsc takes a declared number of items at its word and turns longs into doubles.
 */
export function avroToJson(root: Type): AvroToJson {
  const known = new Map<Type, AvroToJson>();

  function of(type: Type): AvroToJson {
    const before = known.get(type);
    if (before !== undefined) return before;
    let made: AvroToJson | undefined;
    // A record may hold itself.
    const later: AvroToJson = (bytes, depth) => {
      if (depth > deepest) throw new Undecodable("nested too deep");
      made ??= complex(type, of);
      return made(bytes, depth + 1);
    };
    const toJson = primitives.get(type.typeName) ?? later;
    known.set(type, toJson);
    return toJson;
  }

  return of(root);
}

const primitives: ReadonlyMap<string, AvroToJson> = new Map<string, AvroToJson>([
  ["null", () => "null"],
  ["boolean", (bytes) => String(bytes.boolean())],
  ["int", (bytes) => String(bytes.int())],
  ["long", (bytes) => String(bytes.long())],
  ["float", (bytes) => floatText(bytes.float())],
  ["double", (bytes) => doubleText(bytes.double())],
  ["string", (bytes) => quoted(bytes.string())],
  ["bytes", (bytes) => quoted(bytes.bytes())],
]);

function complex(type: Type, of: (type: Type) => AvroToJson): AvroToJson {
  switch (type.typeName) {
    case "record":
    case "error":
      return record(type as types.RecordType, of);
    case "array":
      return list(of((type as types.ArrayType).itemsType));
    case "map":
      return map(of((type as types.MapType).valuesType as Type));
    case "union:wrapped":
      return union((type as types.WrappedUnionType).types.map(of));
    case "enum":
      return symbol((type as types.EnumType).symbols);
    case "fixed": {
      const { size } = type as types.FixedType;
      return (bytes) => quoted(bytes.bytes(size));
    }
    default:
      throw new Undecodable("a type that mskctl does not know");
  }
}

function record({ fields }: types.RecordType, of: (type: Type) => AvroToJson): AvroToJson {
  const members = fields.map(({ name, type }, index) => ({
    before: `${index === 0 ? "" : ","}${quoted(name)}:`,
    toJson: of(type),
  }));
  const ownLength = members.reduce((sum, { before }) => sum + before.length, 2);
  return (bytes, depth) => {
    bytes.room.take(ownLength);
    let text = "{";
    for (const { before, toJson } of members) text += before + toJson(bytes, depth);
    return `${text}}`;
  };
}

function symbol(symbols: readonly string[]): AvroToJson {
  const texts = symbols.map((each) => quoted(each));
  return (bytes) => {
    const text = texts[bytes.place(texts.length)] ?? "";
    bytes.room.take(text.length);
    return text;
  };
}

/** An item of an array may have no bytes at all. */
const emptyItem = "null,".length;

function list(item: AvroToJson): AvroToJson {
  return (bytes, depth) => {
    const texts: string[] = [];
    for (let left = bytes.blockLength(); left > 0; left = bytes.blockLength()) {
      for (; left > 0; left--) {
        bytes.room.take(emptyItem);
        texts.push(item(bytes, depth));
      }
    }
    return `[${texts.join(",")}]`;
  };
}

function map(value: AvroToJson): AvroToJson {
  return (bytes, depth) => {
    const texts: string[] = [];
    for (let left = bytes.blockLength(); left > 0; left = bytes.blockLength()) {
      for (; left > 0; left--) texts.push(`${quoted(bytes.string())}:${value(bytes, depth)}`);
    }
    return `{${texts.join(",")}}`;
  };
}

function union(branches: readonly AvroToJson[]): AvroToJson {
  return (bytes, depth) => branches[bytes.place(branches.length)]?.(bytes, depth) ?? "";
}
