import { describe, expect, test } from "vitest";
import Update from "../../src/commands/update.ts";
import { MskctlError } from "../../src/core/errors.ts";
import type { MappingDocument } from "../../src/core/mapping/model.ts";
import { sampleMapping } from "../support/mappings.ts";
import { runCommand } from "../support/run-command.ts";
import { schemaErrors } from "../support/schema.ts";
import { writeServices } from "../support/write-services.ts";

const uuid = sampleMapping().UUID;

/** An account whose mappings poll again a minute after an update. */
function setUp(mappings: readonly MappingDocument[] = [sampleMapping()]) {
  const account = writeServices(mappings);
  account.metrics.put("PolledEventCount", Date.parse("2026-11-23T11:50:00Z"), 12_600);
  account.clock.after(60_000, () => account.metrics.put("PolledEventCount", Date.parse("2026-11-23T12:01:00Z"), 12_600));
  const updates = () =>
    account.mappings.calls.filter(({ method }) => method === "update").map(({ uuid: id, settings }) => ({ [id ?? ""]: settings }));
  return { ...account, updates };
}

describe("update", () => {
  test("shows what changes, what it costs in money and lag, asks, waits, and says how to undo it.", async () => {
    const { services, updates } = setUp([sampleMapping({ ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 4 } })]);
    const { stdout, stderr, exitCode } = await runCommand(Update, ["orders", "--min-pollers", "12", "--max-pollers", "12", "--bisect"], {
      services,
      answers: ["yes"],
    });
    expect(stdout).toBe(`orders in eu-central-1 (123456789012)

  ProvisionedPollerConfig       1–4 pollers  →  12 pollers    2 EPUs, +$135.05 a month (price of us-east-1)
  BisectBatchOnFunctionError    false        →  true

  Polling stops for up to 90 s: about 18,900 records wait, at 210/s.
orders: enabled and polling
Undo with: mskctl update orders --min-pollers 1 --max-pollers 4 --no-bisect`);
    expect(stderr).toMatch(/^Apply\? \[y\/N\] \n(✔ enabled \(1 s\) {3}… polling \(\d+ s\)\n)*✔ enabled \(1 s\) {3}✔ polling \(\d+ s\)$/);
    expect(exitCode).toBe(0);
    expect(updates()).toEqual([
      { [uuid]: { ProvisionedPollerConfig: { MinimumPollers: 12, MaximumPollers: 12 }, BisectBatchOnFunctionError: true } },
    ]);
  });

  test("says how to undo it where it was done, and what cannot come back.", async () => {
    const { MaximumBatchingWindowInSeconds: _, ...windowless } = sampleMapping();
    const { services } = setUp([windowless]);
    const words = ["orders", "--batching-window", "2s", "--wait", "none", "--yes", "--region", "eu-central-1"];
    expect((await runCommand(Update, words, { services })).stdout).toContain(
      "\nUndo with: mskctl update orders --batching-window 0s --region eu-central-1   (500 ms cannot come back)",
    );
  });

  test("of what is set already changes nothing and says so.", async () => {
    const { services, updates } = setUp();
    const { stderr, json, exitCode } = await runCommand(Update, ["orders", "--batch-size", "100", "--json"], { services });
    expect(schemaErrors("write", json)).toEqual([]);
    expect(json).toMatchObject({ applied: false, plan: { changes: [] }, mapping: { UUID: uuid } });
    expect([stderr, exitCode, updates()]).toEqual(["", 0, []]);
    expect((await runCommand(Update, ["orders", "--batch-size", "100"], { services })).stderr).toBe("Nothing to change.");
  });

  test("answers with its JSON document.", async () => {
    const { services } = setUp();
    const { json } = await runCommand(Update, ["orders", "--batch-size", "500", "--yes", "--json"], { services });
    expect(schemaErrors("write", json)).toEqual([]);
    expect(json).toMatchObject({
      plan: { changes: [{ field: "BatchSize", before: 100, after: 500, reversible: true }] },
      applied: true,
      mapping: { UUID: uuid, BatchSize: 500 },
      reached: { kind: "polling", by: "PolledEventCount" },
    });
  });

  test("takes fields back with --unset, by field or by flag.", async () => {
    const { services, updates } = setUp([
      sampleMapping({ DestinationConfig: { OnFailure: { Destination: "arn:aws:s3:::failed" } }, BatchSize: 7 }),
    ]);
    await runCommand(Update, ["orders", "--unset", "on-failure", "--unset", "BatchSize", "--yes", "--wait", "none"], { services });
    expect(updates()).toEqual([{ [uuid]: { DestinationConfig: { OnFailure: { Destination: "" } }, BatchSize: 100 } }]);
  });

  test("changes the function with --set-function, while --function selects.", async () => {
    const { services, updates } = setUp();
    await runCommand(Update, ["--function", "orders", "--set-function", "orders:live", "--yes", "--wait", "none"], { services });
    expect(updates()).toEqual([{ [uuid]: { FunctionName: "orders:live" } }]);
  });

  test("of tags alone does not touch the mapping.", async () => {
    const { services, mappings, updates } = setUp();
    const { stdout } = await runCommand(Update, ["orders", "--set-tag", "team=shop", "--yes"], { services });
    expect(stdout).toContain("Tags    –  →  team=shop");
    expect([...mappings.tagsByArn.values()].map((tags) => Object.fromEntries(tags))).toEqual([{ team: "shop" }]);
    expect(updates()).toEqual([]);
  });
});

describe("update of several mappings", () => {
  const payments = sampleMapping({ UUID: "00000000-0000-4000-8000-000000000002", name: "payments", BatchSize: 500 });

  test("says in its plan what lint says of the new filter.", async () => {
    const { services } = setUp([sampleMapping(), payments]);
    const words = ["--all", "--filter", '{"status":["PAID"]}', "--dry-run"];
    const { stdout } = await runCommand(Update, words, { services });
    expect(stdout).toContain('  orders, payments: MSK113 "status" does not stand below value');
    const one = await runCommand(Update, ["orders", ...words.slice(1)], { services });
    expect(one.stdout.match(/MSK113/g)).toHaveLength(1);
  });

  test("writes those that differ and reports each.", async () => {
    const { services, updates } = setUp([sampleMapping(), payments]);
    const { stdout, exitCode } = await runCommand(Update, ["--all", "--batch-size", "500", "--yes", "--wait", "enabled"], { services });
    expect(stdout).toBe(`Update 1 of 2 mappings in eu-central-1 (123456789012)

orders · will be updated
  BatchSize    100  →  500

payments · nothing to change

  orders: Polling stops for up to 90 s: about 18,900 records wait, at 210/s.

MAPPING   RESULT
orders    enabled
payments  nothing to change
2 mappings`);
    expect(exitCode).toBe(0);
    expect(updates()).toEqual([{ [uuid]: { BatchSize: 500 } }]);
  });

  test("answers with results.", async () => {
    const { services } = setUp([sampleMapping(), payments]);
    const { json } = await runCommand(Update, ["--all", "--batch-size", "500", "--yes", "--wait", "enabled", "--json"], { services });
    expect(schemaErrors("results", json)).toEqual([]);
    expect(json).toMatchObject({
      applied: true,
      plan: { changes: [{ name: "orders", uuid, field: "BatchSize", before: 100, after: 500 }] },
      results: [
        { name: "orders", ok: true, mapping: { BatchSize: 500 } },
        { name: "payments", ok: true },
      ],
    });
  });
});

describe("update of several mappings that AWS would refuse for some", () => {
  const provisioned = sampleMapping({
    UUID: "00000000-0000-4000-8000-000000000003",
    name: "payments",
    ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 4 },
  });

  test("says so in the plan, writes the others, and ends with 3.", async () => {
    const { services, updates } = setUp([sampleMapping(), provisioned]);
    const { stdout, exitCode } = await runCommand(Update, ["--all", "--bisect", "--yes", "--wait", "enabled"], { services });
    expect(stdout).toBe(`Update 1 of 2 mappings in eu-central-1 (123456789012)

orders · refused
  AWS would refuse this:
    BisectBatchOnFunctionError needs provisioned mode; the mapping is on-demand and BisectBatchOnFunctionError true.
      (provisioned-only)
      Add --min-pollers 1 (provisioned mode), or leave it out.

payments · will be updated
  BisectBatchOnFunctionError    false  →  true

  payments: Polling stops for up to 90 s: about 18,900 records wait, at 210/s.

MAPPING   RESULT
orders    ✖ refused
payments  enabled
2 mappings · 1 failed`);
    expect(exitCode).toBe(3);
    expect(updates()).toEqual([{ [provisioned.UUID]: { BisectBatchOnFunctionError: true } }]);
  });

  test("ends a dry run with 3, too: not all of it can be done.", async () => {
    const { services, updates } = setUp([sampleMapping(), provisioned]);
    const { json, exitCode } = await runCommand(Update, ["--all", "--bisect", "--dry-run", "--json"], { services });
    expect(schemaErrors("results", json)).toEqual([]);
    expect(json).toMatchObject({ applied: false, results: [{ name: "orders", ok: false, error: { code: "refused" } }] });
    expect([exitCode, updates()]).toEqual([3, []]);
  });

  test("tells a failed write with what to type about it.", async () => {
    const { services, mappings } = setUp([sampleMapping(), provisioned]);
    mappings.failNext("update", new MskctlError("refused", "Lambda refuses: no", { suggestions: ["mskctl inspect orders"] }));
    const words = ["--all", "--batch-size", "7", "--yes", "--wait", "enabled", "--region", "eu-central-1"];
    const { stdout } = await runCommand(Update, words, { services });
    expect(stdout).toContain(`orders    ✖ failed
payments  enabled
✖ orders
  Lambda refuses: no
  mskctl inspect orders --region eu-central-1
2 mappings · 1 failed`);
  });
});

describe("update is refused", () => {
  test.each<[string, string[], number, string]>([
    [
      "70 for a value out of range, naming field, rule and remedy",
      ["orders", "--batch-size", "20000"],
      70,
      "BatchSize must be at most 10,000; it is 20,000. (batch-size-range)\n    Give 10,000 or less.",
    ],
    [
      "70 for a create-only field, saying what replacing would mean",
      ["orders", "--starting-position", "LATEST"],
      70,
      "can be set only when a mapping is created",
    ],
    [
      "70 for a field that AWS cannot clear",
      ["orders", "--unset", "LoggingConfig"],
      70,
      "AWS has no value that turns the mapping's logs off",
    ],
    ["64 for an unknown field, with the one that was meant", ["orders", "--unset", "BatchSzie"], 64, "--unset BatchSize"],
    ["64 when no setting is given", ["orders"], 64, "which setting?"],
    ["64 when no mapping is named", ["--batch-size", "5"], 64, "which mapping?"],
    ["69 for an unknown mapping", ["ordres", "--batch-size", "5"], 69, "mskctl update orders"],
  ])("with %s", async (_what, words, code, message) => {
    const { services, updates } = setUp();
    const { stderr, exitCode } = await runCommand(Update, [...words, "--yes"], { services });
    expect(stderr).toContain(message);
    expect(exitCode).toBe(code);
    expect(updates()).toEqual([]);
  });

  test("for a dry run, which --yes does not turn into a write.", async () => {
    const { services, updates } = setUp();
    const run = await runCommand(Update, ["orders", "--batch-size", "5", "--dry-run", "--yes"], { services });
    expect(run).toMatchObject({ exitCode: 0, stderr: "Nothing was changed." });
    expect(updates()).toEqual([]);
  });

  test("with 70 when the mapping changes between plan and answer.", async () => {
    const { services, mappings, updates } = setUp();
    let gets = 0;
    mappings.onGet = () => {
      gets += 1;
      if (gets === 2) mappings.mappings.set(uuid, sampleMapping({ BatchSize: 300, LastModified: "2026-11-23T12:00:01.000Z" }));
    };
    const { stderr, exitCode } = await runCommand(Update, ["orders", "--batch-size", "500", "--yes"], { services });
    expect(stderr).toContain("orders was changed by somebody else since this plan was made (BatchSize)");
    expect(exitCode).toBe(70);
    expect(updates()).toEqual([]);
  });
});
