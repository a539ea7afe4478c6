import { MskctlError } from "../../../core/errors.ts";
import type { RegistryAccess } from "../../../core/record/registry-access.ts";
import type { SchemaSource } from "../../../core/record/schema-source.ts";
import type { Clock } from "../../../core/time.ts";
import { confluentRegistry } from "./confluent-registry.ts";
import { httpGet } from "./http-get.ts";
import { registryCredentials, type SecretPlaces } from "./registry-credentials.ts";

export interface OpenRegistryOptions extends SecretPlaces {
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** A Confluent registry; it is asked when the first schema is wanted. Throws `usage`, `refused`, or what fetching secrets throws. */
export async function openRegistry(url: string, access: RegistryAccess, options: OpenRegistryOptions): Promise<SchemaSource> {
  assertRegistryUrl(url);
  const { tls, authorization } = await registryCredentials(access, url, options);
  const { signal, clock, random } = options;
  const get = httpGet(tls, signal);
  return confluentRegistry({ url, get, signal, clock, random, ...(authorization === undefined ? {} : { authorization }) });
}

/** The URL is shown in errors, so a password in it is refused, and not shown. */
function assertRegistryUrl(url: string): void {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.username || parsed?.password) {
    throw new MskctlError("usage", `the URL of the schema registry ${parsed.host} has a password in it`, {
      suggestions: ["take it out, and set basicAuth for the registry in the configuration file"],
    });
  }
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol) || parsed.search !== "" || parsed.hash !== "") {
    throw new MskctlError("usage", "the URL of the schema registry should look like https://registry.example:8081");
  }
}
