import type { MappingConfig } from "../mapping-config.ts";
import type { RecordPlace, TopicSource } from "../ports.ts";
import type { SchemaCondition } from "./deserialized.ts";
import { createDeserializer, type Deserializer } from "./deserializer.ts";
import type { SchemaRegistries } from "./schema-registries.ts";

interface SchemaReading {
  readonly deserializer?: (signal: AbortSignal) => Deserializer;
  readonly schemaCondition?: (place: RecordPlace) => SchemaCondition | undefined;
}

/** How a mapping has its records read, and what it knows of those that could not be; nothing for one without a registry. */
export function readingBySchema(
  { schemaRegistry }: Pick<MappingConfig, "schemaRegistry">,
  topic: Pick<TopicSource, "record">,
  registries: SchemaRegistries,
): SchemaReading {
  if (schemaRegistry === undefined) return {};
  return {
    deserializer: (signal) => createDeserializer(schemaRegistry, () => registries.open(schemaRegistry, signal)),
    schemaCondition: ({ partition, offset }) => topic.record(partition, offset).deserialized?.condition,
  };
}
