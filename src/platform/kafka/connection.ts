import type { SecureContextOptions } from "node:tls";

/** How to reach a cluster and to be let in. */
export interface KafkaConnection {
  /** `host:port`. */
  readonly bootstrapServers: readonly string[];
  /** How the brokers' logs and quotas name this client. */
  readonly clientId: string;
  /** Without it the connection is in the clear. `{}` trusts the certificates that this machine trusts. */
  readonly tls?: TlsSettings;
  readonly sasl?: SaslSettings;
}

/** PEM texts. */
export type TlsSettings = Pick<SecureContextOptions, "ca" | "cert" | "key" | "passphrase">;

export type SaslSettings =
  | { readonly mechanism: "PLAIN" | "SCRAM-SHA-256" | "SCRAM-SHA-512"; readonly username: string; readonly password: string }
  /** `token` is asked for each new connection. */
  | { readonly mechanism: "OAUTHBEARER"; readonly token: () => Promise<string>; readonly extensions?: Readonly<Record<string, string>> };
