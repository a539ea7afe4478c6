import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { RegistryAccess } from "../../../../src/core/record/registry-access.ts";
import { registryCredentials } from "../../../../src/platform/schema/confluent/registry-credentials.ts";
import { errorOf } from "../../../support/aws.ts";
import { type Certificates, keyPassword, makeCertificates, textOf } from "./certificates.ts";

const arn = (name: string) => `arn:aws:secretsmanager:eu-central-1:123456789012:secret:${name}`;
const url = "https://registry.example";
let certificates: Certificates;

beforeAll(() => {
  certificates = makeCertificates();
});

function credentials(access: RegistryAccess, secrets: Readonly<Record<string, string>> = {}, at = url) {
  return registryCredentials(access, at, {
    secrets: { read: async (wanted) => secrets[wanted] ?? expect.unreachable(`asked for ${wanted}`) },
    readText: async (path) => textOf(path),
  });
}

function fileWith(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), "mskctl-")), "file");
  writeFileSync(path, text);
  return path;
}

describe("what a registry's access consists of", () => {
  it("nothing, where nothing is set", async () => {
    expect(await credentials({})).toEqual({ tls: {} });
  });

  it("a header of name and password, from a secret or a file", async () => {
    const text = '{"username":"ève","password":"a:b"}';
    // RFC 7617 with UTF-8.
    const authorization = `Basic ${Buffer.from("ève:a:b").toString("base64")}`;
    expect(await credentials({ basicAuth: { kind: "secret", arn: arn("user") } }, { [arn("user")]: text })).toEqual({
      authorization,
      tls: {},
    });
    expect(await credentials({ basicAuth: { kind: "file", path: fileWith(text) } })).toEqual({ authorization, tls: {} });
  });

  it("certificates and the key, from secrets", async () => {
    const [certificate, privateKey, root] = [certificates.client.cert, certificates.client.encryptedKey, certificates.ca].map(textOf);
    const secrets = {
      [arn("client")]: JSON.stringify({ certificate, privateKey, privateKeyPassword: keyPassword }),
      [arn("root")]: JSON.stringify({ certificate: root }),
    };
    const access = { clientCertificate: { kind: "secret", arn: arn("client") }, rootCa: { kind: "secret", arn: arn("root") } } as const;
    expect(await credentials(access, secrets)).toEqual({ tls: { cert: certificate, key: privateKey, passphrase: keyPassword, ca: root } });
  });

  it("certificates and the key, from files; the end of the password's line is no part of it", async () => {
    const { cert, encryptedKey } = certificates.client;
    const files = { kind: "files", certificate: cert, key: encryptedKey, keyPassword: fileWith(`${keyPassword}\n`) } as const;
    const access = { clientCertificate: files, rootCa: { kind: "file", path: certificates.ca } } as const;
    const tls = { cert: textOf(cert), key: textOf(encryptedKey), passphrase: keyPassword, ca: textOf(certificates.ca) };
    expect(await credentials(access)).toEqual({ tls });
  });
});

describe("what cannot be used is refused, without a word of it", () => {
  it("a key whose password is another one", async () => {
    const { cert, encryptedKey } = certificates.client;
    const files = { kind: "files", certificate: cert, key: encryptedKey, keyPassword: fileWith("hunter2") } as const;
    const error = await errorOf(credentials({ clientCertificate: files }));
    expect(error).toMatchObject({ code: "refused", message: expect.stringContaining("cannot be used") });
    expect(JSON.stringify([error.message, error.suggestions, error.details, String(error.cause)])).not.toContain("hunter2");
  });

  it("a key of another certificate", async () => {
    const files = { kind: "files", certificate: certificates.client.cert, key: certificates.stranger.key } as const;
    expect(await errorOf(credentials({ clientCertificate: files }))).toMatchObject({ code: "refused" });
  });

  it("a certificate that is no PEM", async () => {
    const files = { kind: "files", certificate: fileWith("hunter2"), key: certificates.client.key } as const;
    const error = await errorOf(credentials({ clientCertificate: files }));
    expect(error).toMatchObject({ code: "refused" });
    expect(error.message).not.toContain("hunter2");
  });
});

describe("a password", () => {
  const basicAuth = { kind: "secret", arn: arn("user") } as const;
  const secrets = { [arn("user")]: '{"username":"eve","password":"hunter2"}' };

  it.each(["http://registry.example", "http://127.0.0.1.evil.example", "http://localhost.evil.example:8081"])(
    "does not go to %s in the clear",
    async (at) => {
      expect(await errorOf(credentials({ basicAuth }, secrets, at))).toMatchObject({ code: "refused", details: { registry: at } });
    },
  );

  it.each(["https://registry.example", "http://127.0.0.1:8081", "http://localhost", "http://[::1]:8081/registry"])(
    "goes to %s",
    async (at) => {
      expect(await credentials({ basicAuth }, secrets, at)).toMatchObject({ authorization: expect.stringMatching(/^Basic /) });
    },
  );
});
