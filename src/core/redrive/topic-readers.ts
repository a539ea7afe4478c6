import { type MappingDocument, type MappingSettings, topicOf } from "../mapping/model.ts";
import { isSameCluster } from "../mapping/same-mapping.ts";

/** Mappings of `all` that get whatever is written to a topic of this cluster, `source`'s, the paused ones too: they will. */
export function mappingsReading(topic: string, source: MappingSettings, all: readonly MappingDocument[]): readonly MappingDocument[] {
  return all.filter((mapping) => topicOf(mapping) === topic && isSameCluster(mapping, source));
}
