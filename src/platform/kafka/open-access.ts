import { createSecureContext } from "node:tls";
import { MskctlError } from "../../core/errors.ts";
import type { BrokerAccess, BrokerSignIn } from "../../core/record/broker-access.ts";
import { readOauthClient } from "../../core/record/oauth-secret.ts";
import {
  type ClientCertificate,
  readClientCertificate,
  readRootCertificate,
  readUserAndPassword,
  type SecretPlace,
  type SecretReader,
} from "../../core/record/secret.ts";
import type { KafkaConnection, SaslSettings, TlsSettings } from "./connection.ts";
import { type AwsCredentials, iamToken } from "./iam-token.ts";
import { oauthExtensions, oauthToken } from "./oauth-token.ts";

export interface AccessTools {
  readonly clientId: string;
  readonly secrets: SecretReader;
  readonly readText: (path: string) => Promise<string>;
  /** Asked for each new connection that signs in with IAM. */
  readonly awsCredentials: () => Promise<AwsCredentials>;
}

const mechanisms = { plain: "PLAIN", "scram-sha-256": "SCRAM-SHA-256", "scram-sha-512": "SCRAM-SHA-512" } as const;

/** Reads the secrets that an access names, each once. No error has a part of them. */
export async function openAccess(access: BrokerAccess, tools: AccessTools): Promise<KafkaConnection> {
  const { bootstrapServers, signIn, rootCa } = access;
  const [sasl, client] = [await saslOf(signIn, tools), await clientCertificateOf(signIn, tools)];
  const ca = rootCa === undefined ? {} : { ca: readRootCertificate(await textAt(rootCa, tools), rootCa) };
  const tls = { ...client, ...ca };
  assertUsable(tls, bootstrapServers);
  return {
    bootstrapServers,
    clientId: tools.clientId,
    ...(access.tls ? { tls } : {}),
    ...(sasl === undefined ? {} : { sasl }),
  };
}

async function saslOf(signIn: BrokerSignIn, tools: AccessTools): Promise<SaslSettings | undefined> {
  switch (signIn.kind) {
    case "none":
    case "client-certificate":
      return undefined;
    case "iam":
      return { mechanism: "OAUTHBEARER", token: () => iamToken(signIn.region, tools.awsCredentials) };
    case "oauth": {
      const client = readOauthClient(await textAt(signIn.secret, tools), signIn.secret);
      return { mechanism: "OAUTHBEARER", token: () => oauthToken(client, signIn), extensions: oauthExtensions(signIn) };
    }
    default:
      return { mechanism: mechanisms[signIn.kind], ...readUserAndPassword(await textAt(signIn.secret, tools), signIn.secret) };
  }
}

async function clientCertificateOf(signIn: BrokerSignIn, tools: AccessTools): Promise<TlsSettings> {
  if (signIn.kind !== "client-certificate") return {};
  const { place } = signIn;
  if (place.kind === "secret") return tlsOf(readClientCertificate(await textAt(place, tools), place));
  const [certificate, privateKey] = [await tools.readText(place.certificate), await tools.readText(place.key)];
  if (place.keyPassword === undefined) return tlsOf({ certificate, privateKey });
  // An editor ends the only line of the file.
  return tlsOf({ certificate, privateKey, privateKeyPassword: (await tools.readText(place.keyPassword)).replace(/\r?\n$/, "") });
}

function tlsOf({ certificate, privateKey, privateKeyPassword }: ClientCertificate): TlsSettings {
  return { cert: certificate, key: privateKey, ...(privateKeyPassword === undefined ? {} : { passphrase: privateKeyPassword }) };
}

function textAt(place: SecretPlace, { secrets, readText }: AccessTools): Promise<string> {
  return place.kind === "secret" ? secrets.read(place.arn) : readText(place.path);
}

function assertUsable(tls: TlsSettings, bootstrapServers: readonly string[]): void {
  try {
    createSecureContext({ ...tls });
  } catch (error) {
    // OpenSSL names its routine and its reason, nothing of the key.
    const { code = "not PEM" } = error as NodeJS.ErrnoException;
    throw new MskctlError("refused", `the certificates or the private key for ${bootstrapServers.join(",")} cannot be used (${code})`, {
      suggestions: ["they should be PEM, the key with its own password; openssl x509 and openssl pkcs8 show and convert them"],
      details: { bootstrapServers },
    });
  }
}
