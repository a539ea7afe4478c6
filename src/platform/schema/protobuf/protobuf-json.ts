import protobuf from "protobufjs";
import protojson from "protobufjs/ext/protojson.js";
import { doubleText, floatText, type JsonRoom, quoted } from "../json-text.ts";
import { Undecodable } from "../undecodable.ts";
import { decodeMessage, type Message } from "./decode-message.ts";

type Writer<Value> = (value: Value, room: JsonRoom) => string;

interface Member {
  readonly name: string;
  /** `,"name":`. */
  readonly before: string;
  readonly write: Writer<unknown>;
  /** What stands for a field that the message lacks; undefined where the field can be seen to be missing. */
  readonly absent: string | undefined;
}

/**
 * How messages of a type become JSON: by Protobuf's JSON mapping (protobuf.dev, ProtoJSON), that is 64-bit numbers and bytes
 * as text, enums by name, but
 * - with the names of the schema, not in lowerCamelCase. RECALLED from the Lambda Developer Guide, schema registries;
 * - with fields that have no presence also when they are zero or empty. UNCONFIRMED for Lambda; AWS's sample of the same
 *   decoding in EventBridge reports `{"sku": …, "qty": 0}` for a message without `qty` (aws-samples, Protobuf on an
 *   EventBridge custom event bus).
 */
export class ProtobufJson {
  readonly #members = new Map<protobuf.Type, readonly Member[]>();

  /** Throws Undecodable. */
  write(type: protobuf.Type, message: Message, room: JsonRoom): string {
    if (type.fullName === ".google.protobuf.Any") return this.#any(type, message, room);
    if (wellKnown.has(type.fullName)) return wellKnownText(type, message);
    return `{${this.#fields(type, message, room).slice(1)}}`;
  }

  /** Each with a comma before it. */
  #fields(type: protobuf.Type, message: Message, room: JsonRoom): string {
    let text = "";
    for (const { name, before, write, absent } of this.#membersOf(type)) {
      const value = Object.hasOwn(message, name) ? message[name] : undefined;
      const written = value === undefined || value === null ? absent : write(value, room);
      if (written === undefined) continue;
      room.take(before.length + (written === absent ? written.length : 0));
      text += before + written;
    }
    return text;
  }

  #membersOf(type: protobuf.Type): readonly Member[] {
    const known = this.#members.get(type);
    if (known !== undefined) return known;
    const members = type.fieldsArray.map((field) => this.#member(field));
    this.#members.set(type, members);
    return members;
  }

  #member(field: protobuf.Field): Member {
    const before = `,${quoted(field.name)}:`;
    if (field instanceof protobuf.MapField) return { name: field.name, before, write: this.#map(field), absent: "{}" };
    const one = this.#one(field);
    if (field.repeated) {
      const write = (values: unknown, room: JsonRoom) => `[${(values as unknown[]).map((each) => one(each, room)).join(",")}]`;
      return { name: field.name, before, write, absent: "[]" };
    }
    const absent = field.hasPresence || field.resolvedType instanceof protobuf.Type ? undefined : zeroText(field);
    return { name: field.name, before, write: one, absent };
  }

  #one(field: protobuf.FieldBase): Writer<unknown> {
    const { resolvedType } = field;
    if (resolvedType instanceof protobuf.Type) return (message, room) => this.write(resolvedType, message as Message, room);
    if (resolvedType instanceof protobuf.Enum) return (value) => enumText(resolvedType, value as number);
    return scalars.get(field.type) ?? ((value) => quoted(String(value)));
  }

  #map(field: protobuf.MapField): Writer<unknown> {
    const one = this.#one(field);
    const isLong = longs.has(field.keyType);
    const isUnsigned = field.keyType === "uint64" || field.keyType === "fixed64";
    return (map, room) => {
      const entries = Object.entries(map as Message);
      // protobufjs keeps 64-bit keys as eight characters.
      const keyOf = (key: string) => (isLong ? String(protobuf.util.longFromKey(key, isUnsigned)) : key);
      return `{${entries.map(([key, value]) => `${quoted(keyOf(key))}:${one(value, room)}`).join(",")}}`;
    };
  }

  #any(type: protobuf.Type, message: Message, room: JsonRoom): string {
    const url = message["type_url"];
    if (typeof url !== "string" || url === "") return "{}";
    const inner = type.root.lookup(url.slice(url.lastIndexOf("/") + 1).split("."), protobuf.Type);
    if (!(inner instanceof protobuf.Type)) throw new Undecodable("an Any of a message that the schema lacks");
    const value = message["value"];
    const content = decodeMessage(inner, value instanceof Uint8Array ? value : new Uint8Array());
    const before = `{"@type":${quoted(url)}`;
    return room.nested(() =>
      isWhole(inner) ? `${before},"value":${this.write(inner, content, room)}}` : `${before}${this.#fields(inner, content, room)}}`,
    );
  }
}

const wrappers = ["Double", "Float", "Int64", "UInt64", "Int32", "UInt32", "Bool", "String", "Bytes"];
const others = ["Timestamp", "Duration", "FieldMask", "Struct", "Value", "ListValue"];
/** They are not written field by field; protobufjs knows how. */
const wellKnown = new Set([...others, ...wrappers.map((each) => `${each}Value`)].map((each) => `.google.protobuf.${each}`));

/** In an Any they stand under `value`, other messages field by field. */
function isWhole(type: protobuf.Type): boolean {
  return wellKnown.has(type.fullName) || type.fullName === ".google.protobuf.Any";
}

function wellKnownText(type: protobuf.Type, message: Message): string {
  try {
    if (type.fullName === ".google.protobuf.FloatValue") return floatText(Number(message["value"] ?? 0));
    return JSON.stringify(protojson.toJson(type, message));
  } catch (cause) {
    // A time after the year 9999, a number in a Value that JSON does not have.
    throw new Undecodable(`a ${type.name} out of its range`, { cause });
  }
}

const longs = new Set(["int64", "uint64", "sint64", "fixed64", "sfixed64"]);

const scalars = new Map<string, Writer<unknown>>([
  ...["int32", "uint32", "sint32", "fixed32", "sfixed32", "bool"].map((type) => [type, String] as const),
  ["string", (value) => quoted(value as string)],
  ["bytes", (value) => `"${Buffer.from(value as Uint8Array).toString("base64")}"`],
  ["float", (value) => floatText(value as number)],
  ["double", (value) => doubleText(value as number)],
]);

function enumText(type: protobuf.Enum, value: number): string {
  if (type.fullName === ".google.protobuf.NullValue") return "null";
  const name = type.valuesById[value];
  return name === undefined ? String(value) : quoted(name);
}

function zeroText(field: protobuf.Field): string {
  if (field.resolvedType instanceof protobuf.Enum) return enumText(field.resolvedType, Number(field.typeDefault));
  if (longs.has(field.type)) return '"0"';
  if (field.type === "string" || field.type === "bytes") return '""';
  return field.type === "bool" ? "false" : "0";
}
