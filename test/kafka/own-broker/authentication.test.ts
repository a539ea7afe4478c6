import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BrokerAccess, BrokerSignIn } from "../../../src/core/record/broker-access.ts";
import type { SecretPlace } from "../../../src/core/record/secret.ts";
import { kafkaBroker } from "../../../src/platform/kafka/kafka-broker.ts";
import { type AccessTools, openAccess } from "../../../src/platform/kafka/open-access.ts";
import { startBroker, type TestBroker } from "../../support/broker.ts";
import { makeCertificates, type TestCertificates } from "../../support/kafka/certificates.ts";
import { clusterTools, settingsFor } from "../../support/kafka/cluster.ts";
import { testUser } from "../../support/kafka/secure-listeners.ts";

const folder = mkdtempSync(join(tmpdir(), "mskctl-certificates-"));
let certificates: TestCertificates;
let broker: TestBroker;
let topic: string;

beforeAll(async () => {
  certificates = await makeCertificates(folder);
  broker = await startBroker({ certificates });
  const tools = clusterTools(broker.bootstrap);
  topic = await tools.createTopic(1);
  await tools.close();
});
afterAll(async () => {
  await broker?.stop();
  rmSync(folder, { recursive: true });
});

const secret: Extract<SecretPlace, { kind: "secret" }> = { kind: "secret", arn: "arn:aws:secretsmanager:eu-central-1:1:secret:sign-in" };
const rootCa: typeof secret = { kind: "secret", arn: "arn:aws:secretsmanager:eu-central-1:1:secret:root" };

/** What the cluster answers to somebody who comes by `listener` with `document` as the secret. */
async function topicsBy(
  listener: string,
  signIn: BrokerSignIn,
  document: object,
  options: Partial<BrokerAccess> = {},
): Promise<readonly string[]> {
  const address = broker.addresses.get(listener) ?? "";
  const tools: AccessTools = {
    clientId: "mskctl-test",
    secrets: { read: async (arn) => JSON.stringify(arn === rootCa.arn ? { certificate: certificates.authority } : document) },
    readText: () => Promise.reject(new Error("no file is read")),
    awsCredentials: () => Promise.reject(new Error("nobody signs in with IAM")),
  };
  const access: BrokerAccess = { bootstrapServers: [address], tls: true, signIn, rootCa, ...options };
  const cluster = await kafkaBroker({ ...settingsFor(address), connection: await openAccess(access, tools) });
  try {
    return await cluster.topics();
  } finally {
    await cluster.close();
  }
}

const passwords = [
  ["PLAIN", "plain"],
  ["SCRAM", "scram-sha-256"],
  ["SCRAM", "scram-sha-512"],
] as const;

describe("a user and a password", () => {
  it.each(passwords)("by %s, %s", async (listener, kind) => {
    expect(await topicsBy(listener, { kind, secret }, testUser)).toContain(topic);
  });

  it.each(passwords)("by %s, %s: a wrong password, or nobody's", async (listener, kind) => {
    const refused = { code: "credentials", message: expect.stringContaining("does not accept the credentials") };
    await expect(topicsBy(listener, { kind, secret }, { ...testUser, password: "wrong" })).rejects.toMatchObject(refused);
    await expect(topicsBy(listener, { kind, secret }, { ...testUser, username: "nobody" })).rejects.toMatchObject(refused);
  });

  it("by a way that the listener does not know", async () => {
    await expect(topicsBy("PLAIN", { kind: "scram-sha-512", secret }, testUser)).rejects.toMatchObject({
      code: "refused",
      message: expect.stringContaining("no such way to sign in on this port"),
    });
  });
});

describe("TLS", () => {
  it("with the cluster's own authority", async () => {
    expect(await topicsBy("TLS", { kind: "none" }, {})).toContain(topic);
  });

  it("without it: the broker is not trusted", async () => {
    const address = broker.addresses.get("TLS") ?? "";
    const cluster = await kafkaBroker(settingsFor(address, { tls: {} }));
    await expect(cluster.topics()).rejects.toMatchObject({
      code: "refused",
      message: expect.stringContaining("signed by nobody that is trusted here"),
    });
    await cluster.close();
  });

  it("where the broker speaks none, and none where it wants it", async () => {
    await expect(topicsBy("PLAINTEXT", { kind: "none" }, {})).rejects.toMatchObject({
      code: "refused",
      message: expect.stringContaining("TLS"),
    });
    await expect(topicsBy("TLS", { kind: "none" }, {}, { tls: false })).rejects.toMatchObject({
      code: "refused",
      message: expect.stringContaining("wants TLS"),
    });
  });
});

describe("a client certificate", () => {
  const signIn = { kind: "client-certificate", place: secret } as const;

  it("of the right authority", async () => {
    const { certificate, key: privateKey } = certificates.client;
    expect(await topicsBy("MTLS", signIn, { certificate, privateKey })).toContain(topic);
  });

  it("of a stranger, or none", async () => {
    const { certificate, key: privateKey } = certificates.stranger;
    const refused = { code: "credentials", message: expect.stringContaining("does not accept the client certificate, or wants one") };
    await expect(topicsBy("MTLS", signIn, { certificate, privateKey })).rejects.toMatchObject(refused);
    await expect(topicsBy("MTLS", { kind: "none" }, {})).rejects.toMatchObject(refused);
  });

  it("that does not fit its key", async () => {
    const document = { certificate: certificates.client.certificate, privateKey: certificates.stranger.key };
    await expect(topicsBy("MTLS", signIn, document)).rejects.toMatchObject({
      code: "refused",
      message: expect.stringContaining("cannot be used"),
    });
  });
});

describe("a token of an identity provider", () => {
  const unsigned = (claims: object) =>
    [{ alg: "none" }, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
      .join(".")
      .concat(".");
  const good = () => ({ sub: "eve", iat: Date.now() / 1_000 - 1, exp: Date.now() / 1_000 + 600 });

  /** Signs in with whatever `answer` gives to the client; `asked` are the forms that it got. */
  async function signInWith(
    answer: () => { readonly status: number; readonly body: string },
  ): Promise<{ topics: readonly string[]; asked: string[] }> {
    const asked: string[] = [];
    const { key, certificate: cert } = certificates.broker;
    const idp = createServer({ key, cert }, (request, response) => {
      request.on("data", (form) => asked.push(`${request.headers.authorization} ${form}`));
      request.on("end", () => {
        const { status, body } = answer();
        response.writeHead(status).end(body);
      });
    });
    await new Promise<void>((resolve) => idp.listen(0, "127.0.0.1", resolve));
    try {
      const document = {
        oauthTokenEndpointUrl: `https://127.0.0.1:${(idp.address() as AddressInfo).port}/token`,
        oauthClientId: "mskctl",
        oauthClientSecret: "hunter2",
        oauthIdpCaCertificate: certificates.authority,
      };
      return { topics: await topicsBy("OAUTH", { kind: "oauth", secret, scope: "kafka", audience: "brokers" }, document), asked };
    } finally {
      idp.closeAllConnections();
      idp.close();
    }
  }

  it("is asked for and taken", async () => {
    const { topics, asked } = await signInWith(() => ({ status: 200, body: JSON.stringify({ access_token: unsigned(good()) }) }));
    expect(topics).toContain(topic);
    const basic = Buffer.from("mskctl:hunter2").toString("base64");
    expect(asked[0]).toBe(`Basic ${basic} grant_type=client_credentials&scope=kafka&audience=brokers`);
  });

  it.each([
    [
      "has expired",
      () => ({ status: 200, body: JSON.stringify({ access_token: unsigned({ ...good(), exp: 1 }) }) }),
      "credentials",
      "does not accept the credentials",
    ],
    ["is not given", () => ({ status: 401, body: "{}" }), "credentials", "does not accept the client (HTTP 401)"],
    ["is no answer", () => ({ status: 200, body: "<html>" }), "refused", "gives no access_token (HTTP 200)"],
  ])("that %s", async (_, answer, code, says) => {
    const error = await signInWith(answer).then(
      () => expect.unreachable(),
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code, message: expect.stringContaining(says) });
  });
});
