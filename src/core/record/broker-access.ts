import type { ClientCertificatePlace } from "./registry-access.ts";
import type { SecretPlace } from "./secret.ts";

/** How to reach a cluster's brokers and to be let in. Secrets are named by their places. */
export interface BrokerAccess {
  /** `host:port`. */
  readonly bootstrapServers: readonly string[];
  readonly tls: boolean;
  readonly signIn: BrokerSignIn;
  /** Instead of the certificates that this machine trusts. */
  readonly rootCa?: SecretPlace;
}

export type BrokerSignIn =
  | { readonly kind: "none" }
  | { readonly kind: "client-certificate"; readonly place: ClientCertificatePlace }
  | { readonly kind: PasswordMechanism; readonly secret: SecretPlace }
  /** By the caller's own AWS credentials. */
  | { readonly kind: "iam"; readonly region: string }
  | ({ readonly kind: "oauth"; readonly secret: SecretPlace } & OauthOptions);

export type PasswordMechanism = "plain" | "scram-sha-256" | "scram-sha-512";

export interface OauthOptions {
  readonly scope?: string;
  readonly audience?: string;
  /** Both are Confluent Cloud's. */
  readonly logicalCluster?: string;
  readonly identityPool?: string;
}

/** Access to one cluster, from the configuration file: it comes before what a mapping says. */
export interface ClusterSetting {
  /** The ARN of an MSK cluster or VPC connection, or one of the bootstrap servers. */
  readonly cluster: string;
  /** Other addresses than those that the mapping or MSK names. */
  readonly bootstrapServers?: readonly string[];
  readonly tls: boolean;
  readonly signIn: BrokerSignIn;
  readonly rootCa?: SecretPlace;
}

/** The setting for a cluster that is known by any of these names. */
export function clusterSettingFor(names: readonly string[], settings: readonly ClusterSetting[]): ClusterSetting | undefined {
  const wanted = names.map((name) => name.trim().toLowerCase());
  return settings.find(({ cluster }) => wanted.includes(cluster.trim().toLowerCase()));
}
