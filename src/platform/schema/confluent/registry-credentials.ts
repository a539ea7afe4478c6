import { createSecureContext } from "node:tls";
import { MskctlError } from "../../../core/errors.ts";
import type { ClientCertificatePlace, RegistryAccess } from "../../../core/record/registry-access.ts";
import {
  type ClientCertificate,
  readClientCertificate,
  readRootCertificate,
  readUserAndPassword,
  type SecretPlace,
  type SecretReader,
} from "../../../core/record/secret.ts";
import type { ReadText } from "../file-schema.ts";
import type { TlsMaterial } from "./http-get.ts";

export interface SecretPlaces {
  readonly secrets: SecretReader;
  readonly readText: ReadText;
}

export interface RegistryCredentials {
  /** The value of the header. */
  readonly authorization?: string;
  readonly tls: TlsMaterial;
}

/** Fetches what a registry's access consists of. No error has a part of it. */
export async function registryCredentials(access: RegistryAccess, url: string, places: SecretPlaces): Promise<RegistryCredentials> {
  const { basicAuth, clientCertificate, rootCa } = access;
  const isSafe = /^https:/i.test(url) || /^http:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])([:/]|$)/i.test(url);
  if (basicAuth !== undefined && !isSafe) {
    throw new MskctlError("refused", `the schema registry ${url} has no TLS: its password would go over the network as it is`, {
      suggestions: ["use the registry's https URL"],
      details: { registry: url },
    });
  }
  const authorization = basicAuth === undefined ? undefined : await basicHeader(basicAuth, places);
  const client = clientCertificate === undefined ? {} : clientMaterial(await certificateAt(clientCertificate, places));
  const root = rootCa === undefined ? {} : { ca: readRootCertificate(await textAt(rootCa, places), rootCa) };
  const tls = { ...client, ...root };
  assertUsable(tls, url);
  return { ...(authorization === undefined ? {} : { authorization }), tls };
}

async function basicHeader(place: SecretPlace, places: SecretPlaces): Promise<string> {
  const { username, password } = readUserAndPassword(await textAt(place, places), place);
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}

async function certificateAt(place: ClientCertificatePlace, places: SecretPlaces): Promise<ClientCertificate> {
  if (place.kind === "secret") return readClientCertificate(await textAt(place, places), place);
  const [certificate, privateKey] = [await places.readText(place.certificate), await places.readText(place.key)];
  if (place.keyPassword === undefined) return { certificate, privateKey };
  // An editor ends the only line of the file.
  return { certificate, privateKey, privateKeyPassword: (await places.readText(place.keyPassword)).replace(/\r?\n$/, "") };
}

function textAt(place: SecretPlace, { secrets, readText }: SecretPlaces): Promise<string> {
  return place.kind === "secret" ? secrets.read(place.arn) : readText(place.path);
}

function clientMaterial({ certificate, privateKey, privateKeyPassword }: ClientCertificate): TlsMaterial {
  return { cert: certificate, key: privateKey, ...(privateKeyPassword === undefined ? {} : { passphrase: privateKeyPassword }) };
}

function assertUsable(tls: TlsMaterial, url: string): void {
  try {
    createSecureContext({ ...tls });
  } catch (error) {
    // OpenSSL names its routine and its reason, nothing of the key.
    const { code = "not PEM" } = error as NodeJS.ErrnoException;
    throw new MskctlError("refused", `the certificates or the private key for the schema registry ${url} cannot be used (${code})`, {
      suggestions: ["they should be PEM, the key with its own password; openssl x509 and openssl pkcs8 show and convert them"],
      details: { registry: url },
    });
  }
}
