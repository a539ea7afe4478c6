import { expect, test } from "vitest";
import Diff from "../../src/commands/diff.ts";
import Export from "../../src/commands/export.ts";
import { notPermitted } from "../support/fakes/surroundings.ts";
import { sampleMapping } from "../support/mappings.ts";
import { runCommand } from "../support/run-command.ts";
import { schemaErrors } from "../support/schema.ts";
import { writeServices } from "../support/write-services.ts";

const orders = sampleMapping({ FilterCriteria: { Filters: [{ Pattern: '{"value":{"status":["PAID"]}}' }] } });
const payments = sampleMapping({ UUID: "00000000-0000-4000-8000-000000000002", name: "payments" });

function setUp() {
  const account = writeServices([orders, payments]);
  account.mappings.tagsByArn.set(orders.EventSourceMappingArn ?? "", new Map([["team", "shop"]]));
  return account;
}

test("export writes what differs from AWS's defaults, patterns as objects, and the tags.", async () => {
  const { services } = setUp();
  const { stdout, stderr, exitCode } = await runCommand(Export, ["orders"], { services });
  expect(stdout).toBe(`Name: orders/orders
FunctionName: orders
EventSourceArn: arn:aws:kafka:eu-central-1:123456789012:cluster/shop/11111111-2222-4333-8444-555555555555-3
Topics:
  - orders
StartingPosition: TRIM_HORIZON
MaximumBatchingWindowInSeconds: 1
FilterCriteria:
  Filters:
    - Pattern:
        value:
          status:
            - PAID
MetricsConfig:
  Metrics:
    - EventCount
Tags:
  team: shop`);
  expect([stderr, exitCode]).toEqual(["", 0]);
});

test("export --json answers with its document.", async () => {
  const { services } = setUp();
  const { json } = await runCommand(Export, ["--json"], { services });
  expect(schemaErrors("export", json)).toEqual([]);
  expect(json).toMatchObject({ schemaVersion: 1, specs: [{ Name: "orders/orders" }, { Name: "payments/payments" }] });
});

test.each([
  ["YAML", []],
  ["JSON specs", ["--format", "json"]],
  ["the JSON document", ["--json"]],
])("export as %s, read by diff, shows no difference.", async (_format, flags) => {
  const { services, files } = setUp();
  files.texts.set("-", (await runCommand(Export, flags, { services })).stdout);
  const { stdout, exitCode } = await runCommand(Diff, ["-f", "-"], { services });
  expect([stdout, exitCode]).toEqual(["2 of 2 specs as in the account", 0]);
});

test("export says which tags it may not read, and goes on.", async () => {
  const { services, mappings } = setUp();
  mappings.failNext("tags", notPermitted("lambda:ListTags"));
  const { stdout, stderr, exitCode } = await runCommand(Export, ["orders"], { services });
  expect(stderr).toBe("orders/orders: tags not permitted: lambda:ListTags");
  expect(stdout).not.toContain("Tags");
  expect(exitCode).toBe(0);
});

test.each([["yaml"], ["json"]])(
  "export of an account without Kafka mappings says so, and diff reads it as %s all the same.",
  async (format) => {
    const { services, files } = writeServices();
    const { stdout, stderr, exitCode } = await runCommand(Export, ["--format", format, "--region", "us-west-2"], { services });
    expect(stderr).toBe("No Kafka mapping to export here; mskctl list --region us-west-2 shows what there is.");
    expect(exitCode).toBe(0);
    files.texts.set("-", stdout);
    expect(await runCommand(Diff, ["-f", "-"], { services })).toMatchObject({ stdout: "0 of 0 specs as in the account", exitCode: 0 });
  },
);

test("export of an unknown name ends with 69.", async () => {
  expect((await runCommand(Export, ["nobody"], { services: setUp().services })).exitCode).toBe(69);
});
