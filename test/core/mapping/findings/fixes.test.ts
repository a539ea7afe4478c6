import { type Command, Parser } from "@oclif/core";
import { describe, expect, it } from "vitest";
import { COMMANDS } from "../../../../src/commands/index.ts";
import type { Finding } from "../../../../src/core/finding.ts";
import { createWarnings } from "../../../../src/core/mapping/findings/create-warnings.ts";
import type { MappingFacts } from "../../../../src/core/mapping/findings/facts.ts";
import { findHealth } from "../../../../src/core/mapping/findings/health.ts";
import type { MappingDocument } from "../../../../src/core/mapping/model.ts";
import { sampleMapping } from "../../../support/mappings.ts";
import { bareFacts, calmFacts, calmMetrics, dayMs, nowMs, sampleFunction } from "./samples.ts";

const provisioned = { ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 200 } };
const toS3 = { DestinationConfig: { OnFailure: { Destination: "arn:aws:s3:::failed" } } };
const registry = { AmazonManagedKafkaEventSourceConfig: { SchemaRegistryConfig: { SchemaRegistryURI: "https://r.example.com" } } };
const measured = (metrics: object, facts: Partial<MappingFacts> = {}) => ({
  ...calmFacts,
  ...facts,
  metrics: { ...calmMetrics, ...metrics },
});

/** Mappings in trouble: together they call for every command that a finding suggests. */
const troubles: [mapping: Partial<MappingDocument>, facts: MappingFacts][] = [
  [
    { State: "Disabled", StateTransitionReason: "EVENT_SOURCE_AUTHN_ERROR", LastModified: new Date(nowMs - 6 * dayMs).toISOString() },
    bareFacts,
  ],
  [
    { MetricsConfig: { Metrics: ["KafkaMetrics", "GroupOfNextYear"] }, ...toS3 },
    { ...calmFacts, function: "missing" },
  ],
  [{ MetricsConfig: {} }, { ...calmFacts, otherMappings: [sampleMapping({ UUID: "2" })] }],
  [provisioned, measured({ errors: 82, invocations: 200 })],
  [{ ...provisioned, ...toS3, BisectBatchOnFunctionError: true }, measured({ errors: 82, invocations: 200 })],
  [{ LastProcessingResult: "PROBLEM: Function call failed" }, bareFacts],
  [{ ProvisionedPollerConfig: { MinimumPollers: 40, MaximumPollers: 40 } }, measured({ throttles: 312 }, { reservedConcurrency: 5 })],
  [{}, measured({}, { reservedConcurrency: 0, function: { ...sampleFunction, timeoutMs: 900_000 } })],
  [{ ...provisioned, ...registry, MaximumRetryAttempts: 3 }, bareFacts],
  [{ DestinationConfig: { OnFailure: { Destination: "arn:aws:sqs:eu-central-1:123456789012:failed.fifo" } } }, bareFacts],
  [{ ...provisioned, BatchSize: 10_000 }, measured({ polledBytes: 1_000_000_000, polledRecords: 1_000 })],
];

const found: Finding[] = troubles.flatMap(([mapping, facts]) => findHealth(sampleMapping(mapping), facts));
const fixes = [...new Set(found.flatMap(({ fix }) => fix ?? []))];

describe("the command that a finding suggests", () => {
  it("exists for these findings", () => {
    const ids = new Set(found.flatMap(({ id, fix }) => (fix === undefined ? [] : [id])));
    expect([...ids].toSorted().join(" ")).toBe(
      "MSK001 MSK004 MSK020 MSK021 MSK022 MSK023 MSK024 MSK027 MSK029 MSK031 MSK032 MSK033 MSK034 MSK040 MSK041 MSK042 MSK045 MSK048 MSK050 MSK051 MSK052 MSK053 MSK061",
    );
  });

  it.each(fixes.filter((fix) => fix.startsWith("mskctl ")))("can be typed: %s", (fix) => parses(fix));

  it.each(fixes.filter((fix) => !fix.startsWith("mskctl ")))("is one of the AWS CLI's: %s", (fix) => {
    const [program, service, command, ...rest] = fix.split(" ");
    const known = awsCommands.get(`${program} ${service} ${command}`);
    const flags = rest.filter((word) => word.startsWith("--"));
    expect(known).toEqual(expect.arrayContaining(flags));
    expect(flags).toContain("--region");
  });
});

it("before the mapping exists the flags that a finding suggests are those of create", async () => {
  const settings = { ...provisioned, ...registry, FunctionName: "orders", Topics: ["orders"] };
  const warnings = [...createWarnings(settings, {}), ...createWarnings(settings, { partitions: 6, function: sampleFunction })];
  const flags = warnings.flatMap(({ fix }) => fix ?? []);
  expect(flags).toHaveLength(6);
  for (const fix of flags) await parses(`mskctl create ${fix}`);
});

/** AWS CLI Command Reference. */
const awsCommands = new Map([
  ["aws logs tail", ["--since", "--region"]],
  ["aws lambda put-function-concurrency", ["--function-name", "--reserved-concurrent-executions", "--region"]],
  ["aws lambda delete-function-concurrency", ["--function-name", "--region"]],
  ["aws lambda update-function-configuration", ["--function-name", "--timeout", "--region"]],
]);

/** Words in capitals stand for what only the reader knows. */
async function parses(command: string): Promise<void> {
  const [program, verb = "", ...argv] = command.replace("PARTITIONS", "6").split(" ");
  expect(program).toBe("mskctl");
  const known: typeof Command | undefined = new Map<string, typeof Command>(Object.entries(COMMANDS)).get(verb);
  if (known === undefined) return expect.unreachable(`there is no verb ${verb}`);
  await Parser.parse(argv, { flags: { ...known.baseFlags, ...known.flags }, args: known.args, strict: true });
}
