import { setTimeout } from "node:timers/promises";
import { MskctlError } from "../../../core/errors.ts";
import type { SchemaRegistryConfig } from "../../../core/mapping/model.ts";
import { registryNamed } from "../../../core/record/registry-choice.ts";
import type { SchemaSource } from "../../../core/record/schema-source.ts";
import { findSchemaVersion, type SandboxSchemaRegistry } from "../../glue/schema-registry.ts";
import { type SandboxSecret, secretReader } from "../../secrets-manager/secret.ts";

/** The registries that mappings may name. */
export interface SchemaRegistries {
  /** Reads the secrets of a Confluent registry's access. Throws what stands in the way; `signal` ends what is asked of it. */
  open(config: SchemaRegistryConfig, signal: AbortSignal): Promise<SchemaSource>;
}

export interface SchemaRegistriesParts {
  /** Glue's, by name. */
  readonly glue: ReadonlyMap<string, SandboxSchemaRegistry>;
  readonly secrets: ReadonlyMap<string, SandboxSecret>;
}

export function createSchemaRegistries({ glue, secrets }: SchemaRegistriesParts): SchemaRegistries {
  return {
    async open(config, signal) {
      const choice = registryNamed(config);
      if (choice === undefined) throw new MskctlError("refused", "the mapping's SchemaRegistryConfig has no SchemaRegistryURI");
      if (choice.kind === "glue") return glueSource(glue, choice.registryArn);
      const { openRegistry } = await import("../../../platform/schema/confluent/open-registry.ts");
      const clock = { now: Date.now, sleep: (ms: number) => setTimeout(ms, undefined, { signal }) };
      return openRegistry(choice.url, choice.access, {
        secrets: secretReader(secrets),
        readText: noFile,
        signal,
        clock,
        random: Math.random,
      });
    },
  };
}

/**
 * That a version of another registry than the mapping's is found too, by its id, is an assumption: GetSchemaVersion asks for no
 * registry. A registry that is not there counts as one that cannot be reached (assumption).
 */
function glueSource(registries: ReadonlyMap<string, SandboxSchemaRegistry>, arn: string): SchemaSource {
  return {
    framing: "glue",
    async schema(id) {
      if (![...registries.values()].some((registry) => registry.arn === arn)) {
        throw new MskctlError(
          "not-found",
          `there is no schema registry ${arn}: create it with Glue, or under schemaRegistries in the scenario`,
        );
      }
      const found = findSchemaVersion(registries, id);
      return found === undefined ? undefined : { format: found.schema.format, text: found.version.definition, references: [] };
    },
  };
}

function noFile(path: string): Promise<string> {
  return Promise.reject(new MskctlError("refused", `the sandbox reads no file ${path}`));
}
