import { isError } from "../errors.ts";
import { type MappingDocument, type MappingSettings, topicOf } from "../mapping/model.ts";
import { isSameCluster } from "../mapping/same-mapping.ts";
import type { Broker } from "../record/broker.ts";
import { redriveGroup } from "./topic-source.ts";

/** Mappings of `all` that get whatever is written to a topic of this cluster, `source`'s, the paused ones too: they will. */
export function mappingsReading(topic: string, source: MappingSettings, all: readonly MappingDocument[]): readonly MappingDocument[] {
  return all.filter((mapping) => topicOf(mapping) === topic && isSameCluster(mapping, source));
}

/**
 * Consumer groups that have read the topic and may go on, in order; our own is left out, and so is what may not be seen. A mapping that never
 * committed is not among them. Throws MskctlError.
 */
export async function groupsReading(topic: string, broker: Pick<Broker, "groups" | "committedOffsets">): Promise<readonly string[]> {
  const reading: string[] = [];
  for (const groupId of await broker.groups()) {
    if (groupId !== redriveGroup(topic) && (await hasRead(topic, groupId, broker))) reading.push(groupId);
  }
  return reading;
}

async function hasRead(topic: string, groupId: string, broker: Pick<Broker, "committedOffsets">): Promise<boolean> {
  try {
    return (await broker.committedOffsets(groupId, topic)).size > 0;
  } catch (error) {
    if (isError(error, "not-permitted", "not-found")) return false;
    throw error;
  }
}
