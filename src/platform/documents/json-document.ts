import type { DocumentNode, Member, PatternDocument, ScalarNode } from "../../core/filter/sites/document-node.ts";
import { textTrace } from "../../core/filter/sites/traced-text.ts";
import { type JsonTape, readJson } from "./json-tape.ts";
import { lineIndex } from "./line-index.ts";
import { malformedFile } from "./malformed-file.ts";
import { spelledIn, tracedScalar } from "./scalar-offsets.ts";

/** 12 bytes each; a plan of Terraform with 50 MB has some four millions. */
const bounds = { levels: 500, values: 16_000_000, members: 1_000_000 };

/** Reads JSON to the letter, also with one name twice in an object. Throws `malformed-file` with file, line and column. */
export function jsonDocument(text: string, source: string): PatternDocument {
  const positionAt = lineIndex(text);
  const read = readJson(text, bounds);
  if (read.kind === "fault") throw malformedFile(source, positionAt(read.offset), read.reason);
  return {
    source,
    text,
    syntax: "json",
    root: nodeAt({ text, tape: read.tape }, 0),
    index: 0,
    count: 1,
    comments: [],
    positionAt,
    reread(changed) {
      const again = readJson(changed, bounds);
      return again.kind === "fault" ? undefined : jsonDocument(changed, source);
    },
  };
}

interface Json {
  readonly text: string;
  readonly tape: JsonTape;
}

/** Made anew whenever they are asked for: kept, the nodes of a plan would take ten times its size. */
function nodeAt(json: Json, index: number): DocumentNode {
  const { text, tape } = json;
  const place = { start: tape.startOf(index), end: tape.endOf(index), tag: undefined, shared: false };
  switch (text.charAt(place.start)) {
    case "{":
      return { ...place, kind: "object", members: () => membersAt(json, index), member: (name) => memberAt(json, index, name) };
    case "[":
      return { ...place, kind: "list", items: () => itemsAt(json, index) };
    default:
      return scalarAt(json, index);
  }
}

function itemsAt(json: Json, index: number): DocumentNode[] {
  const { tape } = json;
  const items: DocumentNode[] = [];
  const end = tape.next(index);
  for (let item = index + 1; item < end; item = tape.next(item)) items.push(nodeAt(json, item));
  return items;
}

/** In an object names and values take turns. */
function* namesAt({ tape }: Json, index: number): Generator<number> {
  const end = tape.next(index);
  for (let name = index + 1; name < end; name = tape.next(name + 1)) yield name;
}

function membersAt(json: Json, index: number): Member[] {
  return Array.from(namesAt(json, index), (name) => memberFrom(json, name));
}

function memberAt(json: Json, index: number, wanted: string): Member | undefined {
  let last: number | undefined;
  for (const name of namesAt(json, index)) if (isNamed(json, name, wanted)) last = name;
  return last === undefined ? undefined : memberFrom(json, last);
}

function memberFrom(json: Json, name: number): Member {
  const nameNode = scalarAt(json, name);
  return { name: nameNode.text, nameNode, value: nodeAt(json, name + 1) };
}

function isNamed({ text, tape }: Json, name: number, wanted: string): boolean {
  const source = text.slice(tape.startOf(name) + 1, tape.endOf(name) - 1);
  return source.includes("\\") ? JSON.parse(`"${source}"`) === wanted : source === wanted;
}

function scalarAt({ text, tape }: Json, index: number): ScalarNode {
  const [start, end] = [tape.startOf(index), tape.endOf(index)];
  const source = text.slice(start, end);
  const plain = !source.startsWith('"');
  const value = plain ? source : source.includes("\\") ? String(JSON.parse(source)) : source.slice(1, -1);
  return {
    kind: "scalar",
    start,
    end,
    tag: undefined,
    shared: false,
    text: value,
    plain,
    traced() {
      if (!plain) return tracedScalar({ style: "json", source, offset: start });
      const trace = textTrace();
      trace.verbatim(source, start);
      return trace.finish(start);
    },
    spelled: (part) => (plain ? part : spelledIn("json", part)),
  };
}
