import { describe, expect, test } from "vitest";
import Create from "../../src/commands/create.ts";
import { MskctlError } from "../../src/core/errors.ts";
import { notPermitted } from "../support/fakes/surroundings.ts";
import { sampleMapping, shopClusterArn } from "../support/mappings.ts";
import { runCommand } from "../support/run-command.ts";
import { schemaErrors } from "../support/schema.ts";
import { writeServices } from "../support/write-services.ts";

const argv = [
  "--function",
  "orders",
  "--cluster",
  "shop",
  "--topic",
  "orders",
  "--starting-position",
  "TRIM_HORIZON",
  "--metrics",
  "EventCount",
];
const uuid = "00000000-0000-4000-8000-000000000001";

/** An account in which a new mapping polls at once. */
function setUp(existing: Parameters<typeof writeServices>[0] = []) {
  const account = writeServices(existing);
  account.metrics.put("PolledEventCount", Date.parse("2026-11-23T12:00:00Z"), 0);
  const creates = () => account.mappings.calls.filter(({ method }) => method === "create").map(({ settings }) => settings);
  return { ...account, creates };
}

describe("create", () => {
  test("shows the plan, asks, and follows the mapping until it polls.", async () => {
    const { services, creates } = setUp();
    const { stdout, stderr, exitCode } = await runCommand(Create, argv, { services, answers: ["y"] });
    expect(stdout).toBe(`orders/orders in eu-central-1 (123456789012)

  FunctionName        –  →  orders
  EventSourceArn      –  →  shop
  Topics              –  →  orders
  StartingPosition    –  →  TRIM_HORIZON
  MetricsConfig       –  →  EventCount

  Topic orders on shop has 6 partitions.
  Metric groups are billed as CloudWatch metrics.
  AWS may refuse metric groups for Kafka in on-demand mode.

▲ MSK040  A failing batch is retried until it succeeds or its records expire from the topic: there is no on-failure
          destination.
          One poison record blocks its partition.
          --on-failure arn:aws:s3:::BUCKET
orders/orders: enabled and polling
mskctl inspect ${uuid}`);
    expect(stderr).toBe("Create? [y/N] \n✔ enabled (1 s)   ✔ polling (1 s)");
    expect(exitCode).toBe(0);
    expect(creates()).toEqual([
      {
        FunctionName: "orders",
        EventSourceArn: shopClusterArn,
        Topics: ["orders"],
        StartingPosition: "TRIM_HORIZON",
        MetricsConfig: { Metrics: ["EventCount"] },
      },
    ]);
  });

  test.each([
    ["the answer is no", argv, ["n"]],
    ["the answer is nothing", argv, [""]],
    ["--dry-run is given", [...argv, "--dry-run"], undefined],
  ])("creates nothing when %s.", async (_why, words, answers) => {
    const { services, creates } = setUp();
    const { stderr, exitCode } = await runCommand(Create, words, { services, ...(answers && { answers }) });
    expect(stderr).toContain("Nothing was changed.");
    expect(exitCode).toBe(0);
    expect(creates()).toEqual([]);
  });

  test("warns in its plan of a filter that AWS takes and that lets nothing through.", async () => {
    const { services } = setUp();
    const { stdout, exitCode } = await runCommand(Create, [...argv, "--filter", '{"status":["PAID"]}', "--dry-run"], { services });
    expect(stdout).toContain('▲ MSK113  "status" does not stand below value, the only part of a Kafka record that can be filtered.');
    expect(exitCode).toBe(0);
  });

  test("without a terminal and without --yes ends with 64 and names the flag.", async () => {
    const { services, creates } = setUp();
    const { stderr, exitCode } = await runCommand(Create, argv, { services });
    expect(stderr).toContain(`mskctl create ${argv.join(" ")} --yes`);
    expect(exitCode).toBe(64);
    expect(creates()).toEqual([]);
  });

  test("answers with its JSON document.", async () => {
    const { services } = setUp();
    const { json, stderr } = await runCommand(Create, [...argv, "--yes", "--json"], { services });
    expect(schemaErrors("write", json)).toEqual([]);
    expect(json).toMatchObject({
      applied: true,
      mapping: { UUID: uuid, State: "Enabled" },
      reached: { kind: "polling", by: "PolledEventCount" },
      plan: { changes: expect.arrayContaining([{ field: "Topics", before: null, after: ["orders"], reversible: true }]) },
    });
    expect(stderr).toBe("");
  });

  test("of a dry run answers with the plan and no mapping.", async () => {
    const { services } = setUp();
    const { json } = await runCommand(Create, [...argv, "--dry-run", "--json"], { services });
    expect(schemaErrors("write", json)).toEqual([]);
    expect(json).toMatchObject({ applied: false, mapping: null });
  });

  test("takes a spec, over which flags win.", async () => {
    const { services, files, creates } = setUp();
    files.texts.set(
      "orders.yaml",
      `Name: orders\nFunctionName: orders\nEventSourceArn: ${shopClusterArn}\nTopics: [orders]\nStartingPosition: LATEST\nProvisionedPollerConfig: {MinimumPollers: 2, MaximumPollers: 4}\n`,
    );
    await runCommand(Create, ["-f", "orders.yaml", "--starting-position", "TRIM_HORIZON", "--max-pollers", "6", "--no-enabled", "--yes"], {
      services,
    });
    expect(creates()).toEqual([
      expect.objectContaining({
        StartingPosition: "TRIM_HORIZON",
        Enabled: false,
        ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 6 },
      }),
    ]);
  });

  test("says in its place what may not be read, and goes on.", async () => {
    const { services } = setUp();
    const clusters = { ...services.clusters, partitions: () => Promise.reject(notPermitted("kafka:DescribeTopic")) };
    const { stdout, exitCode } = await runCommand(Create, [...argv, "--yes"], { services: { ...services, clusters } });
    expect(stdout).toContain("Topic orders on shop: not permitted: kafka:DescribeTopic.");
    expect(exitCode).toBe(0);
  });

  test("without waiting says so.", async () => {
    const { services } = setUp();
    const { stdout } = await runCommand(Create, [...argv, "--yes", "--wait", "none"], { services });
    expect(stdout).toContain("orders/orders: enabled; not waited for");
  });

  test("where polling cannot be seen says how to make it so.", async () => {
    const { services } = setUp();
    const { stdout, exitCode } = await runCommand(Create, [...argv.slice(0, -2), "--yes"], { services });
    expect(stdout).toContain(`polling not observable: its EventCount metrics are off\n  mskctl update ${uuid} --metrics EventCount`);
    expect(exitCode).toBe(0);
  });
});

describe("create is refused", () => {
  test.each<[string, string[], number, string]>([
    ["70 for a value that AWS would refuse", [...argv, "--batch-size", "0"], 70, "BatchSize must be at least 1"],
    [
      "69 for a cluster that is not there",
      ["--cluster", "shopp", ...argv.slice(0, 2)],
      69,
      "there is no MSK cluster shopp; there are: shop",
    ],
    ["69 for a function that is not there", ["--function", "nobody", ...argv.slice(2)], 69, "there is no function nobody in eu-central-1"],
    [
      "70 for a topic that is not there",
      ["--function", "orders", "--cluster", "shop", "--topic", "none", "--starting-position", "LATEST"],
      70,
      "MSK010 Topic none does not exist",
    ],
    ["64 for parts that are missing, naming their flags", ["--function", "orders"], 64, "Name it with --topic."],
    ["64 for a spec that lacks a part, too", ["-f", "orders.yaml", "--cluster", "shop"], 64, "Give --starting-position"],
    ["64 for an unknown flag", [...argv, "--batchsize", "5"], 64, "--batchsize"],
    ["64 for a spec that is not there", ["-f", "none.yaml"], 64, "cannot read none.yaml"],
  ])("with %s", async (_what, words, code, message) => {
    const { services, files, creates } = setUp();
    files.texts.set("orders.yaml", "FunctionName: orders\nTopics: [orders]\n");
    const { stderr, exitCode } = await runCommand(Create, [...words, "--yes"], { services });
    expect(stderr).toContain(message);
    expect(exitCode).toBe(code);
    expect(creates()).toEqual([]);
  });

  test("with 64 for several specs at once.", async () => {
    const { services, files } = setUp();
    files.texts.set("two.yaml", "FunctionName: a\n---\nFunctionName: b\n");
    const { stderr, exitCode } = await runCommand(Create, ["-f", "two.yaml", "--yes"], { services });
    expect(stderr).toContain("mskctl apply -f two.yaml");
    expect(exitCode).toBe(64);
  });

  test("with 70 when the mapping exists: it is shown, with the difference and the update that makes it so.", async () => {
    const existing = sampleMapping();
    const { services } = setUp([existing]);
    const { stderr, exitCode, stdout } = await runCommand(Create, [...argv, "--batch-size", "500", "--batching-window", "1s", "--yes"], {
      services,
    });
    expect(stderr).toBe(`✖ orders reads topic orders of this cluster already: ${existing.UUID} (Enabled)
To have these settings it would have to change:
  BatchSize: 100 → 500
  mskctl inspect ${existing.UUID}
  mskctl update ${existing.UUID} --batch-size 500`);
    expect(stdout).toBe("");
    expect(exitCode).toBe(70);
  });

  test("with 77 naming the action when creating itself is not permitted.", async () => {
    const { services, mappings } = setUp();
    mappings.failNext(
      "create",
      new MskctlError("not-permitted", "lambda:CreateEventSourceMapping is not permitted", {
        details: { action: "lambda:CreateEventSourceMapping" },
      }),
    );
    const { json, exitCode } = await runCommand(Create, [...argv, "--yes", "--json"], { services });
    expect(json).toMatchObject({ error: { code: "not-permitted", details: { action: "lambda:CreateEventSourceMapping" } } });
    expect(schemaErrors("error", json)).toEqual([]);
    expect(exitCode).toBe(77);
  });

  test("and Ctrl-C while waiting ends with 130, the state and how to go on.", async () => {
    const { services, clock } = writeServices();
    clock.interruptAfter(20_000, new MskctlError("interrupted", "interrupted"));
    const { stderr, exitCode } = await runCommand(Create, [...argv, "--yes"], { services });
    expect(stderr).toContain(`✖ interrupted: orders/orders is Enabled, AWS goes on by itself\n  mskctl inspect ${uuid}`);
    expect(exitCode).toBe(130);
  });
});
