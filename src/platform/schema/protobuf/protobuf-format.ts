import type protobuf from "protobufjs";
import { parseMessageNumber, parseMessagePath } from "../../../core/record/framing.ts";
import type { SchemaText } from "../../../core/record/schema-source.ts";
import { JsonRoom } from "../json-text.ts";
import { Undecodable } from "../undecodable.ts";
import type { PayloadPlace, ValueFormat } from "../value-format.ts";
import { decodeMessage } from "./decode-message.ts";
import { chosenMessage, messageAt, numberedMessages } from "./message-choice.ts";
import { protobufFiles } from "./protobuf-files.ts";
import { ProtobufJson } from "./protobuf-json.ts";

export interface ProtobufOptions {
  /** For errors. */
  readonly fileName: string;
  /** The message that all values are. */
  readonly message?: string;
  /** Values may come without a header, which would tell their message: without `message` the file has to leave no choice. */
  readonly mayBeUnframed: boolean;
}

/** Values of one Protobuf file's messages. Throws UnusableSchema; `usage` when the message to read cannot be told. */
export function protobufFormat(schema: Omit<SchemaText, "format">, { fileName, message, mayBeUnframed }: ProtobufOptions): ValueFormat {
  const { topMessages } = protobufFiles(schema, fileName);
  const numbered = numberedMessages(topMessages);
  const chosen = message === undefined && !mayBeUnframed ? undefined : chosenMessage(topMessages, message, fileName);
  const json = new ProtobufJson();

  function found(payload: Uint8Array, place: PayloadPlace): { readonly type: protobuf.Type | undefined; readonly bytes: Uint8Array } {
    if (place === "unframed") return { type: chosen, bytes: payload };
    const path = place === "confluent" ? parseMessagePath(payload) : undefined;
    const number = place === "glue" ? parseMessageNumber(payload) : undefined;
    const bytes = (path ?? number)?.payload;
    if (bytes === undefined) throw new Undecodable("no message index");
    const named = path === undefined ? numbered[number?.number ?? -1] : messageAt(topMessages, path.indexes);
    return { type: message === undefined ? named : chosen, bytes };
  }

  return {
    name: "Protobuf",
    notes: [
      "Protobuf fields keep the names of the schema, 64-bit numbers are text, and fields that are not set are zero or empty; that Lambda writes them so is unconfirmed",
    ],
    toJson(payload, place) {
      const { type, bytes } = found(payload, place);
      if (type === undefined) throw new Undecodable("a message index that the schema does not have");
      return json.write(type, decodeMessage(type, bytes), new JsonRoom());
    },
  };
}
