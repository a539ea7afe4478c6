import { describe, expect, it } from "vitest";
import { MskctlError } from "../../../src/core/errors.ts";
import { readClientCertificate, readRootCertificate, readUserAndPassword, type SecretPlace } from "../../../src/core/record/secret.ts";

const secret: SecretPlace = { kind: "secret", arn: "arn:aws:secretsmanager:eu-central-1:1:secret:registry" };
const file: SecretPlace = { kind: "file", path: "/people/eve/registry.json" };

function errorOf(read: () => unknown): MskctlError {
  try {
    read();
  } catch (error) {
    if (error instanceof MskctlError) return error;
    throw error;
  }
  return expect.unreachable("it should have failed");
}

describe("Lambda's layouts of secrets", () => {
  it("name and password", () => {
    expect(readUserAndPassword('{"username":"eve","password":"hunter2","more":1}', secret)).toEqual({
      username: "eve",
      password: "hunter2",
    });
  });

  it("certificate and key, with and without the key's password", () => {
    const pair = { certificate: "CERT", privateKey: "KEY" };
    expect(readClientCertificate(JSON.stringify(pair), secret)).toEqual(pair);
    expect(readClientCertificate(JSON.stringify({ ...pair, privateKeyPassword: "pw" }), secret)).toEqual({
      ...pair,
      privateKeyPassword: "pw",
    });
  });

  it("root certificate: in a secret a JSON object, in a file the text itself", () => {
    expect(readRootCertificate('{"certificate":"PEM"}', secret)).toBe("PEM");
    expect(readRootCertificate("PEM", file)).toBe("PEM");
  });
});

describe("a secret of another layout", () => {
  const hidden = "hunter2";

  it.each([
    ["no JSON", `username=eve password=${hidden}`, "it is no JSON object"],
    ["JSON cut off", `{"username":"eve","password":"${hidden}"`, "it is no JSON object"],
    ["a list", `["${hidden}"]`, "it is no JSON object"],
    ["a member missing", `{"username":"${hidden}"}`, "it has no text under password"],
    ["a member that is empty", `{"username":"${hidden}","password":""}`, "it has no text under password"],
    ["members that are no text", `{"username":{"${hidden}":1},"password":5}`, "it has no text under username, password"],
  ])("%s: the error names the layout, the place and what is missing, and never the secret", (_, text, why) => {
    const error = errorOf(() => readUserAndPassword(text, secret));
    expect(error).toMatchObject({ code: "refused", details: { secret: secret.arn } });
    expect(error.message).toBe(`secret ${secret.arn} is not of the form {"username": "…", "password": "…"}: ${why}`);
    expect(JSON.stringify([error, error.message, error.suggestions, error.cause, error.stack])).not.toContain(hidden);
  });

  it("in a file is a malformed file", () => {
    expect(errorOf(() => readClientCertificate("{}", file))).toMatchObject({ code: "malformed-file", details: { file: file.path } });
  });
});
