import protobuf from "protobufjs";
import { MskctlError } from "../../../core/errors.ts";
import { messagesIn } from "./protobuf-files.ts";

/** `shop.v1.Order`. */
export function nameOf(message: protobuf.Type): string {
  return message.fullName.replace(/^\./, "");
}

/** The message at Confluent's list of indexes: each counts among the messages at one level, in the order of the text. */
export function messageAt(topMessages: readonly protobuf.Type[], indexes: readonly number[]): protobuf.Type | undefined {
  let level = topMessages;
  let message: protobuf.Type | undefined;
  for (const index of indexes) {
    message = level[index];
    if (message === undefined) return undefined;
    level = messagesIn(message);
  }
  return message;
}

/**
 * The messages in the order of Glue's numbers: all of the file, by full name. Undefined stands for the entry of a map, a
 * message to protoc, which takes a number too (MessageIndexFinder of awslabs/aws-glue-schema-registry).
 */
export function numberedMessages(topMessages: readonly protobuf.Type[]): readonly (protobuf.Type | undefined)[] {
  const found: { readonly name: string; readonly message: protobuf.Type | undefined }[] = [];
  for (const message of allOf(topMessages)) {
    found.push({ name: nameOf(message), message });
    const maps = message.fieldsArray.filter((field) => field instanceof protobuf.MapField);
    for (const { name } of maps) found.push({ name: `${nameOf(message)}.${entryName(name)}`, message: undefined });
  }
  return found.sort((one, other) => (one.name < other.name ? -1 : 1)).map(({ message }) => message);
}

/**
 * The message that a user names, in full or by its last part; without a name the only one of the file, or the only one at
 * its top that no other message holds. Throws `usage` with the names to choose from.
 */
export function chosenMessage(topMessages: readonly protobuf.Type[], name: string | undefined, fileName: string): protobuf.Type {
  const all = allOf(topMessages);
  const fitting = name === undefined ? rootsOf(topMessages, all) : named(all, name);
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return only;
  const candidates = (fitting.length > 1 ? fitting : all).map(nameOf);
  if (candidates.length === 0) throw new MskctlError("malformed-file", `${fileName} declares no message`, { details: { file: fileName } });
  const names = `${candidates.slice(0, mostNames).join(", ")}${more(candidates.length)}`;
  const problem =
    fitting.length === 0
      ? `declares no message ${name}, but ${names}`
      : `declares several messages${name === undefined ? "" : ` ${name}`}: ${names}`;
  throw new MskctlError("usage", `${fileName} ${problem}`, {
    suggestions: candidates.slice(0, 1).map((each) => `add --message ${each}`),
    details: { file: fileName, candidates },
  });
}

const mostNames = 20;

function more(count: number): string {
  return count > mostNames ? ` and ${count - mostNames} more` : "";
}

function named(all: readonly protobuf.Type[], name: string): protobuf.Type[] {
  const exact = all.filter((message) => nameOf(message) === name.replace(/^\./, ""));
  return exact.length > 0 ? exact : all.filter((message) => nameOf(message).endsWith(`.${name}`));
}

function rootsOf(topMessages: readonly protobuf.Type[], all: readonly protobuf.Type[]): readonly protobuf.Type[] {
  if (topMessages.length === 1) return topMessages;
  const held = new Set(all.flatMap((message) => message.fieldsArray.map((field) => field.resolvedType)));
  const roots = topMessages.filter((message) => !held.has(message));
  return roots.length === 1 ? roots : topMessages;
}

function allOf(messages: readonly protobuf.Type[]): protobuf.Type[] {
  return messages.flatMap((message) => [message, ...allOf(messagesIn(message))]);
}

/** protoc's name for the message that an entry of a map is: `line_items` gives `LineItemsEntry`. */
function entryName(field: string): string {
  return `${field.replace(/(^|_)([a-z])/g, (_, _before, letter: string) => letter.toUpperCase()).replaceAll("_", "")}Entry`;
}
