import { Parser } from "@oclif/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { MappingSettings } from "../../src/core/mapping/model.ts";
import { settingArguments } from "../../src/core/mapping/setting-arguments.ts";
import { readFilters, settingFlags, settingsFromFlags } from "../../src/shell/setting-flags.ts";
import { updatableSettings } from "../core/mapping/arbitrary-mapping.ts";
import { writeServices } from "../support/write-services.ts";

async function settings(argv: readonly string[], base: MappingSettings = {}): Promise<MappingSettings> {
  const { flags } = await Parser.parse([...argv], { flags: settingFlags, strict: true });
  return settingsFromFlags(flags, base);
}

describe("Setting flags", () => {
  test.each<[string[], MappingSettings]>([
    [["--batch-size", "500"], { BatchSize: 500 }],
    [["--batching-window", "2s"], { MaximumBatchingWindowInSeconds: 2 }],
    [["--batching-window", "0s"], { MaximumBatchingWindowInSeconds: 0 }],
    // Half seconds are for the rules to refuse: the flag only reads.
    [["--batching-window", "1500ms"], { MaximumBatchingWindowInSeconds: 1.5 }],
    [
      ["--min-pollers", "2", "--max-pollers", "8", "--poller-group", "g"],
      { ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 8, PollerGroupName: "g" } },
    ],
    [["--max-pollers", "8"], { ProvisionedPollerConfig: { MaximumPollers: 8 } }],
    [["--on-demand"], { ProvisionedPollerConfig: {} }],
    [["--on-failure", "kafka://failed"], { DestinationConfig: { OnFailure: { Destination: "kafka://failed" } } }],
    [["--max-retries", "-1"], { MaximumRetryAttempts: -1 }],
    [["--max-retries=-1"], { MaximumRetryAttempts: -1 }],
    [["--max-record-age", "7d"], { MaximumRecordAgeInSeconds: 604_800 }],
    [["--max-record-age", "-1"], { MaximumRecordAgeInSeconds: -1 }],
    [["--bisect"], { BisectBatchOnFunctionError: true }],
    [["--no-bisect"], { BisectBatchOnFunctionError: false }],
    [["--partial-responses"], { FunctionResponseTypes: ["ReportBatchItemFailures"] }],
    [["--no-partial-responses"], { FunctionResponseTypes: [] }],
    [["--metrics", "EventCount,KafkaMetrics"], { MetricsConfig: { Metrics: ["EventCount", "KafkaMetrics"] } }],
    [["--metrics", "none"], { MetricsConfig: { Metrics: [] } }],
    [["--log-level", "WARN"], { LoggingConfig: { SystemLogLevel: "WARN" } }],
    [["--starting-position", "LATEST"], { StartingPosition: "LATEST" }],
    [["--starting-timestamp", "2026-11-23T11:00:00Z"], { StartingPositionTimestamp: "2026-11-23T11:00:00.000Z" }],
    [
      ["--auth", "SASL_SCRAM_512_AUTH=arn:aws:s", "--auth", "IAM_AUTH"],
      { SourceAccessConfigurations: [{ Type: "SASL_SCRAM_512_AUTH", URI: "arn:aws:s" }, { Type: "IAM_AUTH" }] },
    ],
    [["--kms-key", "arn:aws:kms:k"], { KMSKeyArn: "arn:aws:kms:k" }],
    [["--set-tag", "a=1", "--set-tag", "b=x=y"], { Tags: { a: "1", b: "x=y" } }],
    [["--no-enabled"], { Enabled: false }],
    [["--consumer-group", "g"], { AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "g" } }],
    [
      ["--bootstrap-servers", "b-1:9092,b-2:9092", "--consumer-group", "g", "--consumption-mode", "Queue"],
      {
        SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: ["b-1:9092", "b-2:9092"] } },
        SelfManagedKafkaEventSourceConfig: { ConsumerGroupId: "g", ConsumptionMode: "Queue" },
      },
    ],
    [
      [
        "--schema-registry",
        "https://r",
        "--schema-registry-format",
        "JSON",
        "--schema-registry-auth",
        "BASIC_AUTH=arn:aws:s",
        "--schema-validate",
        "KEY,VALUE",
      ],
      {
        AmazonManagedKafkaEventSourceConfig: {
          SchemaRegistryConfig: {
            SchemaRegistryURI: "https://r",
            EventRecordFormat: "JSON",
            AccessConfigs: [{ Type: "BASIC_AUTH", URI: "arn:aws:s" }],
            SchemaValidationConfigs: [{ Attribute: "KEY" }, { Attribute: "VALUE" }],
          },
        },
      },
    ],
    [[], {}],
  ])("%j", async (argv, expected) => {
    expect(await settings(argv)).toEqual(expected);
  });

  test("for a part of a registry keep the rest of the mapping's.", async () => {
    const registry = { SchemaRegistryURI: "https://r", EventRecordFormat: "JSON" };
    const base = {
      SelfManagedEventSource: {},
      SelfManagedKafkaEventSourceConfig: { ConsumerGroupId: "g", SchemaRegistryConfig: registry },
    };
    expect(await settings(["--schema-registry-format", "SOURCE"], base)).toEqual({
      SelfManagedKafkaEventSourceConfig: { SchemaRegistryConfig: { SchemaRegistryURI: "https://r", EventRecordFormat: "SOURCE" } },
    });
  });

  test("do not swallow what follows them.", async () => {
    const flags = { flags: settingFlags, args: {}, strict: false };
    const { argv } = await Parser.parse(["--filter", "{}", "orders", "--set-tag", "a=1", "payments"], flags);
    expect(argv).toEqual(["orders", "payments"]);
  });

  test.each([
    ["--batching-window", "soon"],
    ["--max-record-age", "old"],
    ["--set-tag", "novalue"],
    ["--batch-size", "many"],
  ])("%s %s is wrong usage", async (...argv) => {
    await expect(settings(argv)).rejects.toThrow(argv[1]);
  });

  test("that an undo command gives set what it means, whatever the settings.", async () => {
    await fc.assert(
      fc.asyncProperty(updatableSettings, async (changes) => {
        // `--unset` is update's own.
        const argv = settingArguments(changes)
          .filter((argument) => !argument.startsWith("--unset"))
          .flatMap(words);
        const cleared = (value: unknown) => JSON.stringify(value) === '{"Metrics":[]}' || JSON.stringify(value) === "[]";
        const set = Object.fromEntries(
          Object.entries(changes).filter(([field, value]) => field === "FunctionResponseTypes" || !cleared(value)),
        );
        expect(await settings(argv)).toEqual(set);
      }),
    );
  });
});

/** A flag and its word as a shell hands them over. */
function words(argument: string): string[] {
  const [, flag = "", separator = "", word = ""] = /^(--[a-z-]+)(?:([ =])(.+))?$/s.exec(argument) ?? [];
  if (separator === "") return [flag];
  const text = word.startsWith("'") ? word.slice(1, -1).replaceAll("'\\''", "'") : word;
  return separator === "=" ? [`${flag}=${text}`] : [flag, text];
}

describe("A filter", () => {
  const { services, files } = writeServices();
  files.texts.set("big.json", '{\n  "value": {"amount": [{"numeric": [">", 100]}]}\n}\n');
  files.texts.set("broken.json", "{ nothing\n");

  test("is given as JSON, or as a file that holds it, and sent on one line.", async () => {
    const { filter } = await readFilters(services.files, { filter: ['{"value": ["a"]}', "big.json"] });
    expect(filter).toEqual(['{"value":["a"]}', '{"value":{"amount":[{"numeric":[">",100]}]}}']);
  });

  test("that does not parse is left as it is, for the rules to name.", async () => {
    expect((await readFilters(services.files, { filter: ["broken.json", "{oops"] })).filter).toEqual(["{ nothing", "{oops"]);
  });

  test("in a file that is not there is wrong usage.", async () => {
    await expect(readFilters(services.files, { filter: ["none.json"] })).rejects.toMatchObject({ code: "usage" });
  });
});
