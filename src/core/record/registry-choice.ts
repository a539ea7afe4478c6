import { MskctlError } from "../errors.ts";
import { type RegistryAccess, type RegistrySetting, settingFor } from "./registry-access.ts";

/** `SchemaRegistryConfig` of a mapping, as AWS spells it. */
export interface MappingRegistry {
  readonly SchemaRegistryURI?: string;
  readonly AccessConfigs?: readonly { readonly Type?: string; readonly URI?: string }[];
  readonly SchemaValidationConfigs?: readonly { readonly Attribute?: string }[];
}

/** Where the schemas of a mapping's values come from. */
export type RegistryChoice =
  | { readonly kind: "glue"; readonly registryArn: string; readonly region: string }
  | { readonly kind: "confluent"; readonly url: string; readonly access: RegistryAccess };

/**
 * What a mapping decodes its values by, before it filters them. Undefined: it filters them as they are, because it names no
 * registry or does not have it validate VALUE (service model: "the attributes you want your schema registry to validate and
 * filter for"). What the user has set for the registry's URL comes before the mapping's own secrets: perhaps only Lambda may
 * read those. Throws `refused` for a way to sign in that mskctl cannot go.
 */
export function registryChoice(config: MappingRegistry | undefined, settings: readonly RegistrySetting[] = []): RegistryChoice | undefined {
  const decodesValues = (config?.SchemaValidationConfigs ?? []).some(({ Attribute }) => Attribute === "VALUE");
  return decodesValues ? registryNamed(config, settings) : undefined;
}

/** The registry of a mapping, whatever it validates by it; undefined when it names none. Throws as `registryChoice` does. */
export function registryNamed(config: MappingRegistry | undefined, settings: readonly RegistrySetting[] = []): RegistryChoice | undefined {
  const uri = config?.SchemaRegistryURI ?? "";
  if (uri === "") return undefined;
  const region = /^arn:[^:]+:glue:([^:]+):/.exec(uri)?.[1];
  if (region !== undefined) return { kind: "glue", registryArn: uri, region };
  return { kind: "confluent", url: uri, access: settingFor(uri, settings) ?? accessFrom(config?.AccessConfigs ?? [], uri) };
}

function accessFrom(configs: NonNullable<MappingRegistry["AccessConfigs"]>, registryUrl: string): RegistryAccess {
  const access: { -readonly [Member in keyof RegistryAccess]: RegistryAccess[Member] } = {};
  for (const { Type: type, URI: arn = "" } of configs) {
    const place = { kind: "secret", arn } as const;
    if (type === "BASIC_AUTH") access.basicAuth = place;
    else if (type === "CLIENT_CERTIFICATE_TLS_AUTH") access.clientCertificate = place;
    else if (type === "SERVER_ROOT_CA_CERTIFICATE") access.rootCa = place;
    else throw cannotSignIn(type ?? "an access that has no type", registryUrl);
  }
  return access;
}

/** OAUTHBEARER_AUTH: what the token request of Lambda looks like is UNCONFIRMED. */
function cannotSignIn(type: string, registryUrl: string): MskctlError {
  return new MskctlError("refused", `mskctl cannot sign in to the schema registry ${registryUrl} with ${type}`, {
    suggestions: ["give the schema as a file: --schema FILE", "or give another way to sign in under registries in the configuration file"],
    details: { registry: registryUrl, type },
  });
}
