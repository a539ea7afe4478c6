import type protobuf from "protobufjs";
import { Undecodable } from "../undecodable.ts";

/** A message as protobufjs has read it: what was not on the wire is not its own. */
export type Message = Readonly<Record<string, unknown>>;

/** Throws Undecodable. */
export function decodeMessage(type: protobuf.Type, bytes: Uint8Array): Message {
  try {
    // As a Buffer protobufjs reads texts natively.
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return type.decode(buffer) as unknown as Message;
  } catch (cause) {
    throw new Undecodable(reasonOf(cause), { cause });
  }
}

function reasonOf(cause: unknown): string {
  const { name, message } = cause instanceof Error ? cause : new Error(String(cause));
  if (name === "RangeError") return "truncated";
  if (message.startsWith("max depth")) return "nested too deep";
  if (message.includes("utf-8")) return "a text that is not UTF-8";
  return message.startsWith("missing required") ? "a required field is missing" : "bytes that are no such message";
}
