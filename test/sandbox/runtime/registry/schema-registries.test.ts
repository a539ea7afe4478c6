import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import type { SchemaRegistryConfig } from "../../../../src/core/mapping/model.ts";
import { addSchema, newRegistry, registerVersion } from "../../../../src/sandbox/glue/schema-registry.ts";
import { createSchemaRegistries } from "../../../../src/sandbox/runtime/registry/schema-registries.ts";
import { addVersion, currentStage, type SandboxSecret, secretArn } from "../../../../src/sandbox/secrets-manager/secret.ts";
import { makeCertificates } from "../../../platform/schema/confluent/certificates.ts";
import { orderSchema } from "./frames.ts";

const place = { accountId: "123456789012", region: "eu-central-1" };
const { signal } = new AbortController();
const shop = newRegistry(place, "shop", 0);
const orders = addSchema(shop, { name: "orders", format: "AVRO", createdMs: 0 });
const version = registerVersion(orders, orderSchema, 0);

describe("Glue's registries", () => {
  const { open } = createSchemaRegistries({ glue: new Map([["shop", shop]]), secrets: new Map() });

  it("find schemas by the id of a version, and nothing by another", async () => {
    const source = await open({ SchemaRegistryURI: shop.arn }, signal);
    expect(source.framing).toBe("glue");
    expect(await source.schema(version.id)).toEqual({ format: "AVRO", text: orderSchema, references: [] });
    expect(await source.schema("00000000-0000-4000-8000-000000000000")).toBeUndefined();
  });

  it("have versions that were registered after the mapping began to read", async () => {
    const source = await open({ SchemaRegistryURI: shop.arn }, signal);
    const { id } = registerVersion(orders, '"string"', 1);
    expect(await source.schema(id)).toMatchObject({ text: '"string"' });
  });

  it("cannot be asked where the mapping names one that is not there", async () => {
    const arn = newRegistry(place, "other", 0).arn;
    const source = await open({ SchemaRegistryURI: arn }, signal);
    await expect(source.schema(version.id)).rejects.toMatchObject({ code: "not-found", message: expect.stringContaining(arn) });
  });
});

describe("a Confluent registry", () => {
  const cleanups: (() => void)[] = [];
  afterEach(() => {
    for (const cleanup of cleanups.splice(0)) cleanup();
  });

  async function registryWith(answer: (request: IncomingMessage, response: ServerResponse) => void) {
    const certificates = makeCertificates();
    const pem = (file: string) => readFileSync(file, "utf8");
    const { ca, server: own } = certificates;
    const server = createServer(
      { cert: pem(own.cert), key: pem(own.key), ca: pem(ca), requestCert: true, rejectUnauthorized: false },
      answer,
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    cleanups.push(() => {
      server.closeAllConnections();
      server.close();
    });
    const secrets = new Map<string, SandboxSecret>();
    const secret = (Type: string, text: object) => {
      const arn = secretArn(place, Type);
      const common = { description: undefined, kmsKeyId: undefined, tags: new Map(), createdMs: 0, changedMs: 0, deletionMs: undefined };
      const made: SandboxSecret = { ...common, arn, name: Type, versions: new Map() };
      addVersion(made, "one", { kind: "text", text: JSON.stringify(text) }, [currentStage], 0);
      secrets.set(arn, made);
      return { Type, URI: arn };
    };
    const AccessConfigs = [
      secret("BASIC_AUTH", { username: "eve", password: "hunter2" }),
      secret("CLIENT_CERTIFICATE_TLS_AUTH", { certificate: pem(certificates.client.cert), privateKey: pem(certificates.client.key) }),
      secret("SERVER_ROOT_CA_CERTIFICATE", { certificate: pem(ca) }),
    ];
    const SchemaRegistryURI = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { open } = createSchemaRegistries({ glue: new Map(), secrets });
    return { secrets, open: (more: SchemaRegistryConfig = {}) => open({ SchemaRegistryURI, AccessConfigs, ...more }, signal) };
  }

  it("is signed in to with the mapping's secrets, and known by its root certificate", async () => {
    const seen: unknown[] = [];
    const { open } = await registryWith((request, response) => {
      seen.push(request.url, request.headers.authorization, (request.socket as TLSSocket).authorized);
      response.end(JSON.stringify({ schema: orderSchema }));
    });
    const source = await open();
    expect(source.framing).toBe("confluent");
    expect(await source.schema("42")).toEqual({ format: "AVRO", text: orderSchema, references: [] });
    expect(seen).toEqual(["/schemas/ids/42", `Basic ${Buffer.from("eve:hunter2").toString("base64")}`, true]);
  });

  it("is not asked with a secret that is not there, nor in a way that nobody knows", async () => {
    const { open, secrets } = await registryWith((_, response) => response.end("{}"));
    secrets.clear();
    await expect(open()).rejects.toMatchObject({ code: "not-found", message: expect.stringContaining("BASIC_AUTH") });
    await expect(open({ AccessConfigs: [{ Type: "OAUTHBEARER_AUTH", URI: "arn:x" }] })).rejects.toMatchObject({ code: "refused" });
  });
});
