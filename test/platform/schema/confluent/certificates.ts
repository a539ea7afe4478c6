import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Paths of PEM files. */
interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

export interface Certificates {
  readonly ca: string;
  /** For 127.0.0.1. */
  readonly server: KeyPair;
  readonly client: KeyPair & { readonly encryptedKey: string };
  /** Signed by nobody that anybody trusts. */
  readonly stranger: KeyPair;
}

export const keyPassword = "correct horse";

/** A root of its own, and certificates under it: Node makes keys and signatures, the rest of X.509 is written out here. */
export function makeCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), "mskctl-certificates-"));
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  function issued(name: string, issuer: { readonly name: string; readonly key: KeyObject } | undefined, extensions: readonly Buffer[]) {
    const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const by = issuer ?? { name, key: privateKey };
    const cert = write(`${name}.pem`, certificate(name, publicKey, by, extensions));
    const key = write(`${name}.key`, privateKey.export({ type: "pkcs8", format: "pem" }).toString());
    return { name, cert, key, privateKey };
  }

  const root = issued("root", undefined, [isAuthority]);
  const issuer = { name: root.name, key: root.privateKey };
  const client = issued("client", issuer, []);
  const encrypted = client.privateKey.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: keyPassword }).toString();
  return {
    ca: root.cert,
    server: issued("server", issuer, [isLocalhost]),
    client: { cert: client.cert, key: client.key, encryptedKey: write("encrypted.key", encrypted) },
    stranger: issued("stranger", undefined, []),
  };
}

export function textOf(path: string): string {
  return readFileSync(path, "utf8");
}

// DER: a tag, a length, a content (ITU-T X.690).
function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const long = content.length < 256 ? [0x81, content.length] : [0x82, content.length >> 8, content.length & 255];
  return Buffer.concat([Buffer.from([tag, ...(content.length < 128 ? [content.length] : long)]), content]);
}

const sequence = (...contents: readonly Buffer[]) => der(0x30, ...contents);
const oid = (...bytes: readonly number[]) => der(0x06, Buffer.from(bytes));
const ecdsaWithSha256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));

/** basicConstraints, critical: a certificate authority. */
const isAuthority = sequence(oid(0x55, 0x1d, 0x13), der(0x01, Buffer.from([255])), der(0x04, sequence(der(0x01, Buffer.from([255])))));
/** subjectAltName: the address 127.0.0.1. */
const isLocalhost = sequence(oid(0x55, 0x1d, 0x11), der(0x04, sequence(der(0x87, Buffer.from([127, 0, 0, 1])))));

function nameOf(text: string): Buffer {
  return sequence(der(0x31, sequence(oid(0x55, 0x04, 0x03), der(0x0c, Buffer.from(text)))));
}

function timeAt(ms: number): Buffer {
  const digits = new Date(ms).toISOString().replaceAll(/[-:T]|\.\d+/g, "");
  return der(0x18, Buffer.from(digits));
}

/** RFC 5280, section 4.1. */
function certificate(name: string, publicKey: KeyObject, issuer: { name: string; key: KeyObject }, extensions: readonly Buffer[]): string {
  const dayMs = 86_400_000;
  const content = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1, name.length])),
    ecdsaWithSha256,
    nameOf(issuer.name),
    sequence(timeAt(Date.now() - dayMs), timeAt(Date.now() + dayMs)),
    nameOf(name),
    publicKey.export({ type: "spki", format: "der" }),
    ...(extensions.length === 0 ? [] : [der(0xa3, sequence(...extensions))]),
  );
  const signature = der(0x03, Buffer.from([0]), sign("sha256", content, issuer.key));
  const base64 = sequence(content, ecdsaWithSha256, signature).toString("base64");
  return `-----BEGIN CERTIFICATE-----\n${base64.replaceAll(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`;
}
