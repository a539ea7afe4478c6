import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { CreateSchemaCommand, GetSchemaVersionCommand, GlueClient } from "@aws-sdk/client-glue";
import avsc from "avsc";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadScenario } from "../../src/sandbox/scenario/load-scenario.ts";
import { type E2eSandbox, e2eSandbox } from "../support/e2e-sandbox.ts";
import { runProgram } from "../support/program.ts";

const registryArn = "arn:aws:glue:eu-central-1:123456789012:registry/shop";
const definition: avsc.Schema = { type: "record", name: "Order", fields: [{ name: "status", type: "string" }] };
const order = avsc.Type.forSchema(definition);
const account = loadScenario({
  functions: [{ name: "orders" }],
  clusters: [{ name: "shop", topics: [{ name: "orders" }] }],
  schemaRegistries: [{ name: "shop", schemas: [{ name: "orders", definition }] }],
  mappings: [
    {
      cluster: "shop",
      FunctionName: "orders",
      Topics: ["orders"],
      StartingPosition: "LATEST",
      ProvisionedPollerConfig: { MinimumPollers: 1 },
      FilterCriteria: { Filters: [{ Pattern: { value: { status: ["PAID"] } } }] },
      AmazonManagedKafkaEventSourceConfig: {
        SchemaRegistryConfig: {
          SchemaRegistryURI: registryArn,
          EventRecordFormat: "JSON",
          SchemaValidationConfigs: [{ Attribute: "VALUE" }],
        },
      },
    },
  ],
});

let folder: string;
let sandbox: E2eSandbox;
let glue: GlueClient;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "mskctl-glue-"));
  sandbox = await e2eSandbox("none", account);
  glue = new GlueClient({
    endpoint: sandbox.environment["AWS_ENDPOINT_URL"] ?? "",
    region: "eu-central-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
});

afterAll(async () => {
  glue.destroy();
  await sandbox.close();
  rmSync(folder, { recursive: true });
});

/** A value as Glue's serializers write it: version 3, how it is compressed, the id of the schema's version. */
function framed(versionId: string, payload: Uint8Array, compressed = false): Uint8Array {
  const header = [3, compressed ? 5 : 0, ...Buffer.from(versionId.replaceAll("-", ""), "hex")];
  return Uint8Array.from([...header, ...(compressed ? deflateSync(payload) : payload)]);
}

function samplesOf(...values: readonly Uint8Array[]): string {
  const file = join(folder, "samples.ndjson");
  const records = values.map((value, offset) => ({
    topic: "orders",
    partition: 0,
    offset,
    timestamp: 1,
    timestampType: "CREATE_TIME",
    value: Buffer.from(value).toString("base64"),
  }));
  writeFileSync(file, records.map((record) => `${JSON.stringify(record)}\n`).join(""));
  return file;
}

async function lint(samples: string, ...flags: string[]) {
  const run = await runProgram(["lint", "--samples", samples, "--json", ...flags], { environment: sandbox.environment });
  return { ...run, document: JSON.parse(run.stdout) as unknown };
}

describe("Glue's schema registry in the sandbox", () => {
  it("decodes the samples of a live mapping that names it", async () => {
    const SchemaId = { RegistryName: "shop", SchemaName: "orders" };
    const { SchemaVersionId = "" } = await glue.send(
      new GetSchemaVersionCommand({ SchemaId, SchemaVersionNumber: { LatestVersion: true } }),
    );
    const samples = samplesOf(
      framed(SchemaVersionId, order.toBuffer({ status: "PAID" })),
      framed(SchemaVersionId, order.toBuffer({ status: "PAID" }), true),
      framed(SchemaVersionId, order.toBuffer({ status: "OPEN" })),
    );
    const { exitCode, document } = await lint(samples, "--mapping", "orders");
    expect(exitCode).toBe(0);
    expect(document).toMatchObject({ samples: { total: 3, kept: 2, filteredOut: 1 } });
  });

  it("decodes by a schema that a producer has just made", async () => {
    const made = await glue.send(
      new CreateSchemaCommand({
        RegistryId: { RegistryArn: registryArn },
        SchemaName: "refunds",
        DataFormat: "JSON",
        SchemaDefinition: '{"type":"object"}',
      }),
    );
    const samples = samplesOf(framed(made.SchemaVersionId ?? "", Buffer.from('{"status":"OPEN"}')));
    const { document } = await lint(samples, "--pattern", '{"value":{"status":["OPEN"]}}', "--schema-registry", registryArn);
    expect(document).toMatchObject({ samples: { total: 1, kept: 1 } });
  });

  it("has no schema under another id, and says so", async () => {
    const unknown = "00000000-0000-4000-8000-000000000000";
    const { document } = await lint(samplesOf(framed(unknown, Uint8Array.of(1))), "--mapping", "orders");
    expect(document).toMatchObject({ samples: { total: 1, kept: 0 } });
    expect(JSON.stringify(document)).toContain(`schema ${unknown} not found`);
  });
});
