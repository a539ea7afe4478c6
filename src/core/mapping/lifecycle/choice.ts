import { MskctlError } from "../../errors.ts";
import { isKafka, type MappingDocument } from "../model.ts";
import type { MappingStore, TagIndex } from "../ports.ts";
import { type Selection, selectForWriting } from "../select.ts";
import { parseSelector, shortestName } from "../selector.ts";

export interface ChoicePorts {
  readonly mappings: Pick<MappingStore, "get" | "list">;
  readonly tags: TagIndex;
}

export interface Choice extends Omit<Selection, "taggedArns" | "state"> {
  readonly tags?: ReadonlyMap<string, string | undefined>;
}

export interface Chosen {
  readonly mapping: MappingDocument;
  /** As it can be named in a command. */
  readonly name: string;
}

/**
 * The mappings that a write is for. A single UUID is asked for by itself, so that writing to it needs no right to list.
 * `command` begins the suggestions. Errors: `usage`, `not-found`, `ambiguous`, as `selectForWriting`.
 */
export async function chooseForWriting({ mappings, tags: index }: ChoicePorts, choice: Choice, command: string): Promise<Chosen[]> {
  const uuid = onlyUuid(choice);
  if (uuid !== undefined) return [{ mapping: await kafkaMapping(mappings, uuid), name: uuid }];
  const { tags, ...selection } = choice;
  const all = await kafkaMappings(mappings);
  const taggedArns = tags === undefined ? undefined : await index.mappingsTagged(tags);
  const chosen = selectForWriting({ ...selection, taggedArns }, all, command);
  const [only, second] = chosen;
  // A listing may lag behind a write of a moment ago (assumption), and a plan that is made from it would be out of date.
  if (only !== undefined && second === undefined) return [{ mapping: await mappings.get(only.UUID), name: shortestName(only, all) }];
  return chosen.map((mapping) => ({ mapping, name: shortestName(mapping, all) }));
}

/** Every Kafka mapping of the account in this Region. */
export async function kafkaMappings(mappings: Pick<MappingStore, "list">): Promise<MappingDocument[]> {
  const all: MappingDocument[] = [];
  for await (const page of mappings.list()) all.push(...page.filter(isKafka));
  return all;
}

/** The mapping with this UUID. Errors: `not-found`, also for one that reads from another kind of source. */
export async function kafkaMapping(mappings: Pick<MappingStore, "get">, uuid: string): Promise<MappingDocument> {
  const mapping = await mappings.get(uuid);
  if (isKafka(mapping)) return mapping;
  throw new MskctlError("not-found", `mapping ${uuid} does not read from Kafka`, { suggestions: ["mskctl list"], details: { uuid } });
}

/** The UUID, when a choice is a single UUID and nothing else. */
export function onlyUuid<Named extends { readonly names?: readonly string[] | undefined }>({
  names = [],
  ...narrowing
}: Named): string | undefined {
  const [name, second] = names;
  if (name === undefined || second !== undefined || Object.values(narrowing).some((flag) => flag !== undefined)) return undefined;
  const selector = parseSelector(name);
  return selector.kind === "uuid" ? selector.uuid : undefined;
}
