import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { demoAccount } from "../../../src/sandbox/scenario/demo-account.ts";
import { loadScenario } from "../../../src/sandbox/scenario/load-scenario.ts";
import { secretsOf } from "../../../src/sandbox/scenario/scenario-secrets.ts";
import { secretText } from "../../../src/sandbox/secrets-manager/secret.ts";

const directory = mkdtempSync(join(tmpdir(), "mskctl-secrets-"));

afterAll(() => rmSync(directory, { recursive: true }));

const load = (...secrets: unknown[]) => loadScenario({ secrets }, { directory });

describe("a scenario's secrets", () => {
  it("are text, an object as JSON, or a file beside the scenario", () => {
    writeFileSync(join(directory, "ca.json"), '{"certificate":"PEM"}\n');
    const { secrets } = load({ name: "a", value: "text" }, { name: "b", value: { username: "u" } }, { name: "c", file: "ca.json" });
    expect(secrets.map(({ text }) => text)).toEqual(["text", '{"username":"u"}', '{"certificate":"PEM"}\n']);
  });

  it("can be read by ARN, whose end may be given", () => {
    const secrets = secretsOf(load({ name: "a", suffix: "AbCdEf", value: "hidden" }), 5);
    const arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:a-AbCdEf";
    expect(secretText(secrets, arn)).toBe("hidden");
    expect(secrets.get(arn)).toMatchObject({ createdMs: 5, changedMs: 5 });
  });

  it("have what the demo account's mapping signs in with", () => {
    const demo = demoAccount();
    const arn = demo.mappings.at(-1)?.settings.SourceAccessConfigurations?.[0]?.URI ?? "";
    expect(JSON.parse(secretText(secretsOf(demo, 0), arn) ?? "")).toEqual({ username: "legacy", password: expect.any(String) });
  });

  it.each<[string, object, string]>([
    ["no value", { name: "a" }, "secrets[0].value: is missing; give it, or file"],
    ["a number", { name: "a", value: 12345 }, "secrets[0].value: must be text or an object"],
    ["a value and a file", { name: "a", value: "x", file: "ca.json" }, "secrets[0].value: does not go with file"],
    ["a file that is not there", { name: "a", file: "gone.json" }, "secrets[0].file: cannot be read: no such file or folder"],
    ["a folder", { name: "a", file: "." }, "secrets[0].file: must be a file"],
    ["a value that is too large", { name: "a", value: "x".repeat(65_537) }, "secrets[0].value: must be at most 65536 bytes"],
    ["a name that AWS refuses", { name: "a b", value: "x" }, "secrets[0].name: must be 1 to 512 letters, digits or any of /_+=.@-"],
    ["an end that is no end", { name: "a", suffix: "abc", value: "x" }, "secrets[0].suffix: must be 6 letters or digits"],
  ])("say where one has %s, and not what it is", (_, secret, message) => {
    expect(() => load(secret)).toThrow(expect.objectContaining({ code: "malformed-file", message: expect.stringContaining(message) }));
  });

  it("refuse a file that is no text", () => {
    writeFileSync(join(directory, "binary"), Uint8Array.of(255, 254));
    expect(() => load({ name: "a", file: "binary" })).toThrow("secrets[0].file: is not UTF-8 text");
  });

  it("have one secret of a name", () => {
    expect(() => load({ name: "a", value: "x" }, { name: "a", value: "y" })).toThrow("secrets: has two with the name a");
  });
});
