import { itemPage } from "../protocols/item-page.ts";
import { required } from "../protocols/required.ts";
import { operation } from "../protocols/rpc-service.ts";
import { list, number, string, structure } from "../protocols/shape.ts";
import { alreadyExists, invalidInput } from "./errors.ts";
import { knownRegistry, registryId } from "./known-schema.ts";
import { newRegistry, type SandboxSchemaRegistry } from "./schema-registry.ts";

const registryDocument = structure({
  RegistryName: string,
  RegistryArn: string,
  Description: string,
  Status: string,
  // Glue writes the times of its schema registry as text.
  CreatedTime: string,
  UpdatedTime: string,
});

export const createRegistry = operation({
  input: structure({ RegistryName: string, Description: string }),
  output: structure({ RegistryName: string, RegistryArn: string, Description: string }),
  run({ RegistryName, Description }, world) {
    const name = checkedName(RegistryName, "RegistryName");
    if (world.schemaRegistries.has(name)) throw alreadyExists(`Registry already exists. RegistryName: ${name}`);
    const registry = newRegistry(world, name, world.clock.now(), Description);
    world.schemaRegistries.set(name, registry);
    return { RegistryName: name, RegistryArn: registry.arn, Description };
  },
});

export const getRegistry = operation({
  input: structure({ RegistryId: registryId }),
  output: registryDocument,
  run: ({ RegistryId }, world) => documentOf(knownRegistry(world, required(RegistryId, "RegistryId", "InvalidInputException"))),
});

/** API reference, ListRegistries. */
const perPage = { default: 25, maximum: 100 };

export const listRegistries = operation({
  input: structure({ MaxResults: number, NextToken: string }),
  output: structure({ Registries: list(registryDocument), NextToken: string }),
  run({ MaxResults = perPage.default, NextToken }, world) {
    if (!Number.isInteger(MaxResults) || MaxResults < 1 || MaxResults > perPage.maximum)
      throw invalidInput(`MaxResults must be between 1 and ${perPage.maximum}.`);
    const page = itemPage([...world.schemaRegistries.values()], MaxResults, NextToken);
    if (page === undefined) throw invalidInput("NextToken is not valid.");
    return { Registries: page.items.map(documentOf), NextToken: page.nextToken };
  },
});

function documentOf({ name, arn, description, createdMs }: SandboxSchemaRegistry) {
  const time = new Date(createdMs).toISOString();
  return { RegistryName: name, RegistryArn: arn, Description: description, Status: "AVAILABLE", CreatedTime: time, UpdatedTime: time };
}

/** Characters and length from the API reference, for registries and schemas alike. */
export function checkedName(name: string | undefined, member: string): string {
  const given = required(name, member, "InvalidInputException");
  if (/^[\w$#.-]{1,255}$/.test(given)) return given;
  throw invalidInput(`The parameter value contains one or more characters that are not valid. Parameter Name: ${member}`);
}
