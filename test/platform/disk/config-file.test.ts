import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { configPath, readConfiguration } from "../../../src/platform/disk/config-file.ts";
import { pathExists } from "../../../src/platform/disk/state-file.ts";
import { textInput } from "../../../src/platform/disk/text-input.ts";
import { readDocuments } from "../../../src/platform/documents/documents.ts";
import { errorOf } from "../../support/aws.ts";

const home = "/people/eve";
const { read } = textInput({ stdin: () => process.stdin, signal: new AbortController().signal });

function configuration(text: string | undefined) {
  const base = mkdtempSync(join(tmpdir(), "mskctl-"));
  const file = configPath({ environment: { XDG_CONFIG_HOME: base }, home });
  mkdirSync(dirname(file));
  if (text !== undefined) writeFileSync(file, text);
  const reading = readConfiguration({
    environment: { XDG_CONFIG_HOME: base },
    home,
    readText: read,
    exists: pathExists,
    readDocuments: async (...given) => readDocuments(...given),
  });
  return { file, folder: dirname(file), reading };
}

describe("the configuration file", () => {
  it.each([
    [{ XDG_CONFIG_HOME: "/etc/eve" }, "/etc/eve/mskctl/config.yaml"],
    [{}, "/people/eve/.config/mskctl/config.yaml"],
    [{ XDG_CONFIG_HOME: "" }, "/people/eve/.config/mskctl/config.yaml"],
    [{ XDG_CONFIG_HOME: "relative" }, "/people/eve/.config/mskctl/config.yaml"],
  ])("with %j is %s", (environment, path) => {
    expect(configPath({ environment, home })).toBe(path);
  });

  it.each([
    ["is not there", undefined],
    ["is empty", ""],
    ["has only comments", "# registries:\n\n  # - url: x\n"],
    ["sets no registry", "registries: []"],
    ["sets nothing under registries", "registries:\n"],
  ])("that %s sets nothing", async (_, text) => {
    expect(await configuration(text).reading).toEqual({ registries: [], clusters: [] });
  });

  it("says where secrets are; paths start at its own folder or at home", async () => {
    const { folder, reading } = configuration(`registries:
  - url: https://one.example
    basicAuth: { secretArn: "arn:aws:secretsmanager:eu-central-1:1:secret:user" }
    rootCa:
      file: ca.pem
  - url: https://two.example/team
    basicAuth:
      file: ~/secrets/registry.json
    clientCertificate:
      certificateFile: /etc/certs/me.pem
      keyFile: keys/me.key
      keyPasswordFile: keys/me.password
  - url: http://127.0.0.1:8081
    clientCertificate:
      secretArn: arn:aws-cn:secretsmanager:cn-north-1:1:secret:client
`);
    expect(await reading).toEqual({
      clusters: [],
      registries: [
        {
          url: "https://one.example",
          basicAuth: { kind: "secret", arn: "arn:aws:secretsmanager:eu-central-1:1:secret:user" },
          rootCa: { kind: "file", path: join(folder, "ca.pem") },
        },
        {
          url: "https://two.example/team",
          basicAuth: { kind: "file", path: "/people/eve/secrets/registry.json" },
          clientCertificate: {
            kind: "files",
            certificate: "/etc/certs/me.pem",
            key: join(folder, "keys/me.key"),
            keyPassword: join(folder, "keys/me.password"),
          },
        },
        {
          url: "http://127.0.0.1:8081",
          clientCertificate: { kind: "secret", arn: "arn:aws-cn:secretsmanager:cn-north-1:1:secret:client" },
        },
      ],
    });
  });
});

describe("clusters of the configuration file", () => {
  const cluster = "b-1.shop.example:9096";
  const secretArn = "arn:aws:secretsmanager:eu-central-1:1:secret:broker";
  const secret = { kind: "secret", arn: secretArn } as const;

  it.each<[yaml: string, setting: object]>([
    ["", { tls: true, signIn: { kind: "none" } }],
    ["encryption: none", { tls: false, signIn: { kind: "none" } }],
    ["bootstrapServers: 'a:1, b:2'", { bootstrapServers: ["a:1", "b:2"], tls: true, signIn: { kind: "none" } }],
    ["rootCa: { file: /ca.pem }", { rootCa: { kind: "file", path: "/ca.pem" }, tls: true, signIn: { kind: "none" } }],
    [`scramSha512: { secretArn: ${secretArn} }`, { tls: true, signIn: { kind: "scram-sha-512", secret } }],
    [`scramSha256: { secretArn: ${secretArn} }`, { tls: true, signIn: { kind: "scram-sha-256", secret } }],
    ["plain: { file: /user.json }", { tls: true, signIn: { kind: "plain", secret: { kind: "file", path: "/user.json" } } }],
    [`clientCertificate: { secretArn: ${secretArn} }`, { tls: true, signIn: { kind: "client-certificate", place: secret } }],
    ["iam: { region: eu-central-1 }", { tls: true, signIn: { kind: "iam", region: "eu-central-1" } }],
    [
      `oauth: { secretArn: ${secretArn}, scope: kafka, identityPool: pool-1 }`,
      { tls: true, signIn: { kind: "oauth", secret, scope: "kafka", identityPool: "pool-1" } },
    ],
  ])("%s", async (yaml, setting) => {
    const { reading } = configuration(`kafka:\n  - cluster: ${cluster}\n    ${yaml}`);
    expect((await reading).clusters).toEqual([{ cluster, ...setting }]);
  });

  it.each([
    ["no cluster", "encryption: tls", "an entry needs its cluster: an ARN, or a bootstrap server"],
    ["two ways to sign in", `cluster: a:1\n    iam: { region: r }\n    plain: { file: a }`, "give one of plain, iam"],
    [
      "a password in the clear",
      "cluster: a:1\n    encryption: none\n    plain: { file: a }",
      "signing in goes over TLS only; leave encryption out",
    ],
    ["another encryption", "cluster: a:1\n    encryption: yes", "encryption should be tls or none"],
    ["a server without a port", "cluster: a:1\n    bootstrapServers: a", "bootstrapServers should be host:port, more of them after commas"],
    ["iam without a Region", "cluster: a:1\n    iam: {}", "iam needs the cluster's region"],
  ])("%s", async (_, yaml, reason) => {
    const error = await errorOf(configuration(`kafka:\n  - ${yaml}`).reading);
    expect(error).toMatchObject({ code: "malformed-file", message: expect.stringMatching(new RegExp(`: ${reason}$`)) });
  });
});

describe("a configuration file with an error says where, and never what stands there", () => {
  const hidden = "hunter2";
  const registry = (...lines: string[]) =>
    ["registries:", "  - url: https://one.example", ...lines.map((line) => `    ${line}`)].join("\n");

  it.each<[what: string, text: string, place: string, reason: string]>([
    ["an unknown section", "registry: []", "1:1", "the configuration file has no field registry; it has registries, kafka"],
    ["a section mistyped", "registrie: []", "1:1", "the configuration file has no field registrie; do you mean registries?"],
    ["an unknown field", registry("basicauth: {}"), "3:5", "registries[0] has no field basicauth; do you mean basicAuth?"],
    [
      "a password in the file",
      registry("basicAuth:", `  password: ${hidden}`),
      "4:7",
      "registries[0].basicAuth has no field password; it has secretArn, file",
    ],
    ["a text for an object", registry(`basicAuth: ${hidden}`), "3:5", "registries[0].basicAuth should be an object with secretArn, file"],
    ["a list that is none", "registries:\n  url: https://one.example", "1:1", "registries should be a list"],
    ["a registry without a url", "registries:\n  - basicAuth: { file: a }", "2:5", "a registry needs its url"],
    ["a url that is none", `registries:\n  - url: ${hidden}`, "2:5", "url should begin with https:// or http://"],
    ["a url of something else", "registries:\n  - url: ftp://one.example", "2:5", "url should begin with https:// or http://"],
    [
      "a url with a password",
      `registries:\n  - url: https://eve:${hidden}@one.example`,
      "2:5",
      "url has a password in it; name the secret under basicAuth instead",
    ],
    ["a number for a text", "registries:\n  - url: 5", "2:5", "registries[0].url should be text"],
    [
      "two places of a secret",
      registry("rootCa: { file: a, secretArn: 'arn:aws:secretsmanager:r:1:secret:x' }"),
      "3:5",
      "give secretArn or file, one of them",
    ],
    ["no place of a secret", registry("rootCa: {}"), "3:5", "give secretArn or file, one of them"],
    [
      "an ARN that is none",
      registry(`rootCa: { secretArn: ${hidden} }`),
      "3:15",
      "secretArn should be the ARN of a secret in Secrets Manager",
    ],
    [
      "a certificate without its key",
      registry("clientCertificate: { certificateFile: a }"),
      "3:5",
      "give secretArn, or certificateFile and keyFile",
    ],
    [
      "a certificate in two places",
      registry("clientCertificate: { secretArn: 'arn:aws:secretsmanager:r:1:secret:x', keyFile: a }"),
      "3:5",
      "give secretArn, or certificateFile and keyFile",
    ],
    ["two documents", "registries: []\n---\nregistries: []", "1:1", "the configuration file should be one document"],
    ["a text at the top", hidden, "1:1", "the configuration file should be an object with registries, kafka"],
  ])("%s", async (_, text, place, reason) => {
    const { file, reading } = configuration(text);
    const error = await errorOf(reading);
    expect(error.message).toBe(`${file}:${place}: ${reason}`);
    const [line, column] = place.split(":").map(Number);
    expect(error).toMatchObject({ code: "malformed-file", details: { file, line, column } });
    expect(JSON.stringify([error.message, error.suggestions, error.details])).not.toContain(hidden);
  });

  it("one that is no YAML", async () => {
    const { file, reading } = configuration(`registries: [\n  "${hidden}`);
    const error = await errorOf(reading);
    expect(error).toMatchObject({ code: "malformed-file", message: expect.stringContaining(`${file}:`) });
    expect(error.message).not.toContain(hidden);
  });
});
