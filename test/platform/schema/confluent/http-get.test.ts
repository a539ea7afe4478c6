import { createServer as createHttpServer, type Server } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MskctlError } from "../../../../src/core/errors.ts";
import { confluentRegistry } from "../../../../src/platform/schema/confluent/confluent-registry.ts";
import { httpGet, type TlsMaterial } from "../../../../src/platform/schema/confluent/http-get.ts";
import { errorOf } from "../../../support/aws.ts";
import { type Certificates, keyPassword, makeCertificates, textOf } from "./certificates.ts";

let certificates: Certificates;
let server: Server;
let silent: Server;

beforeAll(async () => {
  certificates = makeCertificates();
  const tls = { key: textOf(certificates.server.key), cert: textOf(certificates.server.cert), ca: textOf(certificates.ca) };
  // In 1.3 the client may be writing already when the server's alert arrives.
  const tls12 = { maxVersion: "TLSv1.2" } as const;
  server = createServer({ ...tls, ...tls12, requestCert: true, rejectUnauthorized: true }, (request, response) => {
    const { subject } = (request.socket as TLSSocket).getPeerCertificate();
    response.end(JSON.stringify({ schema: `"of ${String(subject.CN)}"` }));
  });
  silent = createHttpServer(() => {});
  for (const each of [server, silent]) await new Promise<void>((resolve) => each.listen(0, "127.0.0.1", resolve));
});

afterAll(() => {
  for (const each of [server, silent]) {
    each.closeAllConnections();
    each.close();
  }
});

function registry(scheme: string, of: Server, tls: TlsMaterial, signal = new AbortController().signal) {
  const url = `${scheme}://127.0.0.1:${(of.address() as AddressInfo).port}`;
  const clock = { now: () => 0, sleep: () => Promise.resolve() };
  return confluentRegistry({ url, get: httpGet(tls, signal), signal, clock, random: () => 0.5 });
}

const ca = () => ({ ca: textOf(certificates.ca) });

describe("a registry behind mutual TLS", () => {
  it("lets the client in by its certificate", async () => {
    const tls = { ...ca(), cert: textOf(certificates.client.cert), key: textOf(certificates.client.key) };
    const source = registry("https", server, tls);
    expect(await source.schema("1")).toMatchObject({ text: '"of client"' });
    // Over the connection that is open already.
    expect(await source.schema("2")).toMatchObject({ text: '"of client"' });
  });

  it("lets it in with a key that has a password", async () => {
    const tls = { ...ca(), cert: textOf(certificates.client.cert), key: textOf(certificates.client.encryptedKey), passphrase: keyPassword };
    expect(await registry("https", server, tls).schema("1")).toMatchObject({ text: '"of client"' });
  });

  it("does not let it in without a certificate", async () => {
    const error = await errorOf(registry("https", server, ca()).schema("1"));
    expect(error).toMatchObject({
      code: "not-permitted",
      message: expect.stringContaining("does not accept the client certificate, or wants one"),
    });
    expect(error.suggestions.join()).toContain("clientCertificate");
  });

  it("may hang up on a stranger's: the certificate is thought of", async () => {
    const { cert, key } = certificates.stranger;
    const error = await errorOf(registry("https", server, { ...ca(), cert: textOf(cert), key: textOf(key) }).schema("1"));
    expect(error.suggestions.join()).toContain("clientCertificate");
  });

  it("is not trusted without its root certificate", async () => {
    const tls = { cert: textOf(certificates.client.cert), key: textOf(certificates.client.key) };
    const error = await errorOf(registry("https", server, tls).schema("1"));
    expect(error).toMatchObject({ code: "refused", message: expect.stringContaining("no secure connection") });
    expect(error.suggestions.join()).toContain("rootCa");
  });

  it("is not taken for one without TLS", async () => {
    expect(await errorOf(registry("https", silent, ca()).schema("1"))).toMatchObject({ code: "refused" });
  });
});

it("a registry that is silent is left when the verb ends", async () => {
  const ending = new AbortController();
  const timedOut = new MskctlError("timed-out", "it took too long");
  const asking = registry("http", silent, {}, ending.signal).schema("1");
  silent.once("request", () => ending.abort(timedOut));
  await expect(asking).rejects.toBe(timedOut);
});

it("a registry that stops in the middle of an answer is left, too", async () => {
  const ending = new AbortController();
  const timedOut = new MskctlError("timed-out", "it took too long");
  const asking = registry("http", silent, {}, ending.signal).schema("1");
  silent.once("request", (_, response) => {
    response.write('{"schema":', () => ending.abort(timedOut));
  });
  await expect(asking).rejects.toBe(timedOut);
});

it("a registry that hangs up in the middle of an answer is asked again", async () => {
  let asked = 0;
  silent.on("request", (_, response) => {
    asked += 1;
    response.write('{"schema":', () => response.destroy());
  });
  expect(await errorOf(registry("http", silent, {}).schema("1"))).toMatchObject({
    code: "unavailable",
    message: expect.stringContaining("hangs up"),
  });
  silent.removeAllListeners("request");
  expect(asked).toBe(5);
});
