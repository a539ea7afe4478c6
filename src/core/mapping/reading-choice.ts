import { askFor, valueOfFact } from "./fact.ts";
import { type ChoicePorts, type Chosen, kafkaMapping, kafkaMappings, onlyUuid } from "./lifecycle/choice.ts";
import type { MappingDocument } from "./model.ts";
import { type Selection, selectForReading } from "./select.ts";
import { shortestName } from "./selector.ts";

export interface ReadingChoice extends Pick<Selection, "function" | "cluster" | "topic" | "state"> {
  readonly names?: readonly string[] | undefined;
  /** An undefined value: any value. */
  readonly tags?: ReadonlyMap<string, string | undefined> | undefined;
}

export interface ChosenForReading {
  /** In AWS's order. */
  readonly chosen: readonly Chosen[];
  /** All Kafka mappings of the Region, the chosen ones too; undefined where they may not be listed. */
  readonly siblings: readonly MappingDocument[] | undefined;
}

/**
 * Every mapping that is meant. A single UUID is asked for by itself, so that looking at it needs no right to list.
 * `command` begins the suggestions. Errors: `not-found` with candidates, `usage` for a name that cannot be one.
 */
export async function chooseForReading(ports: ChoicePorts, choice: ReadingChoice, command: string): Promise<ChosenForReading> {
  const uuid = onlyUuid(choice);
  if (uuid !== undefined) return chooseByUuid(ports, uuid);
  const { tags, names = [], ...selection } = choice;
  const siblings = await kafkaMappings(ports.mappings);
  const taggedArns = tags === undefined ? undefined : await ports.tags.mappingsTagged(tags);
  const chosen = selectForReading({ ...selection, names, taggedArns }, siblings, command);
  return { chosen: chosen.map((mapping) => ({ mapping, name: shortestName(mapping, siblings) })), siblings };
}

async function chooseByUuid(ports: ChoicePorts, uuid: string): Promise<ChosenForReading> {
  const mapping = await kafkaMapping(ports.mappings, uuid);
  const siblings = valueOfFact(await askFor(() => kafkaMappings(ports.mappings)));
  return { chosen: [{ mapping, name: siblings === undefined ? uuid : shortestName(mapping, siblings) }], siblings };
}
