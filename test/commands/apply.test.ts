import { describe, expect, test } from "vitest";
import Apply from "../../src/commands/apply.ts";
import Diff from "../../src/commands/diff.ts";
import { sampleMapping, shopClusterArn } from "../support/mappings.ts";
import { runCommand } from "../support/run-command.ts";
import { schemaErrors } from "../support/schema.ts";
import { writeServices } from "../support/write-services.ts";

const spec = (fn: string, more = "") => `FunctionName: ${fn}
EventSourceArn: ${shopClusterArn}
Topics: [${fn}]
StartingPosition: TRIM_HORIZON
MaximumBatchingWindowInSeconds: 1
MetricsConfig: {Metrics: [EventCount]}
${more}`;

function setUp(text: string) {
  const account = writeServices([sampleMapping()]);
  account.files.texts.set("-", text);
  return account;
}

describe("apply", () => {
  test("creates what is missing, updates what differs, and leaves no difference.", async () => {
    const { services } = setUp(`${spec("orders", "BatchSize: 500\nTags: {team: shop}\n")}---\n${spec("payments")}`);
    const { stdout, stderr, exitCode } = await runCommand(Apply, ["-f", "-"], { services, answers: ["y"] });
    expect(stdout).toBe(`Apply 2 of 2 specs in eu-central-1 (123456789012)

orders/orders · will be updated
  BatchSize    100  →  500
  Tags         –    →  team=shop

payments/payments · will be created
  FunctionName                      –  →  payments
  EventSourceArn                    –  →  shop
  Topics                            –  →  payments
  StartingPosition                  –  →  TRIM_HORIZON
  MaximumBatchingWindowInSeconds    –  →  1 s    cannot be undone: the 500 ms default is gone for good
  MetricsConfig                     –  →  EventCount

  orders/orders: Polling stops for up to 90 s; how many records wait meanwhile is unknown: no metric has a value in the last
  15 min.
  payments/payments: Metric groups are billed as CloudWatch metrics.
  payments/payments: AWS may refuse metric groups for Kafka in on-demand mode.
  payments/payments: MSK040 A failing batch is retried until it succeeds or its records expire from the topic: there is no
  on-failure destination. One poison record blocks its partition.

MAPPING            RESULT
orders/orders      enabled
payments/payments  enabled
2 mappings`);
    expect(stderr).toBe("Apply 2 of 2 specs? [y/N] ");
    expect(exitCode).toBe(0);
    expect((await runCommand(Diff, ["-f", "-"], { services })).stdout).toBe("2 of 2 specs as in the account");
  });

  test("says of new filters what lint says, for what is created and what is updated.", async () => {
    const never = 'FilterCriteria: {Filters: [{Pattern: \'{"status":["PAID"]}\'}]}\n';
    const { services } = setUp(`${spec("orders", never)}---\n${spec("payments", never)}`);
    const { stdout } = await runCommand(Apply, ["-f", "-", "--dry-run"], { services });
    expect(stdout).toContain('  orders/orders, payments/payments: MSK113 "status" does not stand below value');
  });

  test("refuses what only a new mapping could have, applies the rest, and ends with 3.", async () => {
    const { services, mappings } = setUp(`${spec("orders").replace("TRIM_HORIZON", "LATEST")}---\n${spec("payments")}`);
    const { json, exitCode } = await runCommand(Apply, ["-f", "-", "--yes", "--json"], { services });
    expect(schemaErrors("results", json)).toEqual([]);
    expect(json).toMatchObject({
      applied: true,
      results: [
        { name: "orders/orders", ok: false, error: { code: "refused" }, mapping: { UUID: sampleMapping().UUID } },
        { name: "payments/payments", ok: true, mapping: { State: "Enabled" } },
      ],
    });
    expect(exitCode).toBe(3);
    expect(mappings.mappings.size).toBe(2);
  });

  test("of what is so already writes nothing and asks nothing.", async () => {
    const { services, mappings } = setUp(spec("orders"));
    const { stderr, exitCode } = await runCommand(Apply, ["-f", "-"], { services });
    expect([stderr, exitCode]).toEqual(["Nothing to change.", 0]);
    expect(mappings.calls.some(({ method }) => method === "update" || method === "create")).toBe(false);
  });

  test("never deletes, whatever the specs leave out.", async () => {
    const { services, mappings } = setUp(spec("payments"));
    await runCommand(Apply, ["-f", "-", "--yes"], { services });
    expect(mappings.calls.some(({ method }) => method === "remove")).toBe(false);
    expect(mappings.mappings.has(sampleMapping().UUID)).toBe(true);
  });

  test("--dry-run writes nothing, and ends with 70 when every spec is refused.", async () => {
    const { services, mappings } = setUp(spec("orders", "BatchSize: 0\n"));
    const { json, exitCode } = await runCommand(Apply, ["-f", "-", "--dry-run", "--json"], { services });
    expect(schemaErrors("results", json)).toEqual([]);
    expect(json).toMatchObject({ applied: false, results: [{ ok: false, error: { code: "refused" } }] });
    expect(exitCode).toBe(70);
    expect(mappings.calls.some(({ method }) => method === "update" || method === "create")).toBe(false);
  });

  test("of a malformed file ends with 64 before anything is asked of AWS.", async () => {
    const { services, mappings } = setUp("FunctionName: [orders\n");
    const { stderr, exitCode } = await runCommand(Apply, ["-f", "-", "--yes"], { services });
    expect(stderr).toMatch(/^✖ standard input:\d+:\d+: /);
    expect(exitCode).toBe(64);
    expect(mappings.calls).toEqual([]);
  });
});
