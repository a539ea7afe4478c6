import { MskctlError } from "../errors.ts";
import { isJsonObject } from "../json-value.ts";

/** Secrets Manager. */
export interface SecretReader {
  /** The secret's text. Throws MskctlError: `not-permitted`, `not-found`, … */
  read(arn: string): Promise<string>;
}

/** Where a secret is. The secret itself is never a part of a setting. */
export type SecretPlace = { readonly kind: "secret"; readonly arn: string } | { readonly kind: "file"; readonly path: string };

/** `BASIC_AUTH`. */
export interface UserAndPassword {
  readonly username: string;
  readonly password: string;
}

/** `CLIENT_CERTIFICATE_TLS_AUTH`: PEM texts; the chain begins with the client's own certificate. */
export interface ClientCertificate {
  readonly certificate: string;
  readonly privateKey: string;
  readonly privateKeyPassword?: string;
}

/**
 * Reads `{"username": …, "password": …}`, Lambda's layout of a secret for BASIC_AUTH (Lambda Developer Guide, Kafka
 * cluster authentication). Throws `malformed-file` or `refused` for another layout; no error has a part of the secret.
 */
export function readUserAndPassword(text: string, place: SecretPlace): UserAndPassword {
  const [username, password] = fieldsOf(text, place, ["username", "password"]);
  return { username, password };
}

/** Reads `{"certificate": …, "privateKey": …, "privateKeyPassword"?: …}` (same page). Throws as `readUserAndPassword`. */
export function readClientCertificate(text: string, place: SecretPlace): ClientCertificate {
  const [certificate, privateKey] = fieldsOf(text, place, ["certificate", "privateKey"]);
  const privateKeyPassword = objectIn(text)?.["privateKeyPassword"];
  return { certificate, privateKey, ...(typeof privateKeyPassword === "string" ? { privateKeyPassword } : {}) };
}

/** Reads `{"certificate": …}`, the layout for SERVER_ROOT_CA_CERTIFICATE (same page). A file holds the PEM text itself. */
export function readRootCertificate(text: string, place: SecretPlace): string {
  return place.kind === "file" ? text : fieldsOf(text, place, ["certificate"])[0];
}

/** `secret arn:…` or `file /…`: what errors call it. */
function nameOfPlace(place: SecretPlace): string {
  return place.kind === "secret" ? `secret ${place.arn}` : `file ${place.path}`;
}

type Texts<Names extends readonly string[]> = { readonly [Index in keyof Names]: string };

/** The texts under `names` of a JSON object. Throws as `readUserAndPassword`. */
export function fieldsOf<const Names extends readonly string[]>(text: string, place: SecretPlace, names: Names): Texts<Names> {
  const found = objectIn(text);
  const values = names.map((name) => found?.[name]);
  const missing = names.filter((_, index) => typeof values[index] !== "string" || values[index] === "");
  if (missing.length === 0) return values as unknown as Texts<Names>;
  const layout = `{${names.map((name) => `"${name}": "…"`).join(", ")}}`;
  const why = found === undefined ? "it is no JSON object" : `it has no text under ${missing.join(", ")}`;
  throw misplaced(place, `is not of the form ${layout}: ${why}`, `put a JSON object of the form ${layout} there`);
}

/** An error about what stands at `place`, without any of it. */
export function misplaced(place: SecretPlace, says: string, suggestion: string): MskctlError {
  return new MskctlError(place.kind === "secret" ? "refused" : "malformed-file", `${nameOfPlace(place)} ${says}`, {
    suggestions: [suggestion],
    details: place.kind === "secret" ? { secret: place.arn } : { file: place.path },
  });
}

/** Undefined for a text that is no JSON object. */
export function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    // The parser's message quotes the text, which is a secret.
    return undefined;
  }
}
