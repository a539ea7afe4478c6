import { clusterNameOf, isProvisioned, type MappingDocument, type MappingSettings } from "../../core/mapping/model.ts";
import { defaultPollers } from "../../core/mapping/rules/scaling-rules.ts";
import { formatDuration } from "../../core/time.ts";
import type { Glyphs } from "./palette.ts";

// How a mapping's settings are said, the same in every verb. Raw text: the caller escapes it.

/** `shop`, or the first bootstrap server of a self-managed cluster and how many more there are. */
export function clusterPhrase(mapping: MappingSettings): string | undefined {
  const name = clusterNameOf(mapping);
  if (name !== undefined) return name;
  const servers = mapping.SelfManagedEventSource?.Endpoints?.KAFKA_BOOTSTRAP_SERVERS?.toSorted() ?? [];
  return servers.length > 1 ? `${servers[0]} +${servers.length - 1}` : servers[0];
}

/** `enabled`; an unknown state as AWS spells it. */
export function statePhrase({ State }: MappingDocument): string | undefined {
  return State?.toLowerCase();
}

/** `on-demand`, or `10–12 pollers`. */
export function modePhrase(mapping: MappingSettings, { range }: Glyphs): string {
  if (!isProvisioned(mapping)) return "on-demand";
  const { MinimumPollers = defaultPollers.minimum, MaximumPollers = defaultPollers.maximum } = mapping.ProvisionedPollerConfig ?? {};
  return MinimumPollers === MaximumPollers ? `${MinimumPollers} pollers` : `${MinimumPollers}${range}${MaximumPollers} pollers`;
}

/** `2 s`; Lambda waits 500 ms where no window is set (Lambda Developer Guide, Kafka event source parameters). */
export function windowPhrase({ MaximumBatchingWindowInSeconds: seconds }: MappingSettings): string {
  if (seconds === undefined) return "500 ms";
  return seconds === 0 ? "0 s" : formatDuration(seconds * 1_000);
}

/** `s3://bucket`, `SQS name`, `SNS name`, `kafka://topic`; anything else as it stands. */
export function destinationPhrase(destination: string): string {
  const [, service, name] = /^arn:[^:]+:([^:]+):[^:]*:[^:]*:(.+)$/.exec(destination) ?? [];
  if (service === "s3") return `s3://${name}`;
  return service === "sqs" || service === "sns" ? `${service.toUpperCase()} ${name}` : destination;
}

const signInMethods = new Map([
  ["SASL_SCRAM_512_AUTH", "SCRAM"],
  ["SASL_SCRAM_256_AUTH", "SCRAM"],
  ["CLIENT_CERTIFICATE_TLS_AUTH", "mTLS"],
  ["BASIC_AUTH", "PLAIN"],
  ["IAM_AUTH", "IAM"],
  ["IAM_OAUTHBEARER_AUTH", "IAM OAuth"],
  ["OAUTHBEARER_AUTH", "OAuth"],
]);

const signInWithoutSecret = new Map([
  ["iam", "IAM"],
  ["unauthenticated-tls", "TLS without sign-in"],
  ["plaintext", "plaintext without sign-in"],
]);

/**
 * How the pollers sign in: by the mapping's own secret, else by the strongest method that the cluster offers without one
 * (Lambda Developer Guide, MSK cluster authentication). undefined: unknown.
 */
export function signInPhrase(mapping: MappingSettings, offered: readonly string[]): string | undefined {
  for (const { Type } of mapping.SourceAccessConfigurations ?? []) {
    const method = signInMethods.get(Type ?? "");
    if (method !== undefined) return method;
  }
  for (const method of offered) {
    const phrase = signInWithoutSecret.get(method);
    if (phrase !== undefined) return phrase;
  }
  return undefined;
}
