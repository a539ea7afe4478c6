import { MskctlError } from "../core/errors.ts";
import { formatCount } from "../core/figures.ts";
import type { LintedMapping } from "../core/filter/lint-report.ts";
import type { SampleFormat } from "../core/filter/sample-formats.ts";
import { type TriedSamples, trySamples } from "../core/filter/try-samples.ts";
import type { ValueDecoder } from "../core/filter/value-decoder.ts";
import type { MappingDocument } from "../core/mapping/model.ts";
import { regionOf } from "../core/mapping/place.ts";
import { registryChoice } from "../core/record/registry-choice.ts";
import type { Services } from "./services.ts";

/** Flags on samples, as they were given. */
export interface SampleFlags {
  readonly samples: readonly string[];
  readonly format: SampleFormat | undefined;
  readonly schema: string | undefined;
  readonly message: string | undefined;
  readonly registry: string | undefined;
  readonly validate: boolean;
  readonly showPayload: boolean;
}

/** Sends the samples through the filters; `mappings` are the live ones among them. */
export async function sendSamples(
  linted: readonly LintedMapping[],
  mappings: readonly MappingDocument[],
  flags: SampleFlags,
  services: Services,
  onProgress: (line: string) => void,
): Promise<TriedSamples> {
  const decoder = await chosenDecoder(flags, mappings, services);
  const { format, validate, showPayload } = flags;
  return trySamples(
    linted,
    {
      names: flags.samples,
      validate,
      showPayload,
      onProgress: (records) => onProgress(`${formatCount(records)} records read`),
      ...(format === undefined ? {} : { format }),
      ...(decoder === undefined ? {} : { decoder }),
    },
    services,
  );
}

/** By flag, or as the live mapping does it. */
export async function chosenDecoder(
  { schema, message, registry }: Pick<SampleFlags, "schema" | "message" | "registry">,
  mappings: readonly MappingDocument[],
  { schemas }: Services,
): Promise<ValueDecoder | undefined> {
  const named = message === undefined ? {} : { message };
  if (schema !== undefined) return schemas.decoder({ kind: "file", path: schema, ...named });
  if (registry !== undefined) {
    if (/^arn:[^:]+:glue:/.test(registry)) return schemas.decoder({ kind: "glue", region: regionOf(registry), ...named });
    return schemas.decoder({ kind: "confluent", url: registry, ...named });
  }
  if (message !== undefined)
    throw new MskctlError("usage", "--message names a Protobuf message of a schema; give --schema or --schema-registry with it");
  return liveDecoder(mappings, schemas);
}

/** Samples are of one topic: mappings that decode in different ways cannot be tried together. */
async function liveDecoder(mappings: readonly MappingDocument[], schemas: Services["schemas"]): Promise<ValueDecoder | undefined> {
  const configs = mappings.map(
    (mapping) => (mapping.AmazonManagedKafkaEventSourceConfig ?? mapping.SelfManagedKafkaEventSourceConfig)?.SchemaRegistryConfig,
  );
  const [first] = configs;
  if (configs.some((config) => JSON.stringify(config) !== JSON.stringify(first)))
    throw new MskctlError("usage", "these mappings decode values by different schema registries; try the samples on one of them at a time");
  if (first === undefined) return undefined;
  const choice = registryChoice(first, await schemas.settings());
  if (choice === undefined) return undefined;
  return schemas.decoder(choice.kind === "glue" ? { kind: "glue", region: choice.region } : choice);
}
