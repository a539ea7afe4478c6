import { describe, expect, it } from "vitest";
import { settingArguments, shellWord } from "../../../src/core/mapping/setting-arguments.ts";
import { secretArn } from "./samples.ts";

describe("shellWord", () => {
  it.each([
    ["arn:aws:s3:::bucket", "arn:aws:s3:::bucket"],
    ["kafka://failed", "kafka://failed"],
    ["", "''"],
    ["a b", "'a b'"],
    ["it's", "'it'\\''s'"],
    ["$(rm -rf /)", "'$(rm -rf /)'"],
    ["*", "'*'"],
  ])("writes %j as %s", (text, word) => expect(shellWord(text)).toBe(word));
});

describe("settingArguments", () => {
  it("writes nothing for fields without a flag or a value", () =>
    expect(settingArguments({ Future: 1, BatchSize: undefined } as never)).toEqual([]));

  it("joins a value that begins with a dash to its flag", () =>
    expect(settingArguments({ MaximumRetryAttempts: -1 })).toEqual(["--max-retries=-1"]));

  it("writes a registry with all its parts", () => {
    const SchemaRegistryConfig = {
      SchemaRegistryURI: "https://r.example.com",
      EventRecordFormat: "JSON",
      AccessConfigs: [{ Type: "BASIC_AUTH", URI: secretArn }],
      SchemaValidationConfigs: [{ Attribute: "KEY" }, { Attribute: "VALUE" }],
    };
    expect(settingArguments({ AmazonManagedKafkaEventSourceConfig: { SchemaRegistryConfig } })).toEqual([
      "--schema-registry https://r.example.com",
      "--schema-registry-format JSON",
      `--schema-registry-auth BASIC_AUTH=${secretArn}`,
      "--schema-validate KEY,VALUE",
    ]);
  });

  it("writes authentication without a URI as its type alone", () => {
    expect(settingArguments({ SourceAccessConfigurations: [{ Type: "IAM_AUTH" }] })).toEqual(["--auth IAM_AUTH"]);
  });
});
